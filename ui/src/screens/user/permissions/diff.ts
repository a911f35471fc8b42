// The exact change between two texts, by lines, with the unchanged stretches between folded away.

export interface DiffLine {
  kind: "same" | "added" | "removed" | "gap";
  text: string;
}

/** How many unchanged lines stay beside a change. */
const CONTEXT = 3;
/** A gap in place of fewer lines would save nothing. */
const SHORTEST_GAP = 3;

/** Where line i of one and line j of the other begin to run together: lengths of the longest common tail. */
function commonTails(before: string[], after: string[]): Uint16Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      table[i]![j] = before[i] === after[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}

function middle(before: string[], after: string[]): DiffLine[] {
  // two documents at the limit, with nothing in common: everything is the change, and no table of millions
  if (before.length * after.length > 4_000_000) {
    return [...before.map(removed), ...after.map(added)];
  }
  const tails = commonTails(before, after);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ kind: "same", text: before[i++]! });
      j++;
    } else if (i < before.length && (j === after.length || tails[i + 1]![j]! >= tails[i]![j + 1]!)) {
      lines.push(removed(before[i++]!));
    } else {
      lines.push(added(after[j++]!));
    }
  }
  return lines;
}

const removed = (text: string): DiffLine => ({ kind: "removed", text });
const added = (text: string): DiffLine => ({ kind: "added", text });
const same = (text: string): DiffLine => ({ kind: "same", text });
const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/));

/** Every line of both texts, in order. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return [
    ...old.slice(0, head).map(same),
    ...middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...old.slice(old.length - tail).map(same),
  ];
}

/** The same with long unchanged stretches as one `gap` whose text is the number of lines left out. */
export function folded(lines: DiffLine[]): DiffLine[] {
  const near = (at: number) => lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some((line) => line.kind !== "same");
  const out: DiffLine[] = [];
  let far: DiffLine[] = [];
  const close = () => {
    out.push(...(far.length < SHORTEST_GAP ? far : [{ kind: "gap", text: String(far.length) } as const]));
    far = [];
  };
  lines.forEach((line, at) => {
    if (!near(at)) {
      far.push(line);
      return;
    }
    close();
    out.push(line);
  });
  close();
  return out;
}

/** How many lines came and went. */
export function countLines(lines: DiffLine[]): { added: number; removed: number } {
  const count = (kind: DiffLine["kind"]) => lines.filter((line) => line.kind === kind).length;
  return { added: count("added"), removed: count("removed") };
}

/** In how many places two texts differ: changed lines in a row are one place. */
export function hunks(lines: DiffLine[]): number {
  return lines.filter((line, at) => line.kind !== "same" && (at === 0 || lines[at - 1]?.kind === "same")).length;
}
