// What comparing a server's certificate with the one that was trusted allows. A person decides; this says whether she may.
import type { FoundServer } from "$lib/backend";

/**
 * `same`: the one that was trusted. `trustable`: another one that stands up to every check. `untrusted`: from an authority nobody
 * imported. `flawed`: expired and the like. `gone`: no certificate at all where there was one.
 */
export type Outcome = "same" | "trustable" | "untrusted" | "flawed" | "gone";

export function outcome(found: FoundServer, trusted: string | undefined): Outcome {
  const { certificate } = found;
  if (!certificate) return "gone";
  const same = certificate.fingerprint === trusted;
  switch (certificate.standing) {
    case "trusted": return same ? "same" : "trustable";
    case "changed": return "trustable";
    case "unknownAuthority": return "untrusted";
    default: return "flawed";
  }
}
