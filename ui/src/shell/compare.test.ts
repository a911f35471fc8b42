import { expect, it } from "vitest";
import type { FoundServer, Standing } from "$lib/backend";
import { outcome } from "./compare";

const shows = (standing: Standing, fingerprint = "BB"): FoundServer => ({ address: "", host: "", speaks: true, certificate: { fingerprint, validUntil: 0, issuer: "", standing } });

// R80: a person may trust another certificate, never one that fails a check
it("only a certificate that stands up to every check can be trusted instead", () => {
  expect(outcome(shows("trusted"), "AA")).toBe("trustable");
  expect(outcome(shows("changed"), "AA")).toBe("trustable");
  expect(outcome(shows("unknownAuthority"), "AA")).toBe("untrusted");
  for (const standing of ["expired", "notYetValid", "wrongName", "invalid"] as const) expect(outcome(shows(standing), "AA")).toBe("flawed");
});
it("the one that was trusted needs no decision", () => {
  expect(outcome(shows("trusted", "AA"), "AA")).toBe("same");
});
it("none at all, where there was one, is not better", () => {
  expect(outcome({ address: "", host: "", speaks: true }, "AA")).toBe("gone");
});
