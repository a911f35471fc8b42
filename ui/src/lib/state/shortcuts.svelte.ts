// Keys that work anywhere in the window. Screens add theirs while they are shown; a dialog silences all but its own.
import { untrack } from "svelte";
import { modals } from "../ui/modals.svelte";
import { preferences } from "./preferences.svelte";
import { Chords, chordOf, typesText, type Chord } from "./chords";

export interface Shortcut {
  /** "Ctrl K", "G U", "/", "F6". */
  keys: Chord;
  /** What it does, for the list of all shortcuts; absent: not listed. */
  label?: string;
  /** Works while a field has the focus, too. */
  always?: boolean;
  run: () => void;
}

class Shortcuts {
  // raw: a list is taken away again by its identity, which a proxy would not keep
  #sets = $state.raw<Shortcut[][]>([]);
  #chords = new Chords();

  /** Everything that works now, later ones first. */
  get all(): Shortcut[] {
    return this.#sets.toReversed().flat();
  }

  /** Adds keys; call what it returns to take them away again. */
  add(...list: Shortcut[]): () => void {
    // an effect that adds keys must not run again because keys were added
    untrack(() => (this.#sets = [...this.#sets, list]));
    return () => untrack(() => (this.#sets = this.#sets.filter((one) => one !== list)));
  }

  /** The window's one key listener. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || modals.any) return;
    // inside a shadow root, such as an editor's, the event's target is only its host
    const typing = typesText(event.composedPath()[0] ?? event.target);
    const chord = chordOf(event);
    if (chord === undefined) return;
    const letters = !/^(Ctrl|Alt|F\d)/.test(chord);
    if (letters && (typing || !preferences.current.singleKeys) && chord !== "Escape") return;
    const found = this.#chords.next(chord, this.all.filter((one) => !typing || one.always));
    if (!found) return;
    event.preventDefault();
    found.run();
  }
}

export const shortcuts = new Shortcuts();
