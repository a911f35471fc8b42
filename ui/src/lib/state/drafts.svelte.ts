// Unsaved edits over a lock or an expired session: kept in the shell's memory, given back only to the same person.
import * as backend from "../backend";
import { shell } from "./shell.svelte";

class Drafts {
  #kept = $state<Record<string, string>>({});
  #mine = new Map<string, string>();
  #person = "";

  /** How many edits are not saved. */
  count = $state(0);

  /** Keeps an edit; the newest text of a key counts. Undefined: it was saved or given up. */
  keep(key: string, text: string | undefined): void {
    if (text === undefined) this.#mine.delete(key);
    else this.#mine.set(key, text);
    this.count = this.#mine.size;
    const connection = shell.current;
    if (connection) void backend.keepDraft(connection.id, key, text ?? "").catch(() => undefined);
  }

  /** Takes an edit that came back after signing in again; each is given once. */
  take(key: string): string | undefined {
    const text = this.#kept[key];
    if (text !== undefined) this.#kept = Object.fromEntries(Object.entries(this.#kept).filter(([name]) => name !== key));
    return text === "" ? undefined : text;
  }

  /** An edit of this sign-in that was left without saving, such as by going to another page. */
  mine(key: string): string | undefined {
    return this.#mine.get(key);
  }

  /** Asks the shell for what it kept; called once per sign-in, before screens are shown. */
  async load(): Promise<void> {
    const connection = shell.current;
    this.#kept = connection ? await backend.takeDrafts(connection.id).catch(() => ({})) : {};
  }

  /** Forgets them when somebody else, or nobody, is signed in; a lock or an expired session keeps them. */
  follow(): void {
    const connection = shell.current;
    const person = connection?.who ? `${connection.id} ${connection.who.userName ?? ""}` : "";
    if (person !== this.#person) this.forget();
    this.#person = person;
  }

  /** Somebody else is here now. */
  forget(): void {
    this.#kept = {};
    this.#mine.clear();
    this.count = 0;
  }
}

export const drafts = new Drafts();
