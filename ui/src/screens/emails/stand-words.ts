// Where an address stands, in words.
import type { Email, EmailRole } from "$lib/contract";
import { m } from "$lib/i18n.svelte";
import { standOf, type Stand } from "./stand";
import { roleNames } from "./words";

export function standWords({ is }: Stand): string {
  return {
    verified: m.emails_verified(), waiting: m.emails_waiting(), expired: m.emails_expired(), unsent: m.emails_unsent(), failed: m.emails_unsent_failed(), link: m.emails_waiting_link(),
  }[is];
}

/** What is read out for a row. */
export function rowWords(email: Email, roles: readonly EmailRole[]): string {
  const receives = roles.length > 0 ? m.emails_row_receives({ roles: roleNames(roles) }) : m.emails_row_nothing();
  return [email.email, standWords(standOf(email, Date.now() / 1000)), receives].join(m.list_separator());
}
