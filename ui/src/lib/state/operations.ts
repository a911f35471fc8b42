// What the name of an operation tells, and whether the place of an account has it. The one answer for "is it served?".
import type { Connection } from "../backend";

/** The verbs of operations that only look. */
const LOOKS = ["get", "list", "search", "explain", "has"];
/** The verbs of operations that change something, or somebody's sign-in. */
const CHANGES = ["auth", "logout", "create", "update", "delete", "end", "revoke", "confirm"];
/** What the shell does by other means where a server lacks it. */
const INSTEAD: Record<string, string> = { "User:searchUsers": "User:listUsers" };

/** "User:createUser" is "create". */
export const verbOf = (operation: string) => /^[a-z]+/.exec(operation.slice(operation.indexOf(":") + 1))?.[0] ?? "";

/** Whether it is known what the verb does. */
export const isKnownVerb = (verb: string) => LOOKS.includes(verb) || CHANGES.includes(verb);

/** Whether an operation changes anything. One with an unknown verb does: a button too many is disabled, never one too few. */
export const changes = (operation: string) => !LOOKS.includes(verbOf(operation));

/** Whether the place of an account offers an operation. This computer offers all of them. */
export function serves(connection: Pick<Connection, "kind" | "server"> | undefined, operation: string): boolean {
  if (connection?.kind !== "server") return true;
  const offered = connection.server?.operations ?? [];
  return offered.includes(operation) || offered.includes(INSTEAD[operation] ?? operation);
}
