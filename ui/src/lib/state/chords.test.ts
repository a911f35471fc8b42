import { describe, expect, it } from "vitest";
import { Chords, chordOf, PATIENCE_MS } from "./chords";

const press = (key: string, with_: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) =>
  chordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...with_ });

describe("a press", () => {
  it("is written with its modifiers", () => {
    expect(press("k", { ctrlKey: true })).toBe("Ctrl K");
    expect(press("k", { metaKey: true })).toBe("Ctrl K");
    expect(press("ArrowLeft", { altKey: true })).toBe("Alt ArrowLeft");
    expect(press("F6", { shiftKey: true })).toBe("Shift F6");
    expect(press("?", { shiftKey: true })).toBe("?");
  });
  it("of a modifier alone is nothing", () => {
    expect(press("Control", { ctrlKey: true })).toBeUndefined();
  });
});

describe("a sequence", () => {
  const users = { keys: "G U" };
  const plain = { keys: "U" };
  it("is its two keys in time", () => {
    const chords = new Chords();
    expect(chords.next("G", [users], 0)).toBeUndefined();
    expect(chords.next("U", [users, plain], PATIENCE_MS - 1)).toBe(users);
  });
  it("is forgotten after a while, and by another key", () => {
    const chords = new Chords();
    chords.next("G", [users], 0);
    expect(chords.next("U", [users, plain], PATIENCE_MS)).toBe(plain);
    chords.next("G", [users], 0);
    chords.next("X", [users], 1);
    expect(chords.next("U", [users], 2)).toBeUndefined();
  });
});
