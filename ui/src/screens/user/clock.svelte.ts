// The time that screens show moments against: moves every half minute, and stands while the window is hidden.

const STEP_MS = 30_000;

export class Clock {
  /** UNIX seconds. */
  now = $state(Date.now() / 1000);

  /** Create it while a component sets up. */
  constructor() {
    $effect(() => {
      let timer: ReturnType<typeof setInterval> | undefined;
      const step = () => (this.now = Date.now() / 1000);
      const follow = () => {
        clearInterval(timer);
        if (document.hidden) return;
        step();
        timer = setInterval(step, STEP_MS);
      };
      follow();
      document.addEventListener("visibilitychange", follow);
      return () => {
        clearInterval(timer);
        document.removeEventListener("visibilitychange", follow);
      };
    });
  }
}
