// What deleting a user takes away, and whether its name has to be typed for it.
import type { Session, User } from "$lib/contract";

export interface Loss {
  keys: number;
  /** The latest use of a key in the last 24 hours, UNIX seconds. */
  keyUsed: number | undefined;
  /** Undefined: may not be known. */
  sessions: number | undefined;
  password: boolean;
  roles: number;
  /** Why the name has to be typed; undefined when it has not. */
  typing: "key" | "many" | undefined;
}

const DAY = 86_400;
/** More things than this are a lot. */
const MANY = 5;

export function lossOf(user: User | undefined, sessions: Session[] | undefined, now: number): Loss {
  const uses = (user?.authKeyList ?? []).flatMap((key) => key.lastUsedDateTime ?? []).filter((use) => now - use < DAY);
  const keyUsed = uses.length > 0 ? Math.max(...uses) : undefined;
  const keys = user?.authKeyList.length ?? 0;
  const roles = user?.roleList.length ?? 0;
  const password = user?.hasPassword ?? false;
  const things = keys + roles + (sessions?.length ?? 0) + (password ? 1 : 0);
  return {
    keys,
    keyUsed,
    sessions: sessions?.length,
    password,
    roles,
    typing: keyUsed !== undefined ? "key" : things > MANY ? "many" : undefined,
  };
}
