// What can go wrong with a form that asks for the root password, and where it is shown.
import { failure, type Failure } from "$lib/backend";
import { m } from "$lib/i18n.svelte";
import type { Pause } from "$lib/state/pause.svelte";
import type { Trouble } from "$lib/state/trouble.svelte";

/** A pause is counted down above the form, a wrong password stands at its field with the tries that are left. */
export function takeRefusal(thrown: unknown, trouble: Trouble, pause: Pause): Failure {
  const error = failure(thrown);
  const paused = pause.take(error);
  if (error.code === "wrong_password") {
    const left = error.detail?.triesLeft;
    const tries = left === undefined || left === 0 ? "" : left === 1 ? m.shell_tries_left_one() : m.shell_tries_left({ tries: left });
    trouble.set("password", [m.emails_wrong_password(), tries].filter(Boolean).join(m.server_sentence_gap()));
  } else if (!paused) trouble.take(error);
  return error;
}
