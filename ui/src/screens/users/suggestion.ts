// What a person's name suggests as a user name, and the next free one when that is taken. Rules of what a user
// name may hold live in the contract; the server has the last word.

/** Letters that decomposing leaves whole. */
const whole: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i" };

function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/[ßæœøđðłþı]/g, (letter) => whole[letter] ?? "")
    .normalize("NFKD")
    .replace(/[^a-z0-9-]/g, "");
}

/**
 * "Saki Noguchi" is `s.noguchi`, "Cher" is `cher`. Names in other scripts suggest nothing: how somebody writes
 * their own name in Latin letters is theirs to say.
 */
export function suggestUserName(name: string): string {
  const words = name.trim().split(/\s+/).map(plain).filter(Boolean);
  const foreign = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(name);
  const first = words.at(0);
  const last = words.at(-1);
  if (!first || !last || foreign) return "";
  return (words.length === 1 ? first : `${first.charAt(0)}.${last}`).slice(0, 64);
}

/** `s.noguchi` is followed by `s.noguchi2`, that by `s.noguchi3`. */
export function nextUserName(taken: string): string {
  const [, stem = taken, number = ""] = /^(.*?)(\d*)$/su.exec(taken) ?? [];
  return `${stem.slice(0, 60)}${number ? Number(number) + 1 : 2}`;
}
