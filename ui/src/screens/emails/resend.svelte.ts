// Sending link and code to an address again: when that can be done, and what came of it.
import { failure } from "$lib/backend";
import type { Email } from "$lib/contract";
import { m } from "$lib/i18n.svelte";
import { ask } from "$lib/state/ask";
import { Countdown } from "$lib/state/countdown.svelte";
import { session } from "$lib/state/session.svelte";
import { Trouble } from "$lib/state/trouble.svelte";
import { toasts } from "$lib/ui/toasts.svelte";
import type { EmailsPage } from "./emails-page.svelte";

export interface Sending {
  page: EmailsPage;
  email: () => Email;
  /** It is on its way. */
  onsent: () => void;
  /** On a server that cannot resend: the address is added once more. */
  onagain: () => void;
}

export class Resend {
  busy = $state(false);
  readonly trouble = new Trouble();
  /** Until the next one can go. */
  readonly next: Countdown;
  /** The server's own word on when that is; UNIX milliseconds. */
  #notBefore = $state(0);
  readonly #sending: Sending;

  /** Create it while a component sets up. */
  constructor(sending: Sending) {
    this.#sending = sending;
    this.next = new Countdown(() => Math.max((sending.email().pending?.resendDateTime ?? 0) * 1000, this.#notBefore));
  }

  /** A server that cannot is asked to add the address again. */
  get served(): boolean {
    return session.serves("Email:resendAddEmailToken");
  }
  /** Why not now; undefined when it can be sent. */
  get reason(): string | undefined {
    return session.reason(this.served ? "Email:resendAddEmailToken" : "Email:issueAddEmailToken") ?? (this.next.over ? undefined : m.emails_no_mail_in({ clock: this.next.clock }));
  }

  async go(): Promise<void> {
    if (this.busy || this.reason !== undefined) return;
    const { page, email, onsent, onagain } = this.#sending;
    if (!this.served) return onagain();
    const { emailId, email: name } = email();
    this.busy = true;
    this.trouble.clear();
    try {
      await ask("Email:resendAddEmailToken", { operatorId: session.operatorId, emailId });
      await page.look();
      toasts.show(m.emails_sent_again({ email: name }));
      onsent();
    } catch (error) {
      const seconds = failure(error).detail?.retryAfterSeconds;
      if (seconds === undefined) this.trouble.take(error);
      else this.#notBefore = Date.now() + seconds * 1000;
    } finally {
      this.busy = false;
    }
  }
}
