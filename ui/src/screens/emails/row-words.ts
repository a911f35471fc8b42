// What is read out for the row of an address.
import type { Email, EmailRole } from "$lib/contract";
import { m } from "$lib/i18n.svelte";
import { standOf } from "$lib/mail/stand";
import { standWords } from "$lib/mail/stand-words";
import { roleNames } from "./words";

export function rowWords(email: Email, roles: readonly EmailRole[]): string {
  const receives = roles.length > 0 ? m.emails_row_receives({ roles: roleNames(roles) }) : m.emails_row_nothing();
  return [email.email, standWords(standOf(email, Date.now() / 1000)), receives].join(m.list_separator());
}
