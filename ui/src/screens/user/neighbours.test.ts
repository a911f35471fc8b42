import { expect, it } from "vitest";
import { USUAL } from "../users/query";
import { neighboursOf } from "./neighbours";

const names = ["a", "b", "c", "d"];
const search = async (_: unknown, offset: number, limit: number) => names.slice(offset, offset + limit).map((userName) => ({ userName }));

it("names who stands before and after", async () => {
  expect(await neighboursOf("b", USUAL, 1, search)).toEqual({ before: "a", after: "c", at: 1 });
  expect(await neighboursOf("a", USUAL, 0, search)).toEqual({ before: undefined, after: "b", at: 0 });
  expect(await neighboursOf("d", USUAL, 3, search)).toEqual({ before: "c", after: undefined, at: 3 });
});

it("knows nobody when the user is elsewhere by now", async () => {
  expect(await neighboursOf("d", USUAL, 0, search)).toBeUndefined();
});
