// Reading keys: one press as text ("Ctrl K"), two after each other ("G U"). Pure, but for the clock that is passed in.

export type Chord = string;

/** A second key counts for this long after the first. */
export const PATIENCE_MS = 1500;

/** One press as text; undefined for a modifier alone. ⌘ counts as Ctrl. */
export function chordOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): Chord | undefined {
  if (["Control", "Meta", "Alt", "Shift", "AltGraph", "Dead", "Process"].includes(event.key)) return undefined;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const shift = event.shiftKey && event.key.length > 1;
  return [(event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt", shift && "Shift", key === " " ? "Space" : key].filter(Boolean).join(" ");
}

/** True where letters are typed: a single-letter shortcut must not act there. */
export function typesText(target: unknown): boolean {
  if (typeof HTMLElement === "undefined" || !(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["button", "checkbox", "radio", "submit", "range"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.closest('[role="menu"], [role="listbox"], [role="combobox"]') !== null;
}

/** Remembers the first key of a sequence. */
export class Chords {
  #first: { chord: Chord; at: number } | undefined;

  /** What a press does, of the things that are possible now. */
  next<S extends { keys: Chord }>(chord: Chord, possible: readonly S[], now = Date.now()): S | undefined {
    const first = this.#first && now - this.#first.at < PATIENCE_MS ? this.#first.chord : undefined;
    this.#first = undefined;
    const found = (first && possible.find((one) => one.keys === `${first} ${chord}`)) || possible.find((one) => one.keys === chord);
    if (!found && possible.some((one) => one.keys.startsWith(`${chord} `))) this.#first = { chord, at: now };
    return found;
  }
}
