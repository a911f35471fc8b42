// One user's permissions while somebody edits them: as saved, as typed, and what the engine says of both. Shows nothing.
import type { Failure } from "$lib/backend";
import type { DocumentReport, UserPermission } from "$lib/contract";
import { ask } from "$lib/state/ask";
import { drafts } from "$lib/state/drafts.svelte";
import { session } from "$lib/state/session.svelte";
import { diffLines, hunks } from "./diff";

const PAUSE_MS = 250;
/** What somebody without permissions of their own starts from. */
const EMPTY = '{\n  "statements": []\n}\n';

export class PermissionsDraft {
  readonly userName: string;
  /** As stored when it was read; what an edit is based on. */
  saved = $state.raw<UserPermission>();
  /** The stored document, written out. */
  base = $state("");
  /** What the editor holds. */
  text = $state("");
  /** What the engine says of the text; undefined until it has said anything. */
  report = $state.raw<DocumentReport>();
  /** What it says of the stored document. */
  savedReport = $state.raw<DocumentReport>();
  /** The text that `report` is about. */
  #checked = $state<string>();
  /** It could not be read. */
  failed = $state.raw<Failure>();
  /** It could not be checked. */
  unchecked = $state.raw<Failure>();
  /** Somebody else saved in the meantime: their version. */
  conflict = $state.raw<UserPermission>();
  /** An edit came back after a lock or an expired session. */
  restored = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run = 0;
  /** Ends the question about a text that has changed since. */
  #checking = new AbortController();

  constructor(userName: string) {
    this.userName = userName;
  }

  get key(): string {
    return `permissions/${this.userName}`;
  }
  get ready(): boolean {
    return this.saved !== undefined;
  }
  get dirty(): boolean {
    return this.ready && this.text !== this.base;
  }
  /** How many places differ. */
  get changes(): number {
    return hunks(diffLines(this.base, this.text));
  }
  /** How many problems stand in the way. */
  get errors(): number {
    return this.report?.problems.filter((problem) => problem.severity === "error").length ?? 0;
  }
  /** The report is about what the editor holds. */
  get current(): boolean {
    return this.#checked === this.text;
  }

  /** Reads what is stored, and takes up an edit that was left. */
  async load(): Promise<void> {
    this.failed = undefined;
    try {
      const saved = await ask("User:getUserPermission", this.#of);
      await this.#rebase(saved);
      const left = drafts.take(this.key) ?? drafts.mine(this.key);
      this.restored = left !== undefined && left !== this.base;
      this.text = left ?? this.base;
      this.report = left === undefined ? this.savedReport : undefined;
      this.#checked = left === undefined ? this.base : undefined;
      if (left !== undefined) await this.check();
    } catch (error) {
      this.failed = error as Failure;
    }
  }

  /** The text changed: kept at once, checked after a pause. */
  edit(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.restored = false;
    drafts.keep(this.key, this.dirty ? text : undefined);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.check(), PAUSE_MS);
  }

  /** Asks what the text would mean. A later question makes an earlier answer void. */
  async check(): Promise<void> {
    clearTimeout(this.#timer);
    const [run, text] = [++this.#run, this.text];
    this.#checking.abort();
    this.#checking = new AbortController();
    try {
      const report = await this.explain(text, this.#checking.signal);
      if (run !== this.#run) return;
      this.report = report;
      this.#checked = text;
      this.unchecked = undefined;
    } catch (error) {
      if (run === this.#run) this.unchecked = error as Failure;
    }
  }

  /** What a document would mean for this user. */
  explain(document: string, signal?: AbortSignal): Promise<DocumentReport> {
    return ask("Access:explainDocument", { ...this.#of, document }, { signal });
  }

  /** Puts back what is stored. */
  discard(): void {
    this.edit(this.base);
    this.conflict = undefined;
    void this.check();
  }

  /** Saves; a version that is not the stored one any more becomes `conflict`. Rejects with what else went wrong. */
  async save(): Promise<void> {
    try {
      await ask("User:updateUserPermission", { ...this.#of, permission: this.text }, { ifMatch: this.saved?.version });
    } catch (error) {
      if ((error as Failure).code === "stale") this.conflict = await ask("User:getUserPermission", this.#of);
      throw error;
    }
    drafts.keep(this.key, undefined);
    this.conflict = undefined;
    await this.#rebase(await ask("User:getUserPermission", this.#of));
    this.text = this.base;
    await this.check();
  }

  /** Settles a conflict: the text stays as an edit of the newer version, or gives way to it. */
  async settle(mine: boolean): Promise<void> {
    const theirs = this.conflict;
    if (!theirs) return;
    await this.#rebase(theirs);
    this.conflict = undefined;
    if (!mine) this.text = this.base;
    drafts.keep(this.key, this.dirty ? this.text : undefined);
    await this.check();
  }

  /** The language changed: the same again in the other words. */
  async retell(): Promise<void> {
    if (!this.saved) return;
    this.savedReport = await this.explain(this.base).catch(() => this.savedReport);
    await this.check();
  }

  /** The document as it is shown: in the engine's own form where it can be read. */
  async written(saved: UserPermission): Promise<{ text: string; report: DocumentReport }> {
    const text = saved.permission.trim() === "" ? EMPTY : saved.permission;
    const report = await this.explain(text);
    return { text: report.formatted ?? text, report };
  }

  async #rebase(saved: UserPermission): Promise<void> {
    const { text, report } = await this.written(saved);
    this.saved = saved;
    this.base = text;
    this.savedReport = report;
  }

  get #of() {
    return { operatorId: session.operatorId, userName: this.userName };
  }
}
