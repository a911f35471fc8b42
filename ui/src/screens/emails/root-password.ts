// What can go wrong with a form that asks for the root password, and where it is shown.
import { failure, type Failure } from "$lib/backend";
import { m } from "$lib/i18n.svelte";
import { withTries } from "$lib/mail/tries";
import type { Pause } from "$lib/state/pause.svelte";
import type { Trouble } from "$lib/state/trouble.svelte";

/** As it is said of a sign-in; the pause itself is counted down above the form. */
const TRIES = { one: m.shell_tries_left_one, many: m.shell_tries_left, none: () => "" };

/** A pause is counted down above the form, a wrong password stands at its field with the tries that are left. */
export function takeRefusal(thrown: unknown, trouble: Trouble, pause: Pause): Failure {
  const error = failure(thrown);
  const paused = pause.take(error);
  if (error.code === "wrong_password") trouble.set("password", withTries(m.emails_wrong_password(), error.detail?.triesLeft, TRIES));
  else if (!paused) trouble.take(error);
  return error;
}
