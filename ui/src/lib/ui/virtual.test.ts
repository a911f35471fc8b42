import { describe, expect, it } from "vitest";
import { move, scrollTo, stretch } from "./virtual";

const ROW = 44;
const COUNT = 100_000;

describe("a long list", () => {
  it("draws what is in sight and a little more", () => {
    const { first, end } = stretch(50_000 * ROW, 600, ROW, COUNT, 8);
    expect(first).toBe(49_992);
    expect(end).toBe(50_022);
  });
  it("is as high as all its rows, wherever one is", () => {
    for (const top of [0, 1234, 99_990 * ROW]) {
      const part = stretch(top, 600, ROW, COUNT);
      expect(part.above + (part.end - part.first) * ROW + part.below).toBe(COUNT * ROW);
    }
  });
  it("without rows draws none", () => {
    expect(stretch(0, 600, ROW, 0)).toEqual({ first: 0, end: 0, above: 0, below: 0 });
  });
});

describe("bringing a row in sight", () => {
  it("leaves a row alone that is", () => {
    expect(scrollTo(3, 0, 600, ROW)).toBe(0);
  });
  it("scrolls as little as it takes", () => {
    expect(scrollTo(20, 0, 440, ROW)).toBe(21 * ROW - 440);
    expect(scrollTo(2, 440, 440, ROW)).toBe(2 * ROW);
  });
  it("keeps it clear of a sticky header", () => {
    expect(scrollTo(10, 0, 440, ROW, 32)).toBe(11 * ROW + 32 - 440);
  });
});

describe("keys", () => {
  it("move within the list", () => {
    expect(move("ArrowDown", 0, 10, 5)).toBe(1);
    expect(move("ArrowUp", 0, 10, 5)).toBe(0);
    expect(move("PageDown", 7, 10, 5)).toBe(9);
    expect(move("End", 0, 10, 5)).toBe(9);
    expect(move("Home", 9, 10, 5)).toBe(0);
  });
  it("that move nothing are for somebody else", () => {
    expect(move("a", 0, 10, 5)).toBeUndefined();
    expect(move("ArrowDown", -1, 0, 5)).toBeUndefined();
  });
});
