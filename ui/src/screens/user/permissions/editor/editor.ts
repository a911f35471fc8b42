// The JSON editor itself: CodeMirror put together for permission documents. Knows nothing of users or saving.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import type { Completion } from "@codemirror/autocomplete";
import { completions } from "./completions";
import { marks, showMarks, type Mark } from "./marks";
import { theme } from "./theme";

export interface Setup {
  parent: ShadowRoot;
  text: string;
  readOnly: boolean;
  /** What a screen reader calls it. */
  label: string;
  /** How to leave it by keyboard. */
  hint: string;
  fixLabel: string;
  operations: () => Completion[];
  changed: (text: string) => void;
}

/** What the screen may do with it. */
export interface Editor {
  /** Replaces the text as one step that can be undone; nothing happens when it is the same. */
  setText(text: string): void;
  setMarks(marks: Mark[]): void;
  setReadOnly(readOnly: boolean): void;
  focus(): void;
  destroy(): void;
}

const locked = (readOnly: boolean) => [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];

export function createEditor(setup: Setup): Editor {
  const lock = new Compartment();
  const view = new EditorView({
    parent: setup.parent,
    root: setup.parent,
    doc: setup.text,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      json(),
      indentUnit.of("  "),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ override: [completions(setup.operations)], icons: false, tooltipClass: () => "lk-completions" }),
      // Tab indents; Escape, then Tab leaves the editor, so the keyboard is never trapped
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": setup.label, "aria-description": setup.hint, spellcheck: "false" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) setup.changed(update.state.doc.toString());
      }),
      lock.of(locked(setup.readOnly)),
      marks(setup.fixLabel),
      theme,
    ],
  });
  return {
    setText(text) {
      if (view.state.doc.toString() === text) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    setMarks: (list) => view.dispatch({ effects: showMarks.of(list) }),
    setReadOnly: (readOnly) => view.dispatch({ effects: lock.reconfigure(locked(readOnly)) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
