import { expect, it } from "vitest";
import { marked, matches } from "./matching";

it("every word has to be there, in any order, case and width", () => {
  expect(matches("Settings: Appearance", "app sett")).toBe(true);
  expect(matches("Settings: Appearance", "app users")).toBe(false);
  expect(matches("設定", "設")).toBe(true);
  expect(matches("Lock now", "ＬＯＣＫ")).toBe(true);
});
it("nothing typed matches everything", () => {
  expect(matches("Users", "")).toBe(true);
});
it("what matches is marked, once", () => {
  expect(marked("Mei Sato", "sato")).toEqual([{ text: "Mei ", hit: false }, { text: "Sato", hit: true }]);
  expect(marked("Mei Sato", "x")).toEqual([{ text: "Mei Sato", hit: false }]);
});
it("nothing is marked when folding would shift the letters", () => {
  expect(marked("İstanbul office", "office")).toEqual([{ text: "İstanbul office", hit: false }]);
});
