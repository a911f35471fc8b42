// The time that screens show moments against: moves every half minute, and stands while the window is hidden.
import { whileSeen } from "$lib/state/seen";

const STEP_MS = 30_000;

export class Clock {
  /** UNIX seconds. */
  now = $state(Date.now() / 1000);

  /** Create it while a component sets up. */
  constructor() {
    $effect(() => whileSeen(() => (this.now = Date.now() / 1000), STEP_MS));
  }
}
