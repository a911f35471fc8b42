// What can be done with one address, for its row, its menu and its keys alike. Forbidden entries say why.
import type { Email } from "$lib/contract";
import { m } from "$lib/i18n.svelte";
import { saySent } from "$lib/mail/sent";
import { ask } from "$lib/state/ask";
import { session } from "$lib/state/session.svelte";
import { toast } from "$lib/state/trouble.svelte";
import { Key, Mail, Pencil, Plus, Refresh, Send, Star, Trash } from "$lib/ui/icons";
import type { MenuEntry } from "$lib/ui/Menu.svelte";
import type { EmailsPage } from "./emails-page.svelte";
import { offered } from "./roles";
import { addReason, type Task } from "./task";
import { roleNames } from "./words";

type Start = (task: Task) => void;
const isPrimary = (page: EmailsPage, { emailId }: Email) => page.holders.primary.includes(emailId);

/** Why an address cannot be deleted; undefined when it can. */
export const deleteReason = (page: EmailsPage, email: Email): string | undefined =>
  isPrimary(page, email) ? m.emails_primary_stays() : session.reason("Email:deleteEmail");

/** Tries an address that is verified. */
export async function sendTest(email: Email): Promise<void> {
  try {
    await ask("Email:sendTestEmail", { operatorId: session.operatorId, emailId: email.emailId });
    void saySent(m.emails_test_sent({ email: email.email }), email.email);
  } catch (error) {
    toast(error);
  }
}

/** Sends link and code again, and asks for the code. A server that cannot resend is asked to add the address once more. */
async function resend(page: EmailsPage, email: Email, start: Start): Promise<void> {
  if (!session.serves("Email:resendAddEmailToken")) return start({ is: "add", email: email.email });
  try {
    await ask("Email:resendAddEmailToken", { operatorId: session.operatorId, emailId: email.emailId });
    void saySent(m.emails_sent_again({ email: email.email }), email.email);
    await page.refresh();
    start({ is: "code", id: email.emailId });
  } catch (error) {
    toast(error);
  }
}

/** `soon`: the pause before link and code can be sent again is not over. */
export function emailMenu(page: EmailsPage, email: Email, start: Start, soon: boolean): MenuEntry[] {
  const about = (is: "correct" | "delete" | "primary") => () => start({ is, id: email.emailId });
  const last = { icon: Trash, keys: "Del", danger: true, reason: deleteReason(page, email), testid: "email-delete", run: about("delete") };
  if (!email.verified) {
    return [
      ...(session.serves("Email:verifyEmailCode") ? [{ label: m.emails_enter_code_dots(), icon: Key, testid: "email-code", run: () => start({ is: "code", id: email.emailId }) }] : []),
      { label: m.emails_send_again(), icon: Refresh, reason: resendReason(soon), testid: "email-resend", run: () => void resend(page, email, start) },
      { label: m.emails_correct_dots(), icon: Pencil, reason: session.reason("Email:updateEmail"), testid: "email-correct", run: about("correct") },
      "line",
      { ...last, label: m.emails_withdraw_dots() },
    ];
  }
  return [
    ...(isPrimary(page, email)
      ? []
      : [{ label: m.emails_make_primary_dots(), icon: Star, reason: session.reason("SystemNotification:setSystemNotification"), testid: "email-primary", run: about("primary") }]),
    { label: m.emails_send_test(), icon: Send, reason: session.reason("Email:sendTestEmail"), testid: "email-test", run: () => void sendTest(email) },
    "line",
    { ...last, label: m.emails_delete_dots() },
  ];
}

function resendReason(soon: boolean): string | undefined {
  if (!session.serves("Email:resendAddEmailToken")) return session.reason("Email:issueAddEmailToken");
  return session.reason("Email:resendAddEmailToken") ?? (soon ? m.emails_resend_soon() : undefined);
}

/** Who could be primary, and what they would lose. */
export function primaryMenu(page: EmailsPage, start: Start): MenuEntry[] {
  const entries = offered("primary", page.emails ?? [], page.holders).map((email): MenuEntry => {
    const roles = page.rolesOf(email.emailId).filter((role) => role !== "primary");
    const now = isPrimary(page, email);
    return {
      label: email.email, icon: Mail, checked: now, testid: `primary-${email.email}`,
      ...(roles.length > 0 && { under: m.emails_has_now({ roles: roleNames(roles) }) }),
      run: () => { if (!now) start({ is: "primary", id: email.emailId }); },
    };
  });
  const add: MenuEntry = { label: m.emails_add_dots(), icon: Plus, reason: addReason(page.full), testid: "primary-add", run: () => start({ is: "add" }) };
  return [{ head: m.emails_choose_primary() }, ...entries, "line", add];
}
