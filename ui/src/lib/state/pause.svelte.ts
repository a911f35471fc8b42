// A pause after too many tries, counted down. It stands still in a hidden window and is right again when that is shown.
import type { Failure } from "../backend";
import { m } from "../i18n.svelte";
import { countdown } from "../time";

/** What is read out is not every second: the beginning, one minute left, and the end. */
export function announces(left: number, begin: boolean): boolean {
  return begin || left === 60 || left === 0;
}

export class Pause {
  #until = $state(0);
  #left = $state(0);
  #said = $state("");
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Nobody can sign in right now. */
  get on(): boolean {
    return this.#left > 0;
  }
  /** "4:59" */
  get clock(): string {
    return countdown(this.#left);
  }
  /** For a polite live region. */
  get said(): string {
    return this.#said;
  }

  /** Begins when the error says so, be it the wrong try that brought the pause or one during it; true when it did. */
  take(error: Failure): boolean {
    const seconds = error.detail?.retryAfterSeconds ?? 0;
    if (seconds <= 0) return false;
    this.#until = Date.now() + seconds * 1000;
    this.#tick(true);
    this.stop();
    this.#timer = setInterval(() => document.visibilityState === "visible" && this.#tick(false), 1000);
    return true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Somebody else signs in: the pause was not theirs. */
  clear(): void {
    this.stop();
    this.#left = 0;
    this.#said = "";
  }

  #tick(begin: boolean): void {
    const left = Math.max(0, Math.ceil((this.#until - Date.now()) / 1000));
    this.#left = left;
    if (announces(left, begin)) this.#said = left === 0 ? m.shell_pause_over() : m.shell_paused({ clock: countdown(left) });
    if (left === 0) this.stop();
  }
}
