// What a list of users is asked for, and how the address holds it: #/users?q=sato&show=noPassword&sort=name.
import type { UserFilter, UserSort } from "$lib/contract";

export interface Query {
  search: string;
  filter: UserFilter | undefined;
  sort: UserSort;
  descending: boolean;
}

/** Latest sign-in first. */
export const USUAL: Query = { search: "", filter: undefined, sort: "lastSignIn", descending: true };

const FILTERS: readonly UserFilter[] = ["noPassword", "neverSignedIn"];
const SORTS: readonly UserSort[] = ["name", "lastSignIn", "created"];

/** Reads the address; anything it does not understand is as usual. */
export function readQuery(address: Record<string, string>): Query {
  const [sort, direction] = (address["sort"] ?? "").split("-");
  const known = SORTS.find((one) => one === sort);
  return {
    search: (address["q"] ?? "").slice(0, 64),
    filter: FILTERS.find((one) => one === address["show"]),
    sort: known ?? USUAL.sort,
    descending: known ? direction === "desc" : USUAL.descending,
  };
}

/** Writes only what is not as usual. */
export function writeQuery({ search, filter, sort, descending }: Query): Record<"q" | "show" | "sort", string | undefined> {
  const usual = sort === USUAL.sort && descending === USUAL.descending;
  return { q: search || undefined, show: filter, sort: usual ? undefined : descending ? `${sort}-desc` : sort };
}

/** A header pressed: its usual direction first, the other way when it is sorted already. */
export function sortedBy(query: Query, sort: UserSort): Query {
  return { ...query, sort, descending: query.sort === sort ? !query.descending : sort !== "name" };
}
