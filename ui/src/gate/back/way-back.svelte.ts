// Somebody who forgot a password: whose it is, what was asked for, and the code with the new password. What is answered never
// tells whether there is such an address or user, so nothing here says it either.
import * as backend from "$lib/backend";
import type { Connection } from "$lib/backend";
import { fullTime, m } from "$lib/i18n.svelte";
import { serves } from "$lib/state/operations";
import { Pause } from "$lib/state/pause.svelte";
import { Trouble } from "$lib/state/trouble.svelte";
import { looksLikeEmail, operatorIdOf } from "../check";

export type Step = "ask" | "code" | "mailbox" | "begun";
/** Whose password it is. */
export interface Whose {
  sam: boolean;
  email: string;
  operatorId: string;
  userName: string;
}

/** Between two mails that somebody asks for, in milliseconds. */
const AGAIN_MS = 60_000;
export const CODE_LENGTH = 8;

export class WayBack {
  step = $state<Step>("ask");
  code = $state("");
  password = $state("");
  busy = $state(false);
  /** A mail was asked for just now; else the code is there already. */
  asked = $state(false);
  /** From when on the next mail can be asked for, UNIX milliseconds. */
  againMs = $state(0);
  /** Mail gets out without anybody setting up a mail server; a server that does not tell is not accused of anything. */
  sends = $state(true);
  readonly trouble = new Trouble("email", "operatorId", "userName", "code", "password");
  readonly pause = new Pause();
  readonly #connection: () => Connection;
  readonly #whose: () => Whose;

  constructor(connection: () => Connection, whose: () => Whose) {
    this.#connection = connection;
    this.#whose = whose;
  }

  /** The server takes a mail's code; one of another make only its link. */
  get codes(): boolean {
    return serves(this.#connection(), "Auth:verifyPasswordResetCode");
  }
  get throughRecovery(): boolean {
    return !this.#whose().sam && serves(this.#connection(), "Auth:issueRecoveryToken");
  }
  /** Nothing gets out: on this computer that is certain, on a server the account may have a mail server of its own. */
  get unsent(): boolean {
    return !this.sends && this.#connection().kind === "local";
  }

  /** Looks whether mail gets out. Somebody may set up a mail server meanwhile, so each mail that is asked for looks again. */
  async look(): Promise<void> {
    const connection = this.#connection();
    if (!serves(connection, "Server:getServer")) return;
    try {
      this.sends = (await backend.callPublic(connection.id, "Server:getServer", {})).mail;
    } catch {
      // what was known before still holds
    }
  }

  show(step: Step): void {
    this.trouble.clear();
    this.pause.clear();
    this.step = step;
  }
  /** One step back; false from the first one. */
  back(): boolean {
    const to: Record<Step, Step | undefined> = { ask: undefined, code: "ask", mailbox: "ask", begun: "mailbox" };
    const step = to[this.step];
    if (step) this.show(step);
    return step !== undefined;
  }
  /** A code that is there already: whose is it? */
  haveCode(): void {
    if (!this.#complete()) return;
    this.asked = false;
    this.show("code");
  }

  /** Asks for a mail with a code and a link. */
  async send(): Promise<boolean> {
    const { sam, email, userName } = this.#whose();
    const done = await this.#try(() =>
      sam
        ? backend.callPublic(this.#connection().id, "Auth:issueUserPasswordResetToken", { operatorId: this.#operatorId, userName: userName.trim() })
        : backend.callPublic(this.#connection().id, "Auth:issuePasswordResetToken", { email: email.trim() }),
    );
    if (!done) return false;
    this.asked = true;
    this.againMs = Date.now() + AGAIN_MS;
    this.show("code");
    return true;
  }
  /** Asks for a mail to the recovery address, which opens later. */
  async sendToRecovery(): Promise<void> {
    const done = await this.#try(() => backend.callPublic(this.#connection().id, "Auth:issueRecoveryToken", { email: this.#whose().email.trim() }));
    if (!done) return;
    this.show("begun");
  }

  /** Sets the new password. True when it is set. */
  async verify(): Promise<boolean> {
    this.trouble.clear();
    if (this.code.length < CODE_LENGTH) this.trouble.set("code", m.back_code_short());
    if (this.password === "") this.trouble.set("password", m.gate_password_new_missing());
    if (this.busy || this.pause.on || this.trouble.any) return false;
    const { sam, email, userName } = this.#whose();
    const whose = sam ? { operatorId: this.#operatorId, userName: userName.trim() } : { email: email.trim() };
    this.busy = true;
    try {
      await backend.callPublic(this.#connection().id, "Auth:verifyPasswordResetCode", { ...whose, code: this.code, password: this.password });
      return true;
    } catch (error) {
      this.#refused(backend.failure(error));
      return false;
    } finally {
      this.busy = false;
    }
  }

  #refused(failure: backend.Failure): void {
    if (this.pause.take(failure)) return;
    const { opensDateTime, triesLeft } = failure.detail ?? {};
    if (failure.code === "token_not_open" && opensDateTime !== undefined) this.trouble.take({ code: failure.code, message: m.back_not_open({ when: fullTime(opensDateTime) }) });
    else if (failure.code === "weak_password") this.trouble.take({ ...failure, field: "password" });
    else this.trouble.take(failure);
    const at = this.trouble.at("code");
    if (at !== undefined && triesLeft !== undefined && triesLeft > 0) {
      this.trouble.set("code", [at, triesLeft === 1 ? m.back_tries_left_one() : m.back_tries_left({ tries: triesLeft })].join(m.server_sentence_gap()));
    }
  }
  async #try(ask: () => Promise<unknown>): Promise<boolean> {
    if (this.busy || this.pause.on || !this.#complete()) return false;
    this.busy = true;
    try {
      await ask();
      void this.look();
      return true;
    } catch (error) {
      const failure = backend.failure(error);
      if (!this.pause.take(failure)) this.trouble.take(failure);
      return false;
    } finally {
      this.busy = false;
    }
  }
  #complete(): boolean {
    const { sam, email, operatorId, userName } = this.#whose();
    this.trouble.clear();
    if (!sam && email.trim() === "") this.trouble.set("email", m.gate_email_missing());
    else if (!sam && !looksLikeEmail(email)) this.trouble.set("email", m.gate_email_shape());
    if (sam && operatorIdOf(operatorId) === undefined) this.trouble.set("operatorId", operatorId.trim() === "" ? m.server_operator_id_missing() : m.gate_operator_id_shape());
    if (sam && userName.trim() === "") this.trouble.set("userName", m.gate_username_missing());
    return !this.trouble.any;
  }
  get #operatorId(): string {
    const { operatorId } = this.#whose();
    return operatorIdOf(operatorId) ?? operatorId;
  }
}
