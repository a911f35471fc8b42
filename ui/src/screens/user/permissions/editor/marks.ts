// Problems on their lines: tint, wavy underline, the message below with its fix. Which problems there are is
// computed in Rust; this only shows them and carries them along while somebody types.
import { RangeSet, StateEffect, StateField, type EditorState, type Range } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  GutterMarker,
  WidgetType,
  lineNumberMarkers,
  lineNumberWidgetMarker,
  type DecorationSet,
} from "@codemirror/view";

/** Something to say about a stretch of the text; offsets are UTF-16. */
export interface Mark {
  from: number;
  to: number;
  error: boolean;
  message: string;
  fix?: { from: number; to: number; text: string; label: string } | undefined;
}

/** Replaces all marks. */
export const showMarks = StateEffect.define<Mark[]>();

const WARNING = "M8 2.4 14.1 13H1.9L8 2.4ZM8 6.6v2.9M8 11.2v.01";

function icon(): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", WARNING);
  svg.append(path);
  return svg;
}

/** `Names` between backticks are shown as code. */
function words(message: string): HTMLSpanElement {
  const span = document.createElement("span");
  message.split("`").forEach((part, i) => {
    if (i % 2 === 0) return span.append(part);
    const code = document.createElement("code");
    code.textContent = part;
    span.append(code);
  });
  return span;
}

class Message extends WidgetType {
  readonly mark: Mark;
  readonly fixLabel: string;

  constructor(mark: Mark, fixLabel: string) {
    super();
    this.mark = mark;
    this.fixLabel = fixLabel;
  }

  override eq(other: Message): boolean {
    return JSON.stringify(other.mark) === JSON.stringify(this.mark) && other.fixLabel === this.fixLabel;
  }

  override toDOM(view: EditorView): HTMLElement {
    const box = document.createElement("div");
    box.className = `lk-message ${this.mark.error ? "lk-bad-message" : "lk-note-message"}`;
    box.dataset["testid"] = "json-problem";
    box.append(icon(), words(this.mark.message));
    const { fix } = this.mark;
    if (fix && !view.state.readOnly) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = this.fixLabel;
      button.title = fix.label;
      button.setAttribute("aria-label", `${this.fixLabel}: ${fix.label}`);
      button.dataset["testid"] = "json-fix";
      button.addEventListener("click", () => {
        view.dispatch({ changes: { from: fix.from, to: fix.to, insert: fix.text }, userEvent: "input.fix" });
        view.focus();
      });
      box.append(button);
    }
    return box;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

class LineNumber extends GutterMarker {
  override readonly elementClass: string;

  constructor(error: boolean) {
    super();
    this.elementClass = error ? "lk-bad-number" : "lk-note-number";
  }
}

const badNumber = new LineNumber(true);
const noteNumber = new LineNumber(false);

/** Marks within the text as it is, with their fixes: a mark beyond the end is shown on the last line. */
function bounded(marks: Mark[], state: EditorState): Mark[] {
  const end = state.doc.length;
  return marks.map((mark) => {
    const from = Math.min(mark.from, end);
    return { ...mark, from, to: Math.min(Math.max(mark.to, from), end) };
  });
}

/** One line is tinted once: an error wins over a note. */
function tones(marks: Mark[], state: EditorState): Map<number, boolean> {
  const lines = new Map<number, boolean>();
  for (const mark of marks) {
    const { from } = state.doc.lineAt(mark.from);
    lines.set(from, mark.error || (lines.get(from) ?? false));
  }
  return lines;
}

function decorations(marks: Mark[], state: EditorState, fixLabel: string): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const [line, error] of tones(marks, state)) {
    ranges.push(Decoration.line({ class: error ? "lk-bad-line" : "lk-note-line" }).range(line));
  }
  for (const mark of marks) {
    const line = state.doc.lineAt(mark.from);
    const to = Math.min(mark.to, line.to);
    if (to > mark.from) ranges.push(Decoration.mark({ class: mark.error ? "lk-bad" : "lk-note" }).range(mark.from, to));
    ranges.push(Decoration.widget({ widget: new Message(mark, fixLabel), block: true, side: 1 }).range(line.to));
  }
  return Decoration.set(ranges, true);
}

interface Shown {
  marks: Mark[];
  decorations: DecorationSet;
  numbers: RangeSet<GutterMarker>;
}

/** The marks as an extension. While somebody types they move along; the next check replaces them. */
export function marks(fixLabel: string) {
  const shown = (list: Mark[], state: EditorState): Shown => {
    const inside = bounded(list, state);
    const numbers = [...tones(inside, state)].map(([line, error]) => (error ? badNumber : noteNumber).range(line));
    return {
      marks: inside,
      decorations: decorations(inside, state, fixLabel),
      numbers: RangeSet.of(numbers, true),
    };
  };
  const field = StateField.define<Shown>({
    create: (state) => shown([], state),
    update(value, transaction) {
      for (const effect of transaction.effects) {
        if (effect.is(showMarks)) return shown(effect.value, transaction.state);
      }
      if (!transaction.docChanged) return value;
      const move = (at: number, side: number) => transaction.changes.mapPos(at, side);
      const moved = value.marks.map(({ fix, ...mark }) => {
        // a fix is for the stretch as it was checked
        const stands = fix && !transaction.changes.touchesRange(fix.from, fix.to);
        return {
          ...mark,
          from: move(mark.from, 1),
          to: move(mark.to, -1),
          fix: stands ? { ...fix, from: move(fix.from, 1), to: move(fix.to, -1) } : undefined,
        };
      });
      return shown(moved, transaction.state);
    },
    provide: (f) => [EditorView.decorations.from(f, (value) => value.decorations), lineNumberMarkers.from(f, (value) => value.numbers)],
  });
  const beside = lineNumberWidgetMarker.of((_view, widget) => {
    if (!(widget instanceof Message)) return null;
    return widget.mark.error ? badNumber : noteNumber;
  });
  return [field, beside];
}
