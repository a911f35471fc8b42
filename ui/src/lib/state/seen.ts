// What is done again and again, but only for somebody who looks: a hidden window has no timers.

/** Calls at once, then every so many milliseconds while the window is seen. Returns what ends it. */
export function whileSeen(step: () => void, everyMs: number): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const follow = () => {
    clearInterval(timer);
    if (document.hidden) return;
    step();
    timer = setInterval(step, everyMs);
  };
  follow();
  document.addEventListener("visibilitychange", follow);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", follow);
  };
}

/** The same for what has to be asked for: not again before the answer is here, and a failure is nobody's trouble. */
export function askWhileSeen(look: () => Promise<unknown>, everyMs: number): () => void {
  let asking = false;
  const step = async () => {
    if (asking) return;
    asking = true;
    await look().catch(() => undefined);
    asking = false;
  };
  return whileSeen(() => void step(), everyMs);
}
