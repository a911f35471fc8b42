import { expect, it } from "vitest";
import type { UserPage, UserRow } from "$lib/contract";
import type { Query } from "./query";
import { UsersList } from "./users-list.svelte";

const everybody: Query = { search: "", sort: "name", descending: false } as Query;
const nobody: Query = { ...everybody, search: "nobody" };

function answer(all: number): UserPage {
  const users = Array.from({ length: all }, (_, at) => ({ userName: `user${at}` }) as UserRow);
  return { users, matching: all, counts: { all, noPassword: all, neverSignedIn: all, hasAuthKeys: 0, mfaOff: 0 } };
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
it("a query that nobody waits for any more changes nothing when it is answered", async () => {
  let arrive: (page: UserPage) => void = () => {};
  const late = new Promise<UserPage>((done) => (arrive = done));
  const list = new UsersList(({ search }) => (search === "" ? Promise.resolve(answer(3)) : late));
  await list.show(everybody);
  const waiting = list.show(nobody);
  expect(list.busy).toBe(true);
  list.giveUp({ code: "cancelled", message: "" });
  expect(list.busy).toBe(false);
  arrive(answer(0));
  await waiting;
  expect(list.matching).toBe(3);
  expect(list.counts?.all).toBe(3);
  expect(list.failed).toBeUndefined();
});
it("without anything to show, giving up says so", () => {
  const list = new UsersList(() => new Promise(() => {}));
  void list.show(everybody);
  list.giveUp({ code: "cancelled", message: "given up" });
  expect(list.failed?.message).toBe("given up");
});
it("a query that was superseded is not waited for any more", async () => {
  const given: AbortSignal[] = [];
  const list = new UsersList((_query, _offset, _limit, signal) => {
    given.push(signal);
    return given.length === 1 ? new Promise(() => {}) : Promise.resolve(answer(1));
  });
  void list.show(everybody);
  await list.show({ ...everybody, search: "sato" });
  expect(given[0]?.aborted).toBe(true);
  expect(given[1]?.aborted).toBe(false);
  list.leave();
  expect(given.every((signal) => signal.aborted)).toBe(true);
});
