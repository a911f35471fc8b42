// An error together with the tries that are left after it.
import { m } from "../i18n.svelte";

/** `one` and `many` say what is left, `none` that nothing is; without them as it is said of a code out of a mail. */
interface Left {
  one?: () => string;
  many?: (told: { tries: number }) => string;
  none?: () => string;
}

/** A server that does not count adds nothing. */
export function withTries(said: string, left: number | undefined, { one = m.emails_tries_left_one, many = m.emails_tries_left, none = m.emails_code_used_up }: Left = {}): string {
  if (left === undefined) return said;
  const words = left === 0 ? none() : left === 1 ? one() : many({ tries: left });
  return [said, words].filter(Boolean).join(m.server_sentence_gap());
}
