// How keys are written on this platform. Knows names of keys, not what they do.

/** True where Ctrl is ⌘. */
export const isMac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);

const MAC: Record<string, string> = { Ctrl: "⌘", Alt: "⌥", Shift: "⇧" };
const SIGNS: Record<string, string> = { Enter: "↵", Up: "↑", Down: "↓", Left: "←", Right: "→", Comma: "," };

/** "Ctrl K" as it is printed on a key cap here: "Ctrl K" or "⌘K". */
export function keyLabel(keys: string, mac = isMac): string {
  const parts = keys.split(" ").map((key) => SIGNS[key] ?? (mac ? (MAC[key] ?? key) : key));
  return parts.join(mac ? "" : " ");
}
