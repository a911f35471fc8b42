// Whether the server of the current account came back: screens read again what they show, forms keep what is in them.
import { untrack } from "svelte";
import { isDown } from "./paused";
import { shell } from "./shell.svelte";

class Returns {
  /** Counts; whoever reads it hears of the next one. */
  count = $state(0);
  #connection = "";
  #down = false;

  /** Looks at what the shell says now. */
  follow(): void {
    const { id, server } = shell.current ?? {};
    const down = isDown(server?.reach);
    if (id === this.#connection && this.#down && !down) this.count += 1;
    [this.#connection, this.#down] = [id ?? "", down];
  }
}

export const returns = new Returns();

/** Calls each time a server that could not be talked to is back. Use it while a component sets up. */
export function onReturn(then: () => void): void {
  const before = untrack(() => returns.count);
  let seen = before;
  $effect(() => {
    if (returns.count === seen) return;
    seen = returns.count;
    untrack(then);
  });
}
