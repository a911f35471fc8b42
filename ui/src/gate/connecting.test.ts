import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { FoundServer } from "$lib/backend";
import { Connecting, PAUSE_MS } from "./connecting.svelte";

const found = (host: string, more: Partial<FoundServer> = {}): FoundServer => ({ address: `https://${host}`, host, speaks: true, ...more });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("looks by itself after a pause in typing, once, at what was typed last", async () => {
  const asked: string[] = [];
  const connecting = new Connecting((address) => {
    asked.push(address);
    return Promise.resolve(found(address));
  });
  connecting.address = "id.kitahama.exa";
  await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
  connecting.address = "id.kitahama.example";
  expect(connecting.look.is).toBe("empty");
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  expect(asked).toEqual(["id.kitahama.example"]);
  expect(connecting.look.is).toBe("found");
});
it("what looks unfinished waits for Enter", async () => {
  const connecting = new Connecting((address) => Promise.resolve(found(address)));
  connecting.address = "keyhost";
  await vi.advanceTimersByTimeAsync(PAUSE_MS * 3);
  expect(connecting.look.is).toBe("empty");
  await connecting.now();
  expect(connecting.look.is).toBe("found");
});
it("an answer about an address that was changed since is not shown", async () => {
  let arrive: (server: FoundServer) => void = () => {};
  const connecting = new Connecting(() => new Promise((done) => (arrive = done)));
  connecting.address = "old.kitahama.example";
  const looking = connecting.now();
  expect(connecting.look.is).toBe("searching");
  connecting.address = "";
  arrive(found("old.kitahama.example"));
  await looking;
  expect(connecting.look.is).toBe("empty");
});
// R80: an authority that somebody trusts for one server says nothing about another
it("an authority counts for the address that it was given for", async () => {
  const asked: (string | null)[] = [];
  const connecting = new Connecting((address, authority) => {
    asked.push(authority);
    const standing = authority === null ? "unknownAuthority" : "trusted";
    return Promise.resolve(found(address, { certificate: { fingerprint: "AA", validUntil: 0, issuer: "", standing } }));
  });
  connecting.address = "id.kitahama.example";
  await connecting.now();
  expect(connecting.look.is).toBe("untrusted");
  await connecting.trust("PEM");
  expect(connecting.look.is).toBe("found");
  connecting.address = "id.tosabori.example";
  await connecting.now();
  expect(connecting.look.is).toBe("untrusted");
  expect(asked).toEqual([null, "PEM", null]);
});
it("an authority that cannot be read is forgotten again", async () => {
  const connecting = new Connecting(() => Promise.reject({ code: "bad_request", message: "not a certificate", field: "authority" }));
  connecting.address = "id.kitahama.example";
  await connecting.trust("PEM");
  expect(connecting.look).toEqual({ is: "unreadable", message: "not a certificate" });
  expect(connecting.authority).toBeUndefined();
});
