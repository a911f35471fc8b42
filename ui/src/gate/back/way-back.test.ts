import { afterEach, expect, it, vi } from "vitest";
import type { Connection } from "$lib/backend";

const asked = vi.hoisted(() => ({ callPublic: vi.fn<(connection: string, operation: string, request: object) => Promise<unknown>>() }));
vi.mock("$lib/backend", async (real) => ({ ...(await real<object>()), ...asked }));

import { WayBack } from "./way-back.svelte";

const here = { id: "here", kind: "local" } as Connection;
const there = { id: "there", kind: "server", server: { operations: ["Server:getServer", "Auth:issuePasswordResetToken"] } } as unknown as Connection;
const wayTo = (connection: Connection) => new WayBack(() => connection, () => ({ sam: false, email: "hana@kitahama.example", operatorId: "", userName: "" }));
/** What the place says of its mail; everything else it does without a word. */
const sends = (mail: boolean) => asked.callPublic.mockImplementation((_, operation) => Promise.resolve(operation === "Server:getServer" ? { mail } : undefined));

afterEach(() => void vi.clearAllMocks());

it("nothing is on its way from a computer without a mail server", async () => {
  const way = wayTo(here);
  sends(false);
  await way.look();
  expect([way.sends, way.unsent]).toEqual([false, true]);
});
it("a server without mail of its own may serve an account that has some", async () => {
  const way = wayTo(there);
  sends(false);
  await way.look();
  expect([way.sends, way.unsent]).toEqual([false, false]);
});
it("a mail server that was set up meanwhile is noticed when a mail is asked for", async () => {
  const way = wayTo(here);
  sends(false);
  await way.look();
  sends(true);
  expect(await way.send()).toBe(true);
  await vi.waitFor(() => expect(way.unsent).toBe(false));
  expect(way.step).toBe("code");
});
it("a place that does not tell is not accused of anything", async () => {
  const way = wayTo(there);
  asked.callPublic.mockRejectedValue({ code: "unreachable", message: "No answer." });
  await way.look();
  expect(way.sends).toBe(true);
});
