import { describe, expect, it } from "vitest";
import { nextUserName, suggestUserName } from "./suggestion";

describe("a user name is suggested from the name", () => {
  it.each([
    ["Saki Noguchi", "s.noguchi"],
    ["Tomás Silva", "t.silva"],
    ["Åse Møller-Strauß", "a.moller-strauss"],
    ["  Mary   Ann  Smith ", "m.smith"],
    ["Cher", "cher"],
    ["Conor O'Brien", "c.obrien"],
    ["佐藤 芽衣", ""],
    ["Sato 芽衣", ""],
    ["", ""],
    ["!!!", ""],
  ])("%s", (name, userName) => {
    expect(suggestUserName(name)).toBe(userName);
  });

  it("never longer than a user name may be", () => {
    expect(suggestUserName(`A ${"b".repeat(200)}`)).toHaveLength(64);
  });
});

it("a taken name is followed by a numbered one", () => {
  expect(nextUserName("s.noguchi")).toBe("s.noguchi2");
  expect(nextUserName("s.noguchi2")).toBe("s.noguchi3");
  expect(nextUserName("s.noguchi9")).toBe("s.noguchi10");
});
