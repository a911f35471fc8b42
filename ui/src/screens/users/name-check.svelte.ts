// Whether a user name is free, asked while somebody types. The create operation has the last word.
import type { Failure } from "$lib/backend";
import { ask } from "$lib/state/ask";
import { session } from "$lib/state/session.svelte";
import { nextUserName } from "./suggestion";

const PAUSE_MS = 250;
/** Numbers tried before somebody has to think of a name. */
const TRIES = 5;

async function taken(userName: string, signal: AbortSignal): Promise<boolean | undefined> {
  try {
    await ask("User:getUser", { operatorId: session.operatorId, userName }, { signal });
    return true;
  } catch (error) {
    return (error as Failure).code === "not_found" ? false : undefined;
  }
}

async function firstFree(userName: string, signal: AbortSignal): Promise<string | undefined> {
  let next = userName;
  for (let i = 0; i < TRIES && !signal.aborted; i++) {
    next = nextUserName(next);
    if ((await taken(next, signal)) === false) return next;
  }
  return undefined;
}

export type Answer = { is: "free" } | { is: "taken"; suggestion: string | undefined } | undefined;

export class NameCheck {
  /** Undefined while nobody knows. */
  answer = $state.raw<Answer>();

  /** Create it while a component sets up. */
  constructor(name: () => string) {
    $effect(() => {
      const userName = name().trim();
      this.answer = undefined;
      if (userName === "" || !session.can("User:getUser")) return;
      const late = new AbortController();
      const timer = setTimeout(async () => {
        const is = await taken(userName, late.signal);
        if (late.signal.aborted || is === undefined) return;
        if (!is) {
          this.answer = { is: "free" };
          return;
        }
        this.answer = { is: "taken", suggestion: undefined };
        const suggestion = await firstFree(userName, late.signal);
        if (!late.signal.aborted) this.answer = { is: "taken", suggestion };
      }, PAUSE_MS);
      return () => {
        late.abort();
        clearTimeout(timer);
      };
    });
  }
}
