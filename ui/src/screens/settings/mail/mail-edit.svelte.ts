// How mail is sent while somebody edits it: as saved, as typed, and how the last test went. The password that is typed lives here
// alone and goes with the page. Shows nothing.
import { failure, type Failure } from "$lib/backend";
import type { MailSettings, MailTest, Operations } from "$lib/contract";
import { m } from "$lib/i18n.svelte";
import { ask } from "$lib/state/ask";
import { drafts } from "$lib/state/drafts.svelte";
import { mail } from "$lib/state/mail.svelte";
import { session } from "$lib/state/session.svelte";
import { Trouble } from "$lib/state/trouble.svelte";
import { FIELDS, passwordNeed, portAfter, readTyped, serverOf, typedOf, wrongWith, type Field, type PasswordNeed, type Typed } from "./form";

const KEY = "mail-settings";

export class MailEdit {
  /** As stored when it was read. */
  settings = $state.raw<MailSettings>();
  failed = $state.raw<Failure>();
  #typed = $state.raw<Typed>();
  #password = $state("");
  /** An edit came back that was left without saving. */
  restored = $state(false);
  /** How the last test went; of settings that have changed since only when it failed, for it says what to change. */
  result = $state.raw<MailTest>();
  testing = $state(false);
  saving = $state(false);
  readonly trouble = new Trouble(...FIELDS);

  get ready(): boolean {
    return this.#typed !== undefined;
  }
  get typed(): Typed {
    return this.#typed ?? typedOf(NOTHING);
  }
  get password(): string {
    return this.#password;
  }
  get need(): PasswordNeed {
    return passwordNeed(this.settings ?? NOTHING, this.typed);
  }
  get dirty(): boolean {
    if (!this.settings || !this.ready) return false;
    const saved = typedOf(this.settings);
    if (saved.through !== this.typed.through) return true;
    return this.typed.through === "own" && (this.#password !== "" || JSON.stringify(saved) !== JSON.stringify(this.typed));
  }
  /** The step that the last test failed at. */
  get failedStep() {
    return this.result?.steps.find((step) => step.outcome === "failed");
  }

  /** Reads what is stored; an edit stays, unless it has just been saved. */
  async load(saved = false): Promise<void> {
    try {
      this.settings = await ask("Mail:getMailSettings", { operatorId: session.operatorId });
      this.failed = undefined;
    } catch (error) {
      if (!this.settings) this.failed = failure(error);
      return;
    }
    if (this.dirty && !saved) return;
    const stored = typedOf(this.settings);
    const left = readTyped(drafts.take(KEY) ?? drafts.mine(KEY));
    this.restored = left !== undefined && JSON.stringify(left) !== JSON.stringify(stored);
    this.#typed = left ?? stored;
  }

  change(patch: Partial<Typed>, ...fields: Field[]): void {
    const before = this.typed;
    const port = patch.security ? { port: portAfter(before.port, before.security, patch.security) } : {};
    this.#typed = { ...before, ...port, ...patch };
    this.#changed(...fields);
    drafts.keep(KEY, this.dirty ? JSON.stringify(this.#typed) : undefined);
  }
  set password(text: string) {
    if (text === this.#password) return;
    this.#password = text;
    this.#changed("password");
  }
  discard(): void {
    if (!this.settings) return;
    this.#typed = typedOf(this.settings);
    this.#password = "";
    this.restored = false;
    this.result = undefined;
    this.trouble.clear();
    drafts.keep(KEY, undefined);
  }

  /** A field was left: says at once what is wrong with what was typed into it. */
  look(field: Field): void {
    const wrong = wrongWith(field, this.typed);
    if (wrong !== undefined && this.#written(field)) this.trouble.set(field, wrong);
  }

  /** Tries what is typed, without saving it. False when it is not complete. */
  async test(): Promise<boolean> {
    if (this.testing || !this.#complete()) return !this.trouble.any;
    this.testing = true;
    this.result = undefined;
    try {
      this.result = await ask("Mail:testMailSettings", this.#request);
      if (this.failedStep?.step === "signIn") this.trouble.set("password", m.mailserver_refused_password());
      if (this.failedStep?.step === "connect") this.trouble.set("own.host", m.mailserver_refused_host());
    } catch (error) {
      this.trouble.take(error);
    } finally {
      this.testing = false;
    }
    return true;
  }

  /** Saves what is typed. True when it is saved. */
  async save(): Promise<boolean> {
    if (this.saving || !this.#complete()) return false;
    const [typed, password] = [this.#typed, this.#password];
    return await this.#store(this.#request, () => {
      // what was typed meanwhile is the next edit
      const same = this.#typed === typed && this.#password === password;
      if (same) {
        drafts.keep(KEY, undefined);
        this.#password = "";
      }
      return same;
    });
  }

  /** The owner stands by what is stored: the same again, from the owner. */
  async confirm(): Promise<boolean> {
    if (this.saving || !this.settings) return false;
    this.trouble.clear();
    const { through, own } = this.settings;
    return await this.#store({ operatorId: session.operatorId, through, ...(own && { own }) }, () => false);
  }

  /** `then` says whether what is typed is what was stored. */
  async #store(request: Operations["Mail:updateMailSettings"]["request"], then: () => boolean): Promise<boolean> {
    this.saving = true;
    try {
      await ask("Mail:updateMailSettings", request);
      const saved = then();
      // said wherever mail is sent
      void mail.load();
      await this.load(saved);
      return true;
    } catch (error) {
      this.trouble.take(error);
      return false;
    } finally {
      this.saving = false;
    }
  }

  get #request() {
    const { through } = this.typed;
    return {
      operatorId: session.operatorId, through,
      ...(through === "own" && { own: serverOf(this.typed), ...(this.#password !== "" && this.need !== "none" && { password: this.#password }) }),
    };
  }
  #complete(): boolean {
    this.trouble.clear();
    if (this.typed.through !== "own") return true;
    for (const field of FIELDS) {
      const wrong = wrongWith(field, this.typed);
      if (wrong !== undefined) this.trouble.set(field, wrong);
    }
    if (this.need === "needed" && this.#password === "") this.trouble.set("password", m.mailserver_password_missing());
    return !this.trouble.any;
  }
  #changed(...fields: Field[]): void {
    for (const field of fields) this.trouble.clear(field);
    this.restored = false;
    if (!this.failedStep) this.result = undefined;
  }
  #written(field: Field): boolean {
    const { host, port, senderAddress } = this.typed;
    return ({ "own.host": host, "own.port": port, "own.senderAddress": senderAddress } as Partial<Record<Field, string>>)[field]?.trim() !== "";
  }
}

const NOTHING: MailSettings = { through: "none", serverHasMail: false, hasPassword: false, ownerMustConfirm: false };
