// Words of the addresses' screen that several of its parts say.
import type { Component } from "svelte";
import type { EmailRole } from "$lib/contract";
import { language, m } from "$lib/i18n.svelte";
import { LifeBuoy, Message, Receipt, Star } from "$lib/ui/icons";

export function roleName(role: EmailRole): string {
  return { primary: m.emails_primary(), recovery: m.emails_recovery(), billing: m.emails_billing(), support: m.emails_support() }[role];
}

/** What an address with the role receives. */
export function roleText(role: EmailRole): string {
  return { primary: m.emails_primary_text(), recovery: m.emails_recovery_text(), billing: m.emails_billing_text(), support: m.emails_support_text() }[role];
}

export const ROLE_ICONS: Record<EmailRole, Component<Record<string, unknown>>> = { primary: Star, recovery: LifeBuoy, billing: Receipt, support: Message };

/** "Billing and Support" */
const allOf = (words: readonly string[]) => new Intl.ListFormat(language.current, { type: "conjunction" }).format(words);
export const roleNames = (roles: readonly EmailRole[]) => allOf(roles.map(roleName));
