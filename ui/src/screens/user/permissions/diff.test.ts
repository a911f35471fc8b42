import { describe, expect, it } from "vitest";
import { countLines, diffLines, folded, hunks } from "./diff";

const marks = { same: " ", added: "+", removed: "-", gap: "…" };
const written = (before: string, after: string) => diffLines(before, after).map((line) => `${marks[line.kind]}${line.text}`);

describe("the exact change", () => {
  it("is nothing between equal texts", () => {
    expect(countLines(diffLines("a\nb\n", "a\nb"))).toEqual({ added: 0, removed: 0 });
  });

  it("names what came and what went, and keeps what stayed", () => {
    expect(written('{\n  "a": 1,\n  "b": 2\n}', '{\n  "a": 1,\n  "c": 3,\n  "b": 2\n}')).toEqual([
      " {",
      '   "a": 1,',
      '+  "c": 3,',
      '   "b": 2',
      " }",
    ]);
    expect(written("a\nb\nc", "a\nX\nc")).toEqual([" a", "-b", "+X", " c"]);
  });

  it("from nothing and to nothing is whole", () => {
    expect(written("", "a\nb")).toEqual(["+a", "+b"]);
    expect(written("a\nb", "")).toEqual(["-a", "-b"]);
  });

  it("gives both texts back", () => {
    const before = "a\nb\na\nb\nc\nd";
    const after = "b\na\nc\nc\nd\ne";
    const lines = diffLines(before, after);
    const side = (kind: string) =>
      lines
        .filter((line) => line.kind === "same" || line.kind === kind)
        .map((line) => line.text)
        .join("\n");
    expect(side("removed")).toBe(before);
    expect(side("added")).toBe(after);
  });

  it("takes texts at the limit of a document without a pause", () => {
    const long = (word: string) => Array.from({ length: 6000 }, (_, i) => `${word}${i}`).join("\n");
    const started = performance.now();
    expect(countLines(diffLines(long("a"), long("b")))).toEqual({ added: 6000, removed: 6000 });
    expect(performance.now() - started).toBeLessThan(500);
  });

  it("counts places, not lines", () => {
    expect(hunks(diffLines("a\nb\nc\nd", "a\nX\nY\nc\nd\ne"))).toBe(2);
    expect(hunks(diffLines("a", "a"))).toBe(0);
  });

  it("folds what is far from any change", () => {
    const before = Array.from({ length: 20 }, (_, i) => `line ${i}`).join("\n");
    const lines = folded(diffLines(before, before.replace("line 10", "other")));
    expect(lines.map((line) => line.kind)).toEqual(["gap", "same", "same", "same", "removed", "added", "same", "same", "same", "gap"]);
    expect(lines[0]?.text).toBe("7");
  });

  it("folds nothing that a gap would not shorten", () => {
    const before = "a\nb\nc\nd\ne\nf";
    expect(folded(diffLines(before, before.replace("f", "g"))).some((line) => line.kind === "gap")).toBe(false);
  });
});
