// The time until the shell tries a server again, counted down. It stands still in a hidden window.
import { countdown } from "../time";

/** Whole seconds from now on; never less than none. */
export const secondsUntil = (atMs: number, nowMs: number) => Math.max(0, Math.ceil((atMs - nowMs) / 1000));

export class NextTry {
  #left = $state(0);

  /** Create it while a component sets up. */
  constructor(at: () => number | undefined) {
    $effect(() => {
      const atMs = at();
      if (atMs === undefined) return;
      let timer: ReturnType<typeof setInterval> | undefined;
      const step = () => (this.#left = secondsUntil(atMs, Date.now()));
      const follow = () => {
        clearInterval(timer);
        if (document.hidden) return;
        step();
        timer = setInterval(step, 1000);
      };
      follow();
      document.addEventListener("visibilitychange", follow);
      return () => {
        clearInterval(timer);
        document.removeEventListener("visibilitychange", follow);
      };
    });
  }

  /** It is being tried, or about to be. */
  get due(): boolean {
    return this.#left === 0;
  }
  /** "0:12" */
  get clock(): string {
    return countdown(this.#left);
  }
}
