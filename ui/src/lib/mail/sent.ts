// What is said after a message was sent: whether it is on its way, or where it waits.
import type { MailStanding } from "../contract";
import { m } from "../i18n.svelte";
import { mail } from "../state/mail.svelte";
import { session } from "../state/session.svelte";
import { toasts } from "../ui/toasts.svelte";

/** `onItsWay` is what is said where mail gets out. `reads`: whoever sent it can read it in the outbox, else the owner can. */
export function sentWords(onItsWay: string, email: string, standing: Pick<MailStanding, "through" | "trouble"> | undefined, reads: boolean, owner: string): string {
  if (standing?.through === "none") return reads ? m.mail_waits_read({ email }) : m.mail_waits_ask({ email, owner });
  return standing?.trouble ? m.mail_waits_trouble({ email }) : onItsWay;
}

/** Says it. Looks first how mail stands: what was known may be from before. */
export async function saySent(onItsWay: string, email: string): Promise<void> {
  await mail.load();
  toasts.show(sentWords(onItsWay, email, mail.standing, mail.readable, session.owner));
}
