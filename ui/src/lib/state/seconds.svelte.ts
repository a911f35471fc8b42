// The time, second by second, for as long as something in a list counts it down. It stands still in a hidden window.
import { whileSeen } from "./seen";

const STEP_MS = 1000;

export class Seconds {
  /** UNIX seconds. */
  now = $state(Date.now() / 1000);

  /** Create it while a component sets up; it moves while `counts` says so. */
  constructor(counts: () => boolean) {
    $effect(() => (counts() ? whileSeen(() => (this.now = Date.now() / 1000), STEP_MS) : undefined));
  }
}
