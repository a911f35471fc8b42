// Mail to a user's contact address that somebody sends without a dialog: the code again, an invitation, a reset link.
import { callPublic } from "$lib/backend";
import type { User } from "$lib/contract";
import { m } from "$lib/i18n.svelte";
import { ask } from "$lib/state/ask";
import { session } from "$lib/state/session.svelte";
import { shell } from "$lib/state/shell.svelte";
import { toast } from "$lib/state/trouble.svelte";
import { toasts } from "$lib/ui/toasts.svelte";

const of = ({ userName }: Pick<User, "userName">) => ({ operatorId: session.operatorId, userName });

/** Sends the code to an address that is not confirmed yet. */
export async function resend(user: User, email: string, onchanged: () => Promise<void>): Promise<void> {
  try {
    await ask("User:resendContactToken", of(user));
    toasts.show(m.contact_resent({ email }));
    await onchanged();
  } catch (error) {
    toast(error);
  }
}

export async function invite(user: User, email: string, onchanged: () => Promise<void>): Promise<void> {
  try {
    await ask("User:inviteUser", of(user));
    toasts.show(m.contact_invited({ email }));
    await onchanged();
  } catch (error) {
    toast(error);
  }
}

/** What the user could ask for at the sign-in, too. */
export async function sendResetLink(user: User, email: string): Promise<void> {
  const connection = shell.current;
  if (!connection) return;
  try {
    await callPublic(connection.id, "Auth:issueUserPasswordResetToken", of(user));
    toasts.show(m.contact_reset_sent({ email }));
  } catch (error) {
    toast(error);
  }
}
