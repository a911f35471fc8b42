// What follows from how long ago something was. How moments are written is the language's to know (i18n). UNIX seconds.
import { day, language } from "$lib/i18n.svelte";

/** Long enough ago to stand back: about a quarter of a year. */
export const longAgo = (seconds: number, now: number): boolean => now - seconds > 90 * 86_400;

/** In use just now, for a session: a call within the last two minutes. */
export const activeNow = (seconds: number, now: number): boolean => now - seconds < 120;

/** A day for narrow places: 2026/03/12 in Japanese, as long as ever in English. */
export function narrowDay(seconds: number): string {
  if (language.current === "en") return day(seconds);
  const at = new Date(seconds * 1000);
  return `${at.getFullYear()}/${String(at.getMonth() + 1).padStart(2, "0")}/${String(at.getDate()).padStart(2, "0")}`;
}

/** "Today, 09:12" inside a sentence is "today, 09:12"; names of months keep their capital. */
export const inside = (text: string): string => text.replace(/^(Just|Today|Yesterday|Never)\b/, (word) => word.toLowerCase());
