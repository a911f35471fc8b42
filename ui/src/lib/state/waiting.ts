// Changes that are under way, so that somebody who does not want to wait any longer can say so.

const underWay = new Set<AbortController>();

/** Begins a change: a signal that says when nobody waits for it, and what to call at its end. */
export function waitFor(): { signal: AbortSignal; end: () => void } {
  const stop = new AbortController();
  underWay.add(stop);
  return { signal: stop.signal, end: () => underWay.delete(stop) };
}

/** Nobody waits for what is under way. Whether it still happens is for the server to say. */
export function stopWaiting(): void {
  for (const stop of underWay) stop.abort();
}
