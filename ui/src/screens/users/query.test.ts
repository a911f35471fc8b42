import { expect, it } from "vitest";
import { format, parse } from "$lib/state/address";
import { USUAL, readQuery, sortedBy, writeQuery } from "./query";

it("the address holds search, filter and order, and nothing that is as usual", () => {
  expect(format("/users", writeQuery(USUAL))).toBe("#/users");
  const query = { search: "佐藤", filter: "noPassword", sort: "name", descending: false } as const;
  expect(readQuery(parse(format("/users", writeQuery(query))).query)).toEqual(query);
  const created = { ...USUAL, sort: "created", descending: true } as const;
  expect(readQuery(parse(format("/users", writeQuery(created))).query)).toEqual(created);
});

it("what an address says wrongly is as usual", () => {
  expect(readQuery({ show: "mfaOff", sort: "password-desc" })).toEqual(USUAL);
  expect(readQuery({ q: "x".repeat(100) }).search).toHaveLength(64);
});

it("a header sorts its usual way first, then the other", () => {
  const byName = sortedBy(USUAL, "name");
  expect([byName.sort, byName.descending]).toEqual(["name", false]);
  expect(sortedBy(byName, "name").descending).toBe(true);
  expect(sortedBy(byName, "lastSignIn").descending).toBe(true);
});
