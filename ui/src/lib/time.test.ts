import { expect, it } from "vitest";
import * as time from "./time";

const at = (text: string) => new Date(text).getTime() / 1000;

it("days are counted by midnight, not by hours", () => {
  expect(time.daysBetween(at("2026-11-18T23:59:00"), at("2026-11-19T00:01:00"))).toBe(1);
  expect(time.daysBetween(at("2026-11-19T00:00:00"), at("2026-11-19T23:59:00"))).toBe(0);
});
it("a day of this year needs no year", () => {
  const now = at("2026-11-19T14:00:00");
  expect(time.shortDate(at("2026-11-16T10:05:00"), now, "en", "10:05")).toBe("16 Nov, 10:05");
  expect(time.shortDate(at("2026-11-16T10:05:00"), now, "ja", "10:05")).toBe("11月16日 10:05");
  expect(time.shortDate(at("2025-08-12T13:15:00"), now, "en", "13:15")).toBe("12 Aug 2025");
});
it("a full time is written as each language does", () => {
  expect(time.full(at("2026-11-19T14:02:00"), "en")).toBe("19 Nov 2026, 14:02");
  expect(time.full(at("2026-11-19T14:02:00"), "ja")).toBe("2026年11月19日 14:02");
});
