import { expect, it } from "vitest";
import { codeOf } from "./code";

it.each([
  ["K7QM-2XWP", "K7QM2XWP"],
  ["k7qm 2xwp", "K7QM2XWP"],
  [" k7qm\u20112xwp\n", "K7QM2XWP"],
  ["Ｋ７ＱＭ２ＸＷＰ", "K7QM2XWP"],
  ["O0Il-oL1i", "00110111"],
  ["K7QM-2XWP9", "K7QM2XWP"],
  ["ー", ""],
])("a code is read from %j", (typed, code) => {
  expect(codeOf(typed, 8)).toBe(code);
});
