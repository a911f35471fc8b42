// What a button says after it has copied something, for a moment.
import { copyText } from "../backend";
import { toast } from "./trouble.svelte";

const SAID_MS = 2500;

export class Copied {
  /** What was copied last; empty again after a moment. */
  what = $state("");
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Copies a text; a secret one leaves the clipboard again after a minute. */
  async copy(what: string, text: string, secret = false): Promise<void> {
    try {
      await copyText(text, secret);
      this.what = what;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => (this.what = ""), SAID_MS);
    } catch (error) {
      toast(error);
    }
  }
}
