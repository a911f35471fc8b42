// Who receives what, as the screen reasons about it: what it offers. What is right is the engine's to say.
import type { Email, EmailRole, SystemNotification } from "$lib/contract";

/** In the order of the cards. */
export const ROLES = ["primary", "recovery", "billing", "support"] as const satisfies readonly EmailRole[];
/** Roles that several addresses may have, or none. */
export type OtherRole = Exclude<EmailRole, "primary">;
/** The IDs of the addresses that have each role. */
export type Holders = Readonly<Record<EmailRole, readonly string[]>>;

export const NOBODY: Holders = { primary: [], recovery: [], billing: [], support: [] };

export function holdersOf(list: readonly SystemNotification[]): Holders {
  const of = (role: EmailRole) => list.find((one) => one.type === role)?.emailIdList ?? [];
  return { primary: of("primary"), recovery: of("recovery"), billing: of("billing"), support: of("support") };
}

export const rolesOf = (holders: Holders, emailId: string): EmailRole[] => ROLES.filter((role) => holders[role].includes(emailId));

/** As it is once a role has been given. A new primary address has no other role. */
export function given(holders: Holders, role: EmailRole, ids: readonly string[]): Holders {
  if (role !== "primary") return { ...holders, [role]: ids };
  const kept = (other: OtherRole) => holders[other].filter((id) => !ids.includes(id));
  return { primary: ids, recovery: kept("recovery"), billing: kept("billing"), support: kept("support") };
}

export const isSame = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((id) => others.includes(id));

/** The addresses that a role can be given to. The primary one has no other role. */
export const offered = (role: EmailRole, emails: readonly Email[], holders: Holders) =>
  emails.filter((email) => email.verified && (role === "primary" || !holders.primary.includes(email.emailId)));

/** Who can take over all of an address's roles. The primary address receives invoices and tickets anyway; it is no way back to itself. */
export function heirs(emailId: string, emails: readonly Email[], holders: Holders): Email[] {
  const roles = rolesOf(holders, emailId);
  const fits = (email: Email) => !holders.primary.includes(email.emailId) || !roles.includes("recovery");
  return emails.filter((email) => email.verified && email.emailId !== emailId && fits(email));
}

/** The address that was just added: by what was typed, else the newest that waits. */
export function added(emails: readonly Email[], typed: string): Email | undefined {
  const folded = (text: string) => text.trim().normalize("NFKC").toLowerCase();
  const waiting = emails.filter((email) => !email.verified);
  return waiting.find((email) => folded(email.email) === folded(typed)) ?? waiting.toSorted((a, b) => b.updateDateTime - a.updateDateTime)[0];
}
