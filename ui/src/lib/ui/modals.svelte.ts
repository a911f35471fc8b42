// How many dialogs are open. While there is one, the window behind them is inert.

import { untrack } from "svelte";

class Modals {
  #open = $state(0);

  get any(): boolean {
    return this.#open > 0;
  }

  /** Says that a dialog is there; call what it returns when it is gone. */
  enter(): () => void {
    // an effect that enters must not depend on who else is there
    untrack(() => (this.#open += 1));
    return () => untrack(() => (this.#open -= 1));
  }
}

export const modals = new Modals();
