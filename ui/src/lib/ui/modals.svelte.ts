// How many dialogs are open. While there is one, the window behind them is inert.

class Modals {
  #open = $state(0);

  get any(): boolean {
    return this.#open > 0;
  }

  /** Says that a dialog is there; call what it returns when it is gone. */
  enter(): () => void {
    this.#open += 1;
    return () => (this.#open -= 1);
  }
}

export const modals = new Modals();
