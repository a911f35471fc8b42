// The link out of a mail that somebody opened: what it does, and what came of it. The token stays in the shell; the result stays
// here until it was read, though the shell has forgotten the link by then.
import * as backend from "$lib/backend";
import type { PendingMail } from "$lib/backend";
import type { MailToken } from "$lib/contract";
import { m } from "$lib/i18n.svelte";
import { router } from "$lib/state/router.svelte";
import { shell } from "$lib/state/shell.svelte";
import { Trouble } from "$lib/state/trouble.svelte";
import { setsPassword } from "./words";

/** Names that the sign-in form begins with after a link has set somebody's password. */
export interface SignInNames {
  connection: string;
  email?: string;
  userName?: string;
}

/** The link is of no more use. */
const OVER = ["bad_token", "token_expired", "beyond_own_rights", "link_unusable", "link_elsewhere", "unknown_connection"];

class Opened {
  /** What it does; undefined until the account has said so. */
  about = $state.raw<MailToken>();
  /** Why it cannot be used, or not be looked at for the moment. */
  failed = $state.raw<backend.Failure>();
  /** What was done, until it was read. */
  done = $state.raw<MailToken>();
  password = $state("");
  busy = $state(false);
  names = $state.raw<SignInNames>();
  readonly trouble = new Trouble("password");
  #asked: number | undefined;
  #connection: string | undefined;

  get pending(): PendingMail | undefined {
    return shell.state?.pendingMail;
  }
  /** There is something to show. */
  get shown(): boolean {
    return this.pending !== undefined || this.busy || this.done !== undefined;
  }

  /** It is being looked at: nobody knows yet what it does. */
  get looking(): boolean {
    return this.pending !== undefined && !this.about && !this.failed && !this.done;
  }
  /** It could not be looked at, which says nothing of the link: another try may end otherwise. */
  get retries(): boolean {
    return this.failed !== undefined && !OVER.includes(this.failed.code);
  }

  /** Looks what the link does that is there now; the newest one takes an older one's place. */
  async look(): Promise<void> {
    const { pending } = this;
    if (!pending || this.busy) return;
    if (this.#asked !== pending.number) this.#clear();
    this.#asked = pending.number;
    this.#connection = pending.connection;
    this.failed = undefined;
    if (pending.problem) {
      this.failed = pending.problem;
      return;
    }
    try {
      const about = await backend.mailToken(pending.number);
      if (this.#asked === pending.number) [this.about, this.failed] = [about, undefined];
    } catch (error) {
      if (this.#asked === pending.number) this.failed = backend.failure(error);
    }
  }

  /** The person pressed the button. */
  async use(): Promise<void> {
    const { about, pending } = this;
    if (!about || !pending || this.busy) return;
    this.trouble.clear();
    const password = setsPassword(about);
    if (password && this.password === "") return this.trouble.set("password", m.back_link_password_missing());
    this.busy = true;
    try {
      const state = await backend.useMailToken(pending.number, password ? this.password : null);
      this.done = about;
      shell.apply(state);
    } catch (error) {
      const failure = backend.failure(error);
      // nothing that is typed again would help
      if (OVER.includes(failure.code)) this.failed = failure;
      else this.trouble.take(failure.code === "weak_password" ? { ...failure, field: "password" } : failure);
    } finally {
      this.busy = false;
    }
  }

  /** Not now, or it cannot be used, or what was done was read. */
  async close(): Promise<void> {
    if (this.busy) return;
    const { pending, done } = this;
    if (done) this.#goOn(done);
    this.#clear();
    if (pending) await shell.do(backend.forgetMailToken(pending.number)).catch(() => undefined);
  }

  /** After a password comes the sign-in with it. */
  #goOn(done: MailToken): void {
    if (!setsPassword(done) || !this.#connection) return;
    this.names = { connection: this.#connection, ...(done.userName === undefined ? done.purpose === "resetPassword" ? { email: done.email } : {} : { userName: done.userName }) };
    router.set({ way: undefined, as: done.userName === undefined ? "root" : "sam" });
  }
  #clear(): void {
    this.#asked = undefined;
    [this.about, this.failed, this.done] = [undefined, undefined, undefined];
    this.password = "";
    this.trouble.clear();
  }
}

export const opened = new Opened();
