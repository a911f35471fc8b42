import { expect, it } from "vitest";
import { keyLabel } from "./keys";

it("keys are written as this platform prints them", () => {
  expect(keyLabel("Ctrl K", false)).toBe("Ctrl K");
  expect(keyLabel("Ctrl K", true)).toBe("⌘K");
  expect(keyLabel("Enter", false)).toBe("↵");
});
