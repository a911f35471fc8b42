// What the name of an operation tells, and whether the place of an account has it. The one answer for "is it served?".
import type { Connection } from "../backend";

/** The verbs of operations that only look. */
const LOOKS = ["get", "list", "search", "explain", "has"];
/** The verbs of operations that change something, somebody's sign-in, or what a mail's link and code can do ("read"). */
const CHANGES = [
  "auth", "logout", "create", "update", "delete", "end", "revoke", "confirm", "issue", "verify", "resend", "send", "set", "undo", "stop", "object", "invite", "test", "retry", "read",
];
/** What the shell works out by itself for a server of another make, from which of its operations; from none where absent. */
const WORKED_OUT: Record<string, string | undefined> = {
  "User:searchUsers": "User:listUsers",
  "Access:explainUser": "User:getUser",
  "Access:explainDocument": "User:getUser",
  "Access:listTemplates": undefined,
  "Access:listCatalogue": undefined,
};

/** "User:createUser" is "create". */
export const verbOf = (operation: string) => /^[a-z]+/.exec(operation.slice(operation.indexOf(":") + 1))?.[0] ?? "";

/** Whether it is known what the verb does. */
export const isKnownVerb = (verb: string) => LOOKS.includes(verb) || CHANGES.includes(verb);

/** Whether an operation changes anything. One with an unknown verb does: a button too many is disabled, never one too few. */
export const changes = (operation: string) => !LOOKS.includes(verbOf(operation));

/** Whether the place of an account offers an operation. This computer offers all of them. */
export function serves(connection: Pick<Connection, "kind" | "server"> | undefined, operation: string): boolean {
  if (connection?.kind !== "server") return true;
  const { operations = [], product } = connection.server ?? {};
  if (operations.includes(operation) || product !== undefined || !(operation in WORKED_OUT)) return operations.includes(operation);
  const from = WORKED_OUT[operation];
  return from === undefined || operations.includes(from);
}
