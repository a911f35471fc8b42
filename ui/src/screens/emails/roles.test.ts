import { expect, it } from "vitest";
import type { Email } from "$lib/contract";
import { added, given, heirs, holdersOf, isSame, offered, rolesOf, type Holders } from "./roles";

const email = (emailId: string, verified = true, updateDateTime = 0): Email => ({ emailId, email: `${emailId}@kitahama.example`, verified, createDateTime: 0, updateDateTime });
const emails = [email("haruka"), email("keiri"), email("home"), email("audit", false)];
const holders: Holders = { primary: ["haruka"], recovery: ["home"], billing: ["keiri"], support: [] };
const ids = (list: readonly Email[]) => list.map((one) => one.emailId);

it("a role that a server leaves out is one that nobody has", () => {
  expect(holdersOf([{ type: "primary", emailIdList: ["haruka"] }])).toEqual({ primary: ["haruka"], recovery: [], billing: [], support: [] });
  expect(rolesOf(holders, "keiri")).toEqual(["billing"]);
});
it("a new primary address loses its other roles, everybody else keeps theirs", () => {
  const after = given({ ...holders, support: ["home", "keiri"] }, "primary", ["home"]);
  expect(after).toEqual({ primary: ["home"], recovery: [], billing: ["keiri"], support: ["keiri"] });
});
it("another role changes nothing but itself", () => {
  expect(given(holders, "support", ["keiri", "home"])).toEqual({ ...holders, support: ["keiri", "home"] });
  expect([isSame(["a", "b"], ["b", "a"]), isSame(["a"], ["a", "b"]), isSame([], [])]).toEqual([true, false, true]);
});
it("roles go to verified addresses, and none but its own to the primary one", () => {
  expect(ids(offered("primary", emails, holders))).toEqual(["haruka", "keiri", "home"]);
  expect(ids(offered("billing", emails, holders))).toEqual(["keiri", "home"]);
});
it("the primary address takes over billing and support, never recovery", () => {
  expect(ids(heirs("keiri", emails, holders))).toEqual(["haruka", "home"]);
  expect(ids(heirs("home", emails, holders))).toEqual(["keiri"]);
});
it("the address that was just added is found however it was typed, and also if the server wrote it in its own way", () => {
  const list = [...emails, email("new", false, 9)];
  expect(added(list, " Audit@Kitahama.Example ")?.emailId).toBe("audit");
  expect(added(list, "someone@例え.jp")?.emailId).toBe("new");
  expect(added([email("keiri")], "keiri@kitahama.example")).toBeUndefined();
});
