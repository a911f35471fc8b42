// Whether a user name is free, asked while somebody types. The create operation has the last word.
import type { Failure } from "$lib/backend";
import { ask } from "$lib/state/ask";
import { session } from "$lib/state/session.svelte";
import { nextUserName } from "./suggestion";

const PAUSE_MS = 250;
/** Numbers tried before somebody has to think of a name. */
const TRIES = 5;

async function taken(userName: string): Promise<boolean | undefined> {
  try {
    await ask("User:getUser", { operatorId: session.operatorId, userName });
    return true;
  } catch (error) {
    return (error as Failure).code === "not_found" ? false : undefined;
  }
}

async function firstFree(userName: string): Promise<string | undefined> {
  let next = userName;
  for (let i = 0; i < TRIES; i++) {
    next = nextUserName(next);
    if ((await taken(next)) === false) return next;
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
      let current = true;
      const timer = setTimeout(async () => {
        const is = await taken(userName);
        if (!current || is === undefined) return;
        if (!is) {
          this.answer = { is: "free" };
          return;
        }
        this.answer = { is: "taken", suggestion: undefined };
        const suggestion = await firstFree(userName);
        if (current) this.answer = { is: "taken", suggestion };
      }, PAUSE_MS);
      return () => {
        current = false;
        clearTimeout(timer);
      };
    });
  }
}
