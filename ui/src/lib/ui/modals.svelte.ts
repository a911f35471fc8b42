// How many dialogs are open. While there is one, the window behind them is inert; afterwards the focus goes back.

import { tick, untrack } from "svelte";

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

/** Gives the focus back after a dialog: to who had it, else to what the page names for that, else to the content, so that keys never act on nothing. */
export async function giveBack(to: Element | null): Promise<void> {
  await tick();
  if (document.activeElement !== document.body && document.activeElement !== null) return;
  const content = document.querySelector<HTMLElement>('[data-region="content"]');
  const had = to instanceof HTMLElement && to.isConnected && to !== document.body ? to : content?.querySelector<HTMLElement>("[data-home]");
  (had ?? content)?.focus();
}
