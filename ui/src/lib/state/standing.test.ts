import { beforeEach, expect, it } from "vitest";
import type { Connection, Reach, Server } from "../backend";
import { language } from "../i18n.svelte";
import { COLORS, colorName, dotOf, keyOf, serverLine, standing, whereabouts } from "./standing";

const NOW = Date.UTC(2026, 10, 19, 12) / 1000;
const certificate = { fingerprint: "AA", validUntil: Date.UTC(2027, 2, 4, 12) / 1000, issuer: "Kitahama CA", standing: "trusted" } as const;
const who = { userName: "d.reyes", displayName: "Daniel Reyes", root: false, mustChangePassword: false };
function connection(reach: Reach, more: Partial<Connection> = {}, about: Partial<Server> = {}): Connection {
  const server: Server = { address: "https://id.kitahama.example", operations: [], signUp: "off", certificate, reach, signInKept: true, ...about };
  return {
    id: "server:1", kind: "server", operatorId: "OP0048213907", name: "Kitahama Trading", place: "id.kitahama.example", state: "signedIn", who,
    remembered: { userWasLast: true }, recoverySaved: true, color: "none", readOnly: false, server, ...more,
  };
}
const here: Connection = { ...connection({ is: "reachable" }), id: "local:OP0048213907", kind: "local", place: "", server: undefined };
const ok = { is: "reachable" } as const;

beforeEach(() => void (language.current = "en"));

it("a server's line says account, who and until when its certificate is good", () => {
  expect(serverLine(connection(ok), NOW)).toEqual({ text: "Kitahama Trading, signed in as d.reyes. Certificate valid until 4 Mar 2027.", tone: "plain" });
  expect(serverLine(connection(ok, { state: "signedOut", who: undefined }), NOW).text).toMatch(/^Kitahama Trading\. Signed out\./);
  expect(serverLine(connection(ok, { state: "signedOut", who: undefined, operatorId: "" }), NOW).text).toMatch(/^Nobody has signed in here yet\./);
});
it("a sign-in that is not kept, and a connection that is not encrypted, are told", () => {
  expect(serverLine(connection(ok, {}, { signInKept: false }), NOW).text).toContain("The sign-in ends when Latchkey closes.");
  expect(serverLine(connection(ok, {}, { certificate: undefined }), NOW).text).toContain("Not encrypted");
});
it("what needs care says so, and not by its tone alone", () => {
  const soon = { ...certificate, validUntil: NOW + 3 * 86_400 };
  const lines = [
    serverLine(connection({ is: "certificateChanged" }), NOW), serverLine(connection({ is: "untrusted" }), NOW),
    serverLine(connection({ is: "unreachable", nextTryMs: 0 }), NOW), serverLine(connection(ok, {}, { certificate: soon }), NOW),
  ];
  expect(new Set(lines.map((line) => line.text)).size).toBe(4);
  expect(lines.every((line) => line.tone === "caution")).toBe(true);
});
it("the switcher says who is where", () => {
  expect(standing(connection(ok))).toBe("d.reyes on id.kitahama.example");
  expect(standing(connection(ok, { state: "signedOut", who: undefined }))).toBe("Signed out of id.kitahama.example");
  expect(standing(here)).toBe("d.reyes on this computer");
});
it("the account at the top tells its place, or what is wrong with it, with a dot that says the same", () => {
  expect([whereabouts(connection(ok)), dotOf(connection(ok))]).toEqual(["id.kitahama.example", ""]);
  expect([whereabouts(connection({ is: "unreachable", nextTryMs: 0 })), dotOf(connection({ is: "unreachable", nextTryMs: 0 }))]).toEqual(["Not reachable", "dot-caution"]);
  expect([whereabouts(connection({ is: "certificateChanged" })), dotOf(connection({ is: "certificateChanged" }))]).toEqual(["Certificate changed", "dot-deny"]);
  expect(whereabouts(here)).toBe("On this computer");
});
it("every mark has a name in both languages", () => {
  for (const locale of ["en", "ja"] as const) {
    language.current = locale;
    expect(new Set(COLORS.map(colorName)).size).toBe(COLORS.length);
  }
});
it("a connection is told apart by account here and by host elsewhere", () => {
  expect([keyOf(here), keyOf(connection(ok, { operatorId: "" }))]).toEqual(["OP0048213907", "id.kitahama.example"]);
});
