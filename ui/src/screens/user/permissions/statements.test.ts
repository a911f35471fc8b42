import { expect, it } from "vitest";
import { statementsOf } from "./statements";

it("reads statements with one operation or many, with and without a condition", () => {
  expect(
    statementsOf(
      '{"statements":[{"effect":"allow","api":"User:*"},{"effect":"deny","api":["A:b","C:*"],"condition":"ipAddress(\'10.0.0.0/8\')"}]}',
    ),
  ).toEqual([
    { effect: "allow", api: ["User:*"], condition: undefined },
    { effect: "deny", api: ["A:b", "C:*"], condition: "ipAddress('10.0.0.0/8')" },
  ]);
});

it("shows nothing of what is no document", () => {
  for (const text of ["", "{", "[]", "null", '{"statements":{}}', '{"statements":[null,{"effect":"maybe"}]}'])
    expect(statementsOf(text)).toEqual([]);
});
