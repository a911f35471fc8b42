import { expect, it } from "vitest";
import type { FoundServer, Standing } from "$lib/backend";
import { looksFinished, readAuthority, refusal, verdict } from "./verdict";

const certificate = (standing: Standing) => ({ fingerprint: "AA:BB", validUntil: 1_800_000_000, issuer: "Kitahama CA", standing });
const server = (more: Partial<FoundServer> = {}): FoundServer => ({ address: "https://id.kitahama.example", host: "id.kitahama.example", speaks: true, certificate: certificate("trusted"), ...more });

it("a trusted server of the account API can be gone on with, and so can plain http on this computer", () => {
  expect(verdict(server()).is).toBe("found");
  expect(verdict(server({ certificate: undefined })).is).toBe("found");
});
it("something else that answers is not one", () => {
  expect(verdict(server({ speaks: false })).is).toBe("foreign");
});
// R80: no certificate that does not stand up to a check leads on, whatever the server says of itself
it("an unknown authority leads to an import, every other flaw to a stop", () => {
  expect(verdict(server({ certificate: certificate("unknownAuthority") })).is).toBe("untrusted");
  for (const flaw of ["expired", "notYetValid", "wrongName", "invalid"] as const) expect(verdict(server({ certificate: certificate(flaw) }))).toMatchObject({ is: "flawed", flaw });
});
it("another certificate than the one that was trusted comes before everything else", () => {
  expect(verdict(server({ trustedBefore: "CC:DD", connection: "server:1" })).is).toBe("changed");
  expect(verdict(server({ certificate: certificate("changed") })).is).toBe("changed");
});
it("a server that is known already is gone to, not added twice", () => {
  expect(verdict(server({ connection: "server:1" })).is).toBe("known");
});
it("a refusal is told by what it is about", () => {
  expect(refusal({ code: "bad_request", message: "no", field: "address" }).is).toBe("malformed");
  expect(refusal({ code: "bad_request", message: "no", field: "authority" }).is).toBe("unreadable");
  expect(refusal({ code: "unreachable", message: "no" }).is).toBe("missing");
});
it("an address is asked for by itself once it looks finished", () => {
  for (const text of ["id.kitahama.example", "https://id.kitahama.example/v1", "localhost:8080", "127.0.0.1:8443", "[::1]:8443", " id.example.com ", "ｉｄ.example.com"]) {
    expect(looksFinished(text), text).toBe(true);
  }
  for (const text of ["", "id", "id.", "id.k", "https://", "127.0.", "id.example.com:", "d.reyes@kitahama.example"]) expect(looksFinished(text), text).toBe(false);
});
it("an authority is certificates and nothing else", () => {
  const one = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
  expect(readAuthority(`Subject: Kitahama\r\n${one}\n${one}\n`)).toEqual({ pem: `${one}\n${one}\n` });
  expect(readAuthority("hello")).toEqual({ problem: "notPem" });
  expect(readAuthority("x".repeat(70_000))).toEqual({ problem: "long" });
});
it("a private key goes nowhere, even beside a certificate", () => {
  const key = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----";
  expect(readAuthority(key)).toEqual({ problem: "private" });
});
