import { describe, expect, it } from "vitest";
import type { Session, User } from "$lib/contract";
import { lossOf } from "./loss";

const now = 1_800_000_000;
const user = (change: Partial<User> = {}): User => ({
  userName: "m.sato",
  hasPassword: true,
  authKeyList: [],
  roleList: [],
  createDateTime: 0,
  updateDateTime: 0,
  ...change,
});
const key = (lastUsedDateTime?: number) => ({
  authKeyId: "keyId-x",
  createDateTime: 0,
  ...(lastUsedDateTime !== undefined && { lastUsedDateTime }),
});
const session = { sessionId: "s", device: "", createDateTime: 0, lastUsedDateTime: 0, expireDateTime: 0, current: false } satisfies Session;

describe("the name is typed", () => {
  it("when a key was used in the last 24 hours", () => {
    const loss = lossOf(user({ authKeyList: [key(now - 3600), key(now - 240), key()] }), [], now);
    expect(loss).toMatchObject({ typing: "key", keys: 3, keyUsed: now - 240 });
  });
  it("when more than five things are lost", () => {
    expect(lossOf(user(), Array(4).fill(session), now).typing).toBeUndefined();
    expect(lossOf(user(), Array(5).fill(session), now)).toMatchObject({ typing: "many", sessions: 5, password: true });
  });
  it("not for an idle user", () => {
    expect(lossOf(user({ authKeyList: [key(now - 90_000)] }), [], now).typing).toBeUndefined();
  });
});

it("what may not be read is not counted", () => {
  expect(lossOf(undefined, undefined, now)).toEqual({
    keys: 0,
    keyUsed: undefined,
    sessions: undefined,
    password: false,
    roles: 0,
    typing: undefined,
  });
});
