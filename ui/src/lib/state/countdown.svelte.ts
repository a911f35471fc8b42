// The time until a moment, counted down. It stands still in a hidden window and is right again when that is shown.
import { untrack } from "svelte";
import { countdown } from "../time";
import { whileSeen } from "./seen";

const STEP_MS = 1000;
const MINUTE = 60;

/** Whole seconds from now on; never less than none. */
export const secondsUntil = (atMs: number, nowMs: number) => Math.max(0, Math.ceil((atMs - nowMs) / 1000));

/** Not every second is read out: one minute left, and the end. */
export const isTold = (before: number, left: number) => left < before && ((before > MINUTE && left <= MINUTE) || left === 0);

export class Countdown {
  #left = $state(0);
  #said = $state("");

  /** Create it while a component sets up. `words` say for a live region what is left; at its beginning only if `begins`. */
  constructor(at: () => number | undefined, words?: (left: number) => string, begins = true) {
    const step = (atMs: number, begin: boolean) => {
      const left = secondsUntil(atMs, Date.now());
      const told = begin ? begins : isTold(this.#left, left);
      this.#left = left;
      if (words && told) this.#said = words(left);
    };
    const first = untrack(at);
    if (first !== undefined) this.#left = secondsUntil(first, Date.now());
    $effect(() => {
      const atMs = at();
      return untrack(() => {
        this.#said = "";
        if (atMs === undefined) {
          this.#left = 0;
          return undefined;
        }
        step(atMs, true);
        return whileSeen(() => step(atMs, false), STEP_MS);
      });
    });
  }

  /** Whole seconds. */
  get left(): number {
    return this.#left;
  }
  /** The moment has come, or there is none. */
  get over(): boolean {
    return this.#left === 0;
  }
  /** "9:12" */
  get clock(): string {
    return countdown(this.#left);
  }
  /** What is left in words: at the beginning unless that is silent, with one minute to go, and at the end. */
  get said(): string {
    return this.#said;
  }
}
