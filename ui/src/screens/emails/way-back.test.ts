import { expect, it } from "vitest";
import type { WayBack } from "$lib/contract";
import { found, meterOf, scoreWords } from "./way-back";

const way = (...findings: WayBack["findings"]): WayBack => ({ score: 0, findings });

it("every score has words of its own, and a score that nobody knows has the nearest", () => {
  const words = [0, 1, 2, 3, 4].map(scoreWords);
  expect(words[0]).toBe("Nobody could get back in");
  expect(words[4]).toBe("Well prepared");
  expect(new Set(words).size).toBe(5);
  expect([scoreWords(-1), scoreWords(9)]).toEqual([words[0], words[4]]);
});
it("the meter is dark where nobody could get back in, and green only when it is nearly done", () => {
  expect(meterOf(0)).toEqual(["", "", "", ""]);
  expect(meterOf(2)).toEqual(["mid", "mid", "", ""]);
  expect(meterOf(4)).toEqual(["on", "on", "on", "on"]);
});
it("what is good needs no help, what is not has one", () => {
  const checks = ["mailServer", "recovery", "otherDomain", "otherPerson", "unverified"] as const;
  const good = found(way(...checks.map((check) => ({ check, good: true }))), true);
  const bad = found(way(...checks.map((check) => ({ check, good: false, email: "audit@kitahama.example" }))), true);
  expect(good.map(({ help }) => help)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  expect(bad.map(({ help }) => help)).toEqual(["server", "choose", "choose", "choose", "code"]);
});
it("without another address there is none to choose: one is added first", () => {
  const checks = ["recovery", "otherDomain", "otherPerson"] as const;
  expect(found(way(...checks.map((check) => ({ check, good: false }))), false).map(({ help }) => help)).toEqual(["add", "add", "add"]);
});
it("the address that waits is named, in words and for its button", () => {
  const [one] = found(way({ check: "unverified", good: false, email: "audit@kitahama.example" }), true);
  expect(one?.text).toContain("audit@kitahama.example");
  expect(one?.email).toBe("audit@kitahama.example");
});
