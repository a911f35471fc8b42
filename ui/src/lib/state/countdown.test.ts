import { expect, it } from "vitest";
import { isTold, secondsUntil } from "./countdown.svelte";

it("the last second counts until it is over, and what is past is now", () => {
  expect(secondsUntil(12_000, 0)).toBe(12);
  expect(secondsUntil(12_000, 11_001)).toBe(1);
  expect(secondsUntil(12_000, 12_000)).toBe(0);
  expect(secondsUntil(12_000, 99_000)).toBe(0);
});
it("a countdown is read out at one minute and at the end, also when a hidden window slept over them", () => {
  expect([61, 60, 59].map((left) => isTold(left + 1, left))).toEqual([false, true, false]);
  expect([isTold(2, 1), isTold(1, 0)]).toEqual([false, true]);
  expect(isTold(400, 35)).toBe(true);
  expect(isTold(400, 0)).toBe(true);
  expect(isTold(0, 0)).toBe(false);
});
