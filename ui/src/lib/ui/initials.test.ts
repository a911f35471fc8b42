import { expect, it } from "vitest";
import { initialsOf, tintOf, TINTS } from "./initials";

it("a user keeps the tint, in any case", () => {
  expect(tintOf("m.sato")).toBe(tintOf("M.Sato"));
  expect(tintOf("m.sato")).toBe(tintOf("m.sato"));
});
it("tints are spread over many users", () => {
  const seen = new Map<number, number>();
  for (let at = 0; at < 6000; at++) seen.set(tintOf(`user${at}`), (seen.get(tintOf(`user${at}`)) ?? 0) + 1);
  expect([...seen.keys()].sort()).toEqual(Array.from({ length: TINTS }, (_, at) => at + 1));
  for (const count of seen.values()) expect(count).toBeGreaterThan(700);
});
it("initials are of the first and the last word", () => {
  expect(initialsOf("Mei Sato")).toBe("MS");
  expect(initialsOf("m.sato")).toBe("MS");
  expect(initialsOf("Ana María de la Cruz")).toBe("AC");
  expect(initialsOf("haruka")).toBe("H");
  expect(initialsOf("")).toBe("");
});
it("a Japanese name gives its first character", () => {
  expect(initialsOf("佐藤 芽衣")).toBe("佐");
  expect(initialsOf("ダニエル・レイエス")).toBe("ダ");
});
it("a letter outside the basic plane stays whole", () => {
  expect(initialsOf("𠮷田 花")).toBe("𠮷");
});
