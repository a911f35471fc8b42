// The two letters and the tint that help to find a face in 10,000 rows.

/** How many tints there are. */
export const TINTS = 6;

/** A tint from 1 to 6, always the same for the same user name (FNV-1a, its high bits: the low ones hardly mix). */
export function tintOf(userName: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(userName.normalize("NFC").toLowerCase())) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return ((hash >>> 16) % TINTS) + 1;
}

/** Up to two letters: first letters of the first and last word; for names in Han or kana the first character. */
export function initialsOf(name: string): string {
  const words = name.normalize("NFC").split(/[\s._\-@+・]+/u).filter((word) => word !== "");
  const letters = words.map((word) => [...word][0] ?? "");
  const first = letters[0] ?? "";
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(first)) return first;
  const last = letters.length > 1 ? (letters.at(-1) ?? "") : "";
  return (first + last).toLocaleUpperCase();
}
