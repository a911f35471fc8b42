import { expect, it } from "vitest";
import { looksLikeEmail, operatorIdOf } from "./check";

it("an operator ID is taken however it was typed", () => {
  for (const text of ["OP0048213907", "op0048213907", " OP 0048 213 907 ", "OP-0048213907", "ＯＰ００４８２１３９０７"]) {
    expect(operatorIdOf(text)).toBe("OP0048213907");
  }
});
it("anything else is not one", () => {
  for (const text of ["", "OP004821390", "OP00482139071", "0048213907", "XP0048213907"]) expect(operatorIdOf(text)).toBeUndefined();
});
it("an address has something on either side of one @", () => {
  expect(looksLikeEmail("hana@example.com")).toBe(true);
  for (const text of ["hana", "hana@", "@example.com", "ha na@example.com", "a@b@c"]) expect(looksLikeEmail(text)).toBe(false);
});
