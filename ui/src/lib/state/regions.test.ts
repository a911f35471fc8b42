import { expect, it } from "vitest";
import { nextRegion } from "./regions";

const all = ["sidebar", "content", "aside"];

it("the focus goes round the regions", () => {
  expect(nextRegion(all, undefined, false)).toBe("sidebar");
  expect(nextRegion(all, "sidebar", false)).toBe("content");
  expect(nextRegion(all, "aside", false)).toBe("sidebar");
});
it("and back", () => {
  expect(nextRegion(all, "sidebar", true)).toBe("aside");
  expect(nextRegion(all, "content", true)).toBe("sidebar");
});
it("nowhere when there is none", () => {
  expect(nextRegion([], undefined, false)).toBeUndefined();
});
