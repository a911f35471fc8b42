import { describe, expect, it } from "vitest";
import { Pages, pagesOf } from "./pages";

/** A list of numbers that writes down what it was asked for. */
function numbers(total: number) {
  const asked: number[] = [];
  const fetch = async (offset: number, limit: number) => {
    asked.push(offset);
    return { rows: Array.from({ length: Math.min(limit, total - offset) }, (_, i) => offset + i), matching: total };
  };
  return { asked, fetch };
}

it("a stretch of rows lies on the pages it touches", () => {
  expect(pagesOf(0, 20, 100)).toEqual([0]);
  expect(pagesOf(95, 120, 100)).toEqual([0, 1]);
  expect(pagesOf(99_990, 99_999, 100)).toEqual([999]);
  expect(pagesOf(-5, 3, 100)).toEqual([0]);
  expect(pagesOf(5, 4, 100)).toEqual([]);
});

describe("pages", () => {
  it("any place is one request away", async () => {
    const { asked, fetch } = numbers(100_000);
    const pages = new Pages(fetch);
    await pages.load(99_950, 99_970);
    expect(asked).toEqual([99_900]);
    expect(pages.at(99_951)).toBe(99_951);
    expect(pages.at(0)).toBeUndefined();
    expect(pages.matching).toBe(100_000);
  });

  it("are asked for once, also while they are on their way", async () => {
    const { asked, fetch } = numbers(1000);
    const pages = new Pages(fetch);
    await Promise.all([pages.load(0, 20), pages.load(5, 25)]);
    expect(await pages.load(0, 99)).toBe(false);
    expect(asked).toEqual([0]);
  });

  it("that failed are asked for again", async () => {
    let fails = true;
    const pages = new Pages(async () => {
      if (fails) throw new Error("unreachable");
      return { rows: [1], matching: 1 };
    });
    await expect(pages.load(0, 0)).rejects.toThrow("unreachable");
    fails = false;
    await pages.load(0, 0);
    expect(pages.at(0)).toBe(1);
  });

  it("are let go, oldest first, when there are too many", async () => {
    const { fetch } = numbers(1000);
    const pages = new Pages(fetch, 10, 3);
    for (const first of [0, 100, 200, 300]) await pages.load(first, first);
    expect(pages.at(0)).toBeUndefined();
    expect([100, 200, 300].map((i) => pages.at(i))).toEqual([100, 200, 300]);
  });
});
