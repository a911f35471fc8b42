import { expect, it } from "vitest";
import type { Connection, Reach } from "../backend";
import { language } from "../i18n.svelte";
import { isDown, isStopped, pausedBecause } from "./paused";

const place = (reach: Reach, readOnly = false) => ({ readOnly, place: "id.kitahama.example", server: { reach } }) as unknown as Connection;

it("changes go through on this computer and on a server that answers, or was not asked yet", () => {
  expect(pausedBecause({ readOnly: false, place: "" })).toBeUndefined();
  for (const is of ["reachable", "unknown"] as const) expect(pausedBecause(place({ is }))).toBeUndefined();
});
it("each reason to wait has words of its own, in both languages", () => {
  for (const locale of ["en", "ja"] as const) {
    language.current = locale;
    const said = [place({ is: "reachable" }, true), place({ is: "unreachable", nextTryMs: 0 }), place({ is: "certificateChanged" })].map(pausedBecause);
    expect(new Set(said).size).toBe(3);
    expect(said).not.toContain(undefined);
  }
});
it("the lock holds whatever else is the matter: it is what a person can take off", () => {
  expect(pausedBecause(place({ is: "unreachable", nextTryMs: 0 }, true))).toBe(pausedBecause(place({ is: "reachable" }, true)));
});
it("a certificate stops everything, a server that is away only changes", () => {
  expect(isStopped({ is: "untrusted" }) && isStopped({ is: "certificateChanged" })).toBe(true);
  expect(isStopped({ is: "unreachable", nextTryMs: 0 })).toBe(false);
  expect(isDown({ is: "unreachable", nextTryMs: 0 })).toBe(true);
  expect(isDown({ is: "unknown" }) || isDown(undefined)).toBe(false);
});
