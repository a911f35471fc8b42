import { afterEach, describe, expect, it } from "vitest";
import { day, language, when } from "$lib/i18n.svelte";
import { activeNow, inside, longAgo, narrowDay } from "./when";

const at = (text: string) => new Date(text).getTime() / 1000;
const now = at("2026-11-19T14:02:00");
afterEach(() => (language.current = "en"));

describe("a moment", () => {
  it.each([
    ["2026-11-19T14:01:30", "Just now", "たった今"],
    ["2026-11-19T13:58:00", "4 min ago", "4分前"],
    ["2026-11-19T09:12:00", "Today, 09:12", "今日 09:12"],
    ["2026-11-18T18:20:00", "Yesterday, 18:20", "昨日 18:20"],
    ["2026-11-16T10:05:00", "16 Nov, 10:05", "11月16日 10:05"],
    ["2025-12-31T23:59:00", "31 Dec 2025", "2025年12月31日"],
  ])("%s", (text, english, japanese) => {
    expect(when(at(text), now)).toBe(english);
    language.current = "ja";
    expect(when(at(text), now)).toBe(japanese);
  });

  it("just after midnight is some minutes ago, then yesterday", () => {
    const early = at("2026-11-19T00:10:00");
    expect(when(at("2026-11-18T23:50:00"), early)).toBe("20 min ago");
    expect(when(at("2026-11-18T22:50:00"), early)).toBe("Yesterday, 22:50");
  });

  it("begins with a small letter inside a sentence", () => {
    expect(inside(when(at("2026-11-19T09:12:00"), now))).toBe("today, 09:12");
    expect(inside(when(at("2026-11-16T10:05:00"), now))).toBe("16 Nov, 10:05");
  });
});

it("a day is written out", () => {
  expect(day(at("2026-03-12T08:00:00"))).toBe("12 Mar 2026");
  expect(narrowDay(at("2026-03-12T08:00:00"))).toBe("12 Mar 2026");
  language.current = "ja";
  expect(day(at("2026-03-12T08:00:00"))).toBe("2026年3月12日");
  expect(narrowDay(at("2026-03-12T08:00:00"))).toBe("2026/03/12");
});

it("a quarter of a year stands back, two minutes are now", () => {
  expect(longAgo(at("2026-08-12T13:15:00"), now)).toBe(true);
  expect(longAgo(at("2026-10-28T09:33:00"), now)).toBe(false);
  expect(activeNow(now - 60, now)).toBe(true);
  expect(activeNow(now - 180, now)).toBe(false);
});
