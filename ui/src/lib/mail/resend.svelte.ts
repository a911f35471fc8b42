// Sending link and code to an address again: when that can be done, and what came of it.
import { failure } from "../backend";
import { m } from "../i18n.svelte";
import { Countdown } from "../state/countdown.svelte";
import { Trouble } from "../state/trouble.svelte";
import { saySent } from "./sent";
import type { Confirmable } from "./stand";

export interface Sending {
  /** Sends it, and reads what became of it. */
  send: () => Promise<unknown>;
  /** Why it cannot be sent, but for the pause between two. */
  reason: () => string | undefined;
  /** On a server that cannot send again: what to do instead. */
  instead?: (() => void) | undefined;
}

export class Resend {
  busy = $state(false);
  readonly trouble = new Trouble();
  /** Until the next one can go. */
  readonly next: Countdown;
  /** The server's own word on when that is; UNIX milliseconds. */
  #notBefore = $state(0);
  readonly #email: () => Confirmable;
  readonly #sending: () => Sending;
  readonly #onsent: () => void;

  /** Create it while a component sets up. */
  constructor(email: () => Confirmable, sending: () => Sending, onsent: () => void) {
    [this.#email, this.#sending, this.#onsent] = [email, sending, onsent];
    this.next = new Countdown(() => Math.max((email().pending?.resendDateTime ?? 0) * 1000, this.#notBefore));
  }

  /** A server that cannot is asked for something else. */
  get served(): boolean {
    return this.#sending().instead === undefined;
  }
  /** Why not now; undefined when it can be sent. */
  get reason(): string | undefined {
    return this.#sending().reason() ?? (this.next.over ? undefined : m.emails_no_mail_in({ clock: this.next.clock }));
  }

  async go(): Promise<void> {
    if (this.busy || this.reason !== undefined) return;
    const { send, instead } = this.#sending();
    if (instead) return instead();
    const { email } = this.#email();
    this.busy = true;
    this.trouble.clear();
    try {
      await send();
      void saySent(m.emails_sent_again({ email }), email);
      this.#onsent();
    } catch (error) {
      const seconds = failure(error).detail?.retryAfterSeconds;
      if (seconds === undefined) this.trouble.take(error);
      else this.#notBefore = Date.now() + seconds * 1000;
    } finally {
      this.busy = false;
    }
  }
}
