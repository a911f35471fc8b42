// Mail to a user's contact address that somebody sends without a dialog: the code again, an invitation, a reset link.
import { callPublic } from "$lib/backend";
import type { Contact, User } from "$lib/contract";
import { m } from "$lib/i18n.svelte";
import { saySent } from "$lib/mail/sent";
import { ask } from "$lib/state/ask";
import { session } from "$lib/state/session.svelte";
import { shell } from "$lib/state/shell.svelte";
import { toast } from "$lib/state/trouble.svelte";
import { toasts } from "$lib/ui/toasts.svelte";

const of = ({ userName }: Pick<User, "userName">) => ({ operatorId: session.operatorId, userName });

/** Sends something, and says what came of it. */
async function send(onItsWay: string, email: string, what: () => Promise<unknown>, onchanged?: () => Promise<void>): Promise<void> {
  try {
    await what();
    void saySent(onItsWay, email);
    await onchanged?.();
  } catch (error) {
    toast(error);
  }
}

/** Sends the code to an address that is not confirmed yet. */
export const resend = (user: User, email: string, onchanged: () => Promise<void>) =>
  send(m.emails_sent_again({ email }), email, () => ask("User:resendContactToken", of(user)), onchanged);

/** Stands for an address that lost whoever stood for it. One that nobody has confirmed yet is sent a code again. */
export async function setAgain(user: User, { email, verified }: Contact, onchanged: () => Promise<void>): Promise<void> {
  const set = () => ask("User:setUserContact", { ...of(user), email });
  if (!verified) return send(m.contact_set_done({ email }), email, set, onchanged);
  try {
    await set();
    toasts.show(m.contact_again_done({ email }));
    await onchanged();
  } catch (error) {
    toast(error);
  }
}

export const invite = (user: User, email: string, onchanged: () => Promise<void>) =>
  send(m.contact_invited({ email }), email, () => ask("User:inviteUser", of(user)), onchanged);

/** What the user could ask for at the sign-in, too. */
export async function sendResetLink(user: User, email: string): Promise<void> {
  const connection = shell.current;
  if (connection) await send(m.contact_reset_sent({ email }), email, () => callPublic(connection.id, "Auth:issueUserPasswordResetToken", of(user)));
}
