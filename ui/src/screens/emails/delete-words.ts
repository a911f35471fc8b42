// What the dialog that deletes an address says, by what the address receives.
import type { Email } from "$lib/contract";
import { m } from "$lib/i18n.svelte";
import type { OtherRole } from "./roles";
import { roleNames } from "./words";

interface DeleteWords {
  title: string;
  text: string;
  /** Over the choice of who takes over. */
  label: string;
  confirm: string;
}

export function plainWords({ email, verified }: Email): DeleteWords {
  return verified
    ? { title: m.emails_delete_title({ email }), text: m.emails_delete_text(), label: "", confirm: m.emails_delete() }
    : { title: m.emails_withdraw_title({ email }), text: m.emails_withdraw_text(), label: "", confirm: m.emails_withdraw() };
}

export function blockedWords(email: string, roles: readonly OtherRole[]): DeleteWords {
  const told = { email, roles: roleNames(roles) };
  const [role] = roles;
  const confirm = m.emails_move_and_delete(told);
  if (roles.length > 1 || role === undefined) return { title: m.emails_blocked_title(), text: m.emails_blocked_text(told), label: m.emails_blocked_label(), confirm };
  return {
    title: { billing: m.emails_blocked_billing(), recovery: m.emails_blocked_recovery(), support: m.emails_blocked_support() }[role],
    text: { billing: m.emails_blocked_billing_text(told), recovery: m.emails_blocked_recovery_text(told), support: m.emails_blocked_support_text(told) }[role],
    label: { billing: m.emails_blocked_billing_label(), recovery: m.emails_blocked_recovery_label(), support: m.emails_blocked_support_label() }[role],
    confirm,
  };
}
