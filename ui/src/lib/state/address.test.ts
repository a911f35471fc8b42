import { describe, expect, it } from "vitest";
import { format, match, parse, path } from "./address";

describe("an address", () => {
  it("comes back as it was written", () => {
    const query = { filter: "mfaOff", search: "佐藤 & co" };
    expect(parse(format("/users", query))).toEqual({ path: "/users", query });
  });
  it("leaves empty values out", () => {
    expect(format("/users", { search: "", filter: undefined })).toBe("#/users");
  });
  it("that nobody can read is the start", () => {
    expect(parse("#nonsense")).toEqual({ path: "/", query: {} });
    expect(parse("")).toEqual({ path: "/", query: {} });
  });
});

describe("a pattern", () => {
  it("takes any user name, slashes and all", () => {
    for (const userName of ["m.sato", "a/b", "佐藤 芽衣", "100%", "x?y#z"]) {
      expect(match("/users/:userName/:tab?", path("users", userName))).toEqual({ userName });
    }
  });
  it("takes an optional part or does without", () => {
    expect(match("/settings/:page?", "/settings")).toEqual({});
    expect(match("/settings/:page?", "/settings/lock")).toEqual({ page: "lock" });
  });
  it("does not fit a longer, a shorter or another path", () => {
    expect(match("/users/:userName", "/users")).toBeUndefined();
    expect(match("/users", "/users/a")).toBeUndefined();
    expect(match("/users", "/roles")).toBeUndefined();
  });
  it("does not fit what cannot be decoded", () => {
    expect(match("/users/:userName", "/users/%E0%A4%A")).toBeUndefined();
  });
});
