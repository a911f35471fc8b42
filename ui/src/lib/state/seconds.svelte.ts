// The time, second by second, for as long as something counts it down. It stands still in a hidden window.

export class Seconds {
  /** UNIX seconds. */
  now = $state(Date.now() / 1000);

  /** Create it while a component sets up; it moves while `counts` says so. */
  constructor(counts: () => boolean) {
    $effect(() => {
      if (!counts()) return;
      let timer: ReturnType<typeof setInterval> | undefined;
      const step = () => (this.now = Date.now() / 1000);
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
}
