// Asking for an operation in the current account. A password that has to be confirmed and a session that has ended are
// dealt with here: the person is asked, and the operation is sent again. Everything else is the caller's to show.
import { untrack } from "svelte";
import * as backend from "../backend";
import type { Operations } from "../contract";
import { again } from "./again.svelte";
import { shell } from "./shell.svelte";

/** The code of an operation that was given up by the person: nothing is to be shown. */
export const CANCELLED = "cancelled";

const MOST_TURNS = 3;

export async function ask<N extends keyof Operations>(
  operation: N, request: Operations[N]["request"], options: { ifMatch?: string | undefined } = {},
): Promise<Operations[N]["output"]> {
  // an effect that asks must not ask again whenever the shell says anything, such as that the session has ended
  const connection = untrack(() => shell.current);
  if (!connection) throw { code: CANCELLED, message: "" } satisfies backend.Failure;
  // a session that ends again right after signing in, or a password that is never fresh enough, must not go round for ever
  for (let turn = 0; ; turn++) {
    try {
      return await backend.call(connection.id, operation, request, options.ifMatch);
    } catch (thrown) {
      const failure = backend.failure(thrown);
      if (turn >= MOST_TURNS) throw failure;
      if (failure.code === "step_up_required") await again.confirmPassword();
      else if (failure.code === "session_expired") await again.signedIn(connection.id);
      else if (failure.code === "locked") throw { code: CANCELLED, message: "" } satisfies backend.Failure;
      else throw failure;
    }
  }
}
