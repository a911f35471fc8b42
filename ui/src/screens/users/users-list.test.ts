import { expect, it } from "vitest";
import type { UserPage, UserRow } from "$lib/contract";
import type { Query } from "./query";
import { UsersList } from "./users-list.svelte";

const everybody: Query = { search: "", sort: "name", descending: false } as Query;
const nobody: Query = { ...everybody, search: "nobody" };

function answer(all: number): UserPage {
  const users = Array.from({ length: all }, (_, at) => ({ userName: `user${at}` }) as UserRow);
  return { users, matching: all, counts: { all, noPassword: all, neverSignedIn: all } };
}

it("going back to a query shows its counts again, not those of the last one", async () => {
  const asked: string[] = [];
  const list = new UsersList(async ({ search }) => {
    asked.push(search);
    return answer(search === "" ? 3 : 0);
  });
  await list.show(everybody);
  await list.show(nobody);
  expect(list.counts?.all).toBe(0);
  await list.show(everybody);
  expect(list.matching).toBe(3);
  expect(list.counts?.all).toBe(3);
  expect(list.total).toBe(3);
  expect(asked).toEqual(["", "nobody"]);
});
