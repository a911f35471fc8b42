// What looking at a server comes to: whether somebody can go on, and if not, why. Decides words and ways, trusts nothing.
import type { Failure, FoundServer } from "$lib/backend";

/** Reasons that nobody at this computer can do anything about. */
export type Flaw = "expired" | "notYetValid" | "wrongName" | "invalid";

export type Look =
  | { is: "empty" }
  | { is: "searching" }
  /** Can be gone on with; not of this API; authority unknown; other certificate than before; connected already. */
  | { is: "found" | "foreign" | "untrusted" | "changed" | "known"; server: FoundServer }
  | { is: "flawed"; server: FoundServer; flaw: Flaw }
  /** Nothing answered. */
  | { is: "missing"; failure: Failure }
  /** Not an address. */
  | { is: "malformed"; message: string }
  /** The certificate of an authority that was given cannot be read. */
  | { is: "unreadable"; message: string };

/** What was found. The certificate comes first: what a server says of itself counts only behind one. */
export function verdict(server: FoundServer): Look {
  const standing = server.certificate?.standing;
  if (standing === "changed" || server.trustedBefore !== undefined) return { is: "changed", server };
  if (server.connection !== undefined) return { is: "known", server };
  if (standing === "unknownAuthority") return { is: "untrusted", server };
  if (standing !== undefined && standing !== "trusted") return { is: "flawed", server, flaw: standing };
  return { is: server.speaks ? "found" : "foreign", server };
}

/** What went wrong instead. */
export function refusal(failure: Failure): Look {
  if (failure.field === "address") return { is: "malformed", message: failure.message };
  if (failure.field === "authority") return { is: "unreadable", message: failure.message };
  return { is: "missing", failure };
}

/** Whether an address looks finished, so that it is worth asking for before Enter: a name with an ending, an IP address, or this computer. */
export function looksFinished(text: string): boolean {
  const host = text.trim().normalize("NFKC").replace(/^[a-z]+:\/\//i, "").split(/[/?#]/, 1)[0] ?? "";
  return /^(localhost|\[[0-9a-f:.]+\]|[^\s.:@]+(\.[^\s.:@]+)*\.[^\s.:@]{2,}|\d{1,3}(\.\d{1,3}){3})(:\d{2,5})?$/i.test(host);
}

export type Authority = { pem: string } | { problem: "private" | "notPem" | "long" };

/** Longest text that is taken: a chain of certificates is far shorter. */
const LONGEST = 64 * 1024;

/** The certificates in a file or in pasted text. A private key has no business here and goes nowhere. */
export function readAuthority(text: string): Authority {
  if (text.length > LONGEST) return { problem: "long" };
  if (/PRIVATE KEY-----/.test(text)) return { problem: "private" };
  const found = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g);
  return found ? { pem: `${found.join("\n")}\n` } : { problem: "notPem" };
}
