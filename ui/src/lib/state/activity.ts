// Tells the shell that somebody is there, at most every ten seconds.
import * as backend from "../backend";

export const EVERY_MS = 10_000;

export function watchActivity(target: Window): () => void {
  let last = 0;
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
