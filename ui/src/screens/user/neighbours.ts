// Who stands before and after a user in the list that somebody came from.
import type { Query } from "../users/query";

export interface Neighbours {
  before: string | undefined;
  after: string | undefined;
  /** The user's own place in the list. */
  at: number;
}

type Search = (query: Query, offset: number, limit: number) => Promise<{ userName: string }[]>;

/** Looks around the place where the user was; undefined when it is not there any more. */
export async function neighboursOf(userName: string, query: Query, at: number, search: Search): Promise<Neighbours | undefined> {
  const first = Math.max(0, at - 1);
  const around = await search(query, first, 3);
  const here = around.findIndex((user) => user.userName === userName);
  if (here < 0) return undefined;
  return { before: around[here - 1]?.userName, after: around[here + 1]?.userName, at: first + here };
}
