// What a person is called inside a sentence: "Mei" for Mei Sato, 佐藤さん for 佐藤 芽衣. Tables show whole names.
import { nameOf } from "$lib/state/people";

/** Whoever has a name to show: the description where somebody gave one, else the user name. */
export interface Named {
  userName: string;
  description?: string | undefined;
}

const KANJI_OR_KANA = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々\s]+$/u;
const KATAKANA = /^[\p{Script=Katakana}ー\s]+$/u;

/** The part that people say. A user without a name, a note, or a name of many words is called as a whole. */
function spoken(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  if (words.length !== 2) return name;
  // family name first, but foreign names in katakana keep their order
  if (KATAKANA.test(name)) return words[1]!;
  if (KANJI_OR_KANA.test(name)) return words[0]!;
  return words[0]!;
}

/** Every word begins as names do: a capital, or a letter of a script without capitals. */
const PERSON = /^(?:[\p{Lu}\p{Lo}][\p{L}\p{M}'’.ー-]*\s*)+$/u;

/** For sentences, in a language: Japanese adds さん, which in Latin letters follows the whole name. */
export function called(user: Named, language: "en" | "ja"): string {
  const name = nameOf(user);
  // a user name, or a program's name, is nobody's first name
  const person = user.description !== undefined && PERSON.test(name);
  if (language === "en") return person ? spoken(name) : name;
  return `${person && KANJI_OR_KANA.test(name) ? spoken(name) : name}さん`;
}
