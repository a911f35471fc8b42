// What follows from how long ago something was. How moments are written is the language's to know (i18n). UNIX seconds.

/** Long enough ago to stand back: about a quarter of a year. */
export const longAgo = (seconds: number, now: number): boolean => now - seconds > 90 * 86_400;

/** In use just now, for a session: a call within the last two minutes. */
export const activeNow = (seconds: number, now: number): boolean => now - seconds < 120;

/** "Today, 09:12" inside a sentence is "today, 09:12"; names of months keep their capital. */
export const inside = (text: string): string => text.replace(/^(Just|Today|Yesterday|Never)\b/, (word) => word.toLowerCase());
