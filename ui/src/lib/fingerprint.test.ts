import { expect, it } from "vitest";
import { endsWith, groups, shortened } from "./fingerprint";

const whole = "7C:41:9E:02:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:12:23:34:45:56:67:78:89:9A:AB:D8:1B";

it("is shown by its beginning and its end, or in groups of four", () => {
  expect(shortened(whole)).toBe("7C:41:9E:02 … D8:1B");
  expect(groups(whole)).toHaveLength(8);
  expect(groups(whole)[7]).toBe("9A:AB:D8:1B");
});
it("its end is taken however it was typed", () => {
  for (const typed of ["9AABD81B", "9a:ab:d8:1b", " 9A AB D8 1B ", "９ＡＡＢＤ８１Ｂ", "89:9A:AB:D8:1B"]) expect(endsWith(whole, typed), typed).toBe(true);
});
it("less than eight characters, or others, are not a comparison", () => {
  for (const typed of ["", "D81B", "ABD81B", "9AABD81C", "7C419E02"]) expect(endsWith(whole, typed), typed).toBe(false);
});
