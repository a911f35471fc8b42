import { expect, it } from "vitest";
import { withTries } from "./tries";

it("an error says how many tries are left, where that was told", () => {
  expect(withTries("Wrong.", 3)).toBe("Wrong. You have 3 tries left.");
  expect(withTries("Wrong.", 1)).toBe("Wrong. You have 1 try left.");
  expect(withTries("Wrong.", undefined)).toBe("Wrong.");
});
it("a code that is used up says so, a password says nothing more", () => {
  expect(withTries("Wrong.", 0)).toBe("Wrong. It is used up. Send a new one.");
  expect(withTries("Wrong.", 0, { none: () => "" })).toBe("Wrong.");
});
