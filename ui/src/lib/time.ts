// Times as the two languages write them. 24 hours, day before month in English, the computer's own time zone.
import type { Locale } from "./i18n.svelte";

const tag = (locale: Locale) => (locale === "ja" ? "ja-JP" : "en-GB");
const at = (seconds: number) => new Date(seconds * 1000);

/** 09:12 */
export const clock = (seconds: number, locale: Locale) =>
  at(seconds).toLocaleTimeString(tag(locale), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** Calendar days from one moment to a later one, by local midnight. */
export function daysBetween(seconds: number, later: number): number {
  const midnight = (moment: number) => new Date(at(moment).getFullYear(), at(moment).getMonth(), at(moment).getDate()).getTime();
  return Math.round((midnight(later) - midnight(seconds)) / 86_400_000);
}

/** "16 Nov, 10:05" in this year, "12 Aug 2025" before. */
export function shortDate(seconds: number, now: number, locale: Locale, hours: string): string {
  const thisYear = at(seconds).getFullYear() === at(now).getFullYear();
  if (!thisYear) return day(seconds, locale);
  const date = at(seconds).toLocaleDateString(tag(locale), { day: "numeric", month: locale === "ja" ? "long" : "short" });
  return locale === "ja" ? `${date} ${hours}` : `${date}, ${hours}`;
}

/** "12 Mar 2026", "2026年3月12日" */
export const day = (seconds: number, locale: Locale) =>
  at(seconds).toLocaleDateString(tag(locale), { day: "numeric", month: locale === "ja" ? "long" : "short", year: "numeric" });

/** "19 Nov 2026, 14:02" */
export const full = (seconds: number, locale: Locale) =>
  locale === "ja" ? `${day(seconds, locale)} ${clock(seconds, locale)}` : `${day(seconds, locale)}, ${clock(seconds, locale)}`;

/** Seconds as a clock that counts down: 14:59. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}
