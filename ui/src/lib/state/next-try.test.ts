import { expect, it } from "vitest";
import { secondsUntil } from "./next-try.svelte";

it("the last second counts until it is over, and what is past is now", () => {
  expect(secondsUntil(12_000, 0)).toBe(12);
  expect(secondsUntil(12_000, 11_001)).toBe(1);
  expect(secondsUntil(12_000, 12_000)).toBe(0);
  expect(secondsUntil(12_000, 99_000)).toBe(0);
});
