import { describe, expect, it } from "vitest";
import { fieldAt, operationOptions } from "./completions";

describe("the value that the cursor stands in", () => {
  it.each([
    ['{"api": "Bil', "api"],
    ['{"api": ["Billing:get*", "', "api"],
    ['{"api": [\n  "A:b",\n  "User:', "api"],
    ['{"effect": "', "effect"],
    ['{"effect": "allow", "', undefined],
    ['{"api": ["A:b"], "con', undefined],
    ['{\n  "', undefined],
    ['{"statements": [{"effect": "allow", "api": ["Bi', "api"],
    ['{"statements": [{"effect": "al', "effect"],
    ['{"statements": [{"effect": "allow", "api": ["A:b"]}, {"', undefined],
  ])("%s", (before, field) => {
    expect(fieldAt(before)).toBe(field);
  });
});

it("every tag can be named as a whole", () => {
  const options = operationOptions(
    [
      { operation: "Billing:getBilling", words: "See bills" },
      { operation: "Billing:exportBilling", words: "Download" },
      { operation: "User:getUser", words: "See a user" },
    ],
    (tag) => `Everything in ${tag}`,
  );
  expect(options.map((option) => option.label)).toEqual([
    "Billing:*",
    "User:*",
    "Billing:getBilling",
    "Billing:exportBilling",
    "User:getUser",
  ]);
  expect(options[0]?.detail).toBe("Everything in Billing");
});
