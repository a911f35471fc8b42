// "Slow" as people feel it: true once something has lasted longer than a moment, so nothing flashes.

/** Nothing is shown before this many milliseconds. */
export const MOMENT = 150;
/** After this many somebody may want to give up. */
export const LONG = 5000;

/** Follows a condition, 150 ms (or another time) behind its beginning and at once at its end. Create it while a component sets up. */
export class Slow {
  #on = $state(false);

  constructor(busy: () => boolean, after = MOMENT) {
    $effect(() => {
      if (!busy()) {
        this.#on = false;
        return;
      }
      const timer = setTimeout(() => (this.#on = true), after);
      return () => clearTimeout(timer);
    });
  }

  get on(): boolean {
    return this.#on;
  }
}
