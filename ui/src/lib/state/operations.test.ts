import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Server } from "../shell";
import { changes, isKnownVerb, serves, verbOf } from "./operations";

const contract = readFileSync(new URL("../contract.ts", import.meta.url), "utf8");
const operations = [...contract.matchAll(/^ {2}"(\w+:\w+)": \{ request/gm)].map((found) => found[1] ?? "");
const server = (...offered: string[]) => ({ kind: "server", server: { operations: offered } as unknown as Server }) as const;

it("it is known of every operation whether it changes anything", () => {
  expect(operations.length).toBeGreaterThan(25);
  expect(operations.filter((operation) => !isKnownVerb(verbOf(operation)))).toEqual([]);
});
it("looking changes nothing, everything else does, and so does what nobody knows", () => {
  for (const operation of ["User:getUser", "User:searchUsers", "Access:explainSelf", "User:hasUserPassword", "AuditLog:listUserEvents", "Email:listEmails", "Mail:searchOutbox"]) expect(changes(operation)).toBe(false);
  for (const operation of ["User:createUser", "User:revokeUserAuthTokens", "Session:endSession", "SystemNotification:setSystemNotification", "Mail:readMessage", "Sim:frobnicate"]) expect(changes(operation)).toBe(true);
});
it("this computer offers every operation, a server those that it names", () => {
  expect(serves({ kind: "local" }, "Access:explainSelf")).toBe(true);
  expect(serves(server("User:getUser"), "User:getUser")).toBe(true);
  expect(serves(server("User:getUser"), "Access:explainSelf")).toBe(false);
  expect(serves({ kind: "server" }, "User:getUser")).toBe(false);
});
it("what is worked out here from public operations is there on a server of another make", () => {
  expect(serves(server("User:listUsers"), "User:searchUsers")).toBe(true);
  expect(serves(server("User:getUser"), "User:searchUsers")).toBe(false);
  expect(serves(server("User:getUser"), "Access:explainDocument")).toBe(true);
  expect(serves(server(), "Access:listTemplates")).toBe(true);
});
it("Latchkey's own server is taken at its word", () => {
  const own = { kind: "server", server: { operations: ["User:listUsers"], product: "Latchkey 0.1.0" } as unknown as Server } as const;
  expect(serves(own, "User:searchUsers")).toBe(false);
  expect(serves(own, "Access:listTemplates")).toBe(false);
});
