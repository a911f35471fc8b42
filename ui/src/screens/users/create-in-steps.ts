// A new user on a server that knows only the public operations: the user, then the permissions, then the password. Each step is
// done once, so trying again after a failure goes on where it stopped.
import { failure, type Failure } from "$lib/backend";
import type { Operations } from "$lib/contract";
import { m } from "$lib/i18n.svelte";
import { ask } from "$lib/state/ask";

type Request = Operations["User:createUser"]["request"];
type Step = "user" | "permission" | "password";

/** What is done already, for the user that is being created. */
export class Steps {
  #of = "";
  #done = new Set<Step>();

  async once(userName: string, step: Step, run: () => Promise<unknown>): Promise<void> {
    if (this.#of !== userName) [this.#of, this.#done] = [userName, new Set()];
    if (this.#done.has(step)) return;
    try {
      await run();
    } catch (thrown) {
      throw this.#done.size === 0 ? thrown : half(userName, failure(thrown));
    }
    this.#done.add(step);
  }
}

/** Something went wrong after the user was there. */
const half = (userName: string, { message, ...rest }: Failure): Failure => (message === "" ? { message, ...rest } : { message: m.server_half_made({ userName, message }), ...rest });

export async function createInSteps({ permission, password, mustChangePassword: _, ...user }: Request, steps: Steps): Promise<void> {
  const { operatorId, userName } = user;
  await steps.once(userName, "user", () => ask("User:createUser", user));
  if (permission) await steps.once(userName, "permission", () => ask("User:updateUserPermission", { operatorId, userName, permission }));
  if (password) await steps.once(userName, "password", () => ask("User:createUserPassword", { operatorId, userName, password }));
}
