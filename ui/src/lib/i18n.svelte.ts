// The language of the window: messages, numbers, times. Every text that somebody reads goes through here.
import { m } from "./paraglide/messages.js";
import { overwriteGetLocale } from "./paraglide/runtime.js";
import * as time from "./time";

export { m };
export type Locale = "en" | "ja";

class Language {
  #current = $state<Locale>("en");

  get current(): Locale {
    return this.#current;
  }
  set current(locale: Locale) {
    this.#current = locale;
    if (typeof document !== "undefined") document.documentElement.lang = locale;
  }
}

export const language = new Language();
// messages read the language while they are rendered, so changing it needs no restart
overwriteGetLocale(() => language.current);

/** 10,482 */
export const number = (value: number) => new Intl.NumberFormat(language.current).format(value);

/** UNIX seconds as people say it: "Just now", "4 min ago", "Today, 09:12", "Yesterday, 18:20", "16 Nov, 10:05", "12 Aug 2025". */
export function when(seconds: number, now = Date.now() / 1000): string {
  const minutes = Math.floor((now - seconds) / 60);
  if (minutes >= 0 && minutes < 1) return m.shell_just_now();
  if (minutes > 0 && minutes < 60) return m.shell_minutes_ago({ minutes });
  const clock = time.clock(seconds, language.current);
  const days = time.daysBetween(seconds, now);
  if (days === 0) return m.shell_today_at({ clock });
  if (days === 1) return m.shell_yesterday_at({ clock });
  return time.shortDate(seconds, now, language.current, clock);
}

/** The same inside a sentence: "today, 09:12". */
export function whenWithin(seconds: number, now = Date.now() / 1000): string {
  const words = when(seconds, now);
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** UNIX seconds as the moment that something was read: "at 14:02", "yesterday, 18:20". Stays true while it is on the screen. */
export function readAt(seconds: number, now = Date.now() / 1000): string {
  return time.daysBetween(seconds, now) === 0 ? m.server_at_clock({ clock: time.clock(seconds, language.current) }) : whenWithin(seconds, now);
}

/** UNIX seconds as a day: "12 Mar 2026", "2026年3月12日". */
export const day = (seconds: number) => time.day(seconds, language.current);
/** UNIX seconds in full, for tooltips: "19 Nov 2026, 14:02". */
export const fullTime = (seconds: number) => time.full(seconds, language.current);

/** A name inside a sentence: Japanese adds さん. */
export const inSentence = (name: string) => (language.current === "ja" ? `${name}さん` : name);

/** "A or B", "A, B or C": people to ask. */
export function anyOf(names: string[]): string {
  return new Intl.ListFormat(language.current, { type: "disjunction" }).format(names.map(inSentence));
}
