// Asking for an operation in the current account. A password that has to be confirmed and a session that has ended are
// dealt with here: the person is asked, and the operation is sent again. Everything else is the caller's to show.
import { untrack } from "svelte";
import * as backend from "../backend";
import type { Operations } from "../contract";
import { m } from "../i18n.svelte";
import { again } from "./again.svelte";
import { changes } from "./operations";
import { shell } from "./shell.svelte";
import { waitFor } from "./waiting";

/** The code of an operation that was given up by the person: nothing is to be shown. */
export const CANCELLED = "cancelled";
/** The code of a change that somebody stopped waiting for: whether it was made is not known. */
export const STOPPED = "stopped";

const MOST_TURNS = 3;
const givenUp = (): backend.Failure => ({ code: CANCELLED, message: "" });

export interface Asking {
  ifMatch?: string | undefined;
  /** Nobody waits for the answer any more: another one is wanted, or the screen is gone. */
  signal?: AbortSignal | undefined;
}

export async function ask<N extends keyof Operations>(operation: N, request: Operations[N]["request"], options: Asking = {}): Promise<Operations[N]["output"]> {
  // an effect that asks must not ask again whenever the shell says anything, such as that the session has ended
  const connection = untrack(() => shell.current);
  if (!connection) throw givenUp();
  // a session that ends again right after signing in, or a password that is never fresh enough, must not go round for ever
  for (let turn = 0; ; turn++) {
    try {
      return await (changes(operation) ? save(connection.id, operation, request, options) : send(connection.id, operation, request, options, givenUp));
    } catch (thrown) {
      const failure = backend.failure(thrown);
      if (turn >= MOST_TURNS) throw failure;
      if (failure.code === "step_up_required") await again.confirmPassword();
      else if (failure.code === "session_expired") await again.signedIn(connection.id);
      else if (failure.code === "locked") throw givenUp();
      else throw failure;
    }
  }
}

/** A change: somebody may stop waiting for it. */
async function save<N extends keyof Operations>(connection: string, operation: N, request: Operations[N]["request"], { ifMatch }: Asking) {
  const { signal, end } = waitFor();
  try {
    return await send(connection, operation, request, { ifMatch, signal }, () => ({ code: STOPPED, message: m.server_stopped_waiting() }));
  } finally {
    end();
  }
}

let tickets = 0;

/** One call. Aborted, it is cancelled in the shell, and rejects at once with what `reason` says. */
async function send<N extends keyof Operations>(
  connection: string, operation: N, request: Operations[N]["request"], { ifMatch, signal }: Asking, reason: () => backend.Failure,
): Promise<Operations[N]["output"]> {
  if (!signal) return backend.call(connection, operation, request, { ifMatch });
  if (signal.aborted) throw reason();
  const ticket = `${Date.now()}-${++tickets}`;
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => {
      void backend.cancelCall(ticket).catch(() => undefined);
      reject(reason());
    };
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([backend.call(connection, operation, request, { ifMatch, ticket }), stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
