// Tells the shell that somebody is there, at most every ten seconds.
import * as backend from "../backend";

export const EVERY_MS = 10_000;
/** Somebody who did nothing for so long has gone. */
const THERE_MS = 10 * 60_000;

let last = 0;

/** Somebody is at the window: what looks by itself goes on, and keeps no session awake that nobody uses. */
export const isThere = () => Date.now() - last < THERE_MS;

export function watchActivity(target: Window): () => void {
  last = 0;
  const seen = () => {
    const now = Date.now();
    if (now - last < EVERY_MS) return;
    last = now;
    void backend.activity().catch(() => undefined);
  };
  const kinds = ["pointerdown", "pointermove", "keydown", "wheel"] as const;
  for (const kind of kinds) target.addEventListener(kind, seen, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) target.removeEventListener(kind, seen, { capture: true });
  };
}
