// The one rule for where an error is shown: at its field; else in the form or dialog that asked; else in a toast. Never twice.
import { failure, type Failure } from "../backend";
import { m } from "../i18n.svelte";
import { toasts } from "../ui/toasts.svelte";
import { placeOf } from "./place";

/** What went wrong, and why somebody may not, where that was told. */
const worded = ({ message, detail }: Failure): string => (detail?.because ? [message, detail.because].join(m.server_sentence_gap()) : message);

/** The errors of one form or dialog. */
export class Trouble {
  #fields: readonly string[];
  #at = $state<Record<string, string>>({});
  #general = $state<Failure>();

  /** `fields` are those that have a place for an error, by their name in the request. */
  constructor(...fields: string[]) {
    this.#fields = fields;
  }

  /** The error of a field. */
  at(field: string): string | undefined {
    return this.#at[field];
  }
  /** What belongs to no field. */
  get general(): Failure | undefined {
    return this.#general;
  }
  get message(): string | undefined {
    return this.#general && worded(this.#general);
  }
  get any(): boolean {
    return this.#general !== undefined || Object.keys(this.#at).length > 0;
  }

  set(field: string, message: string): void {
    this.#at = { ...this.#at, [field]: message };
  }
  clear(field?: string): void {
    if (field === undefined) this.#at = {};
    else if (field in this.#at) this.#at = Object.fromEntries(Object.entries(this.#at).filter(([name]) => name !== field));
    this.#general = undefined;
  }
  /** Puts what was thrown where it belongs. */
  take(thrown: unknown): Failure {
    const error = failure(thrown);
    const place = placeOf(error, this.#fields);
    if (place.at === "field") this.set(place.field, error.message);
    else if (place.at === "form") this.#general = error;
    return error;
  }
}

/** For an error that no form and no dialog asked for. */
export function toast(thrown: unknown): void {
  const error = failure(thrown);
  if (placeOf(error, []).at === "nowhere") return;
  const said = worded(error);
  toasts.trouble(error.incident ? `${said} ${m.shell_reference({ incident: error.incident })}` : said);
}
