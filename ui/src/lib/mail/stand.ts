// Where an address stands: verified, or what keeps it from that.
import type { Email } from "../contract";

/** An address of the account, or a user's. */
export type Confirmable = Pick<Email, "email" | "verified" | "pending">;

export type Stand =
  | { is: "verified" }
  /** Its code works until then; UNIX seconds. */
  | { is: "waiting"; until: number }
  /** The code is too old. */
  | { is: "expired" }
  /** The code was used up by wrong tries; the link beside it works on. */
  | { is: "usedUp" }
  /** No mail server has taken the message yet. */
  | { is: "unsent" }
  /** None will, unless somebody sends it again. */
  | { is: "failed" }
  /** A server that does not tell: all that is known is that the link was not opened. */
  | { is: "link" };

export function standOf({ verified, pending }: Pick<Confirmable, "verified" | "pending">, now: number): Stand {
  if (verified) return { is: "verified" };
  if (!pending) return { is: "link" };
  const { expireDateTime: until, triesLeft, mail } = pending;
  // a message that was read in the outbox has a code that works, sent or not
  if (until !== undefined && mail !== "obsolete") return until <= now ? { is: "expired" } : triesLeft > 0 ? { is: "waiting", until } : { is: "usedUp" };
  if (mail === "failed") return { is: "failed" };
  return mail === "waiting" || mail === "sending" ? { is: "unsent" } : { is: "expired" };
}
