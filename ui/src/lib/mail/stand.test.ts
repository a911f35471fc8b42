import { expect, it } from "vitest";
import type { Email, Pending } from "../contract";
import { standOf } from "./stand";

const NOW = 1000;
const stand = (pending?: Partial<Pending>) => {
  const whole = pending && { mail: "sent" as const, resendDateTime: 0, triesLeft: 5, ...pending };
  const email: Email = { emailId: "a", email: "a@kitahama.example", verified: false, createDateTime: 0, updateDateTime: 0, ...(whole && { pending: whole }) };
  return standOf(email, NOW);
};

it("a code is waited for until its time is over or its tries are used up", () => {
  expect(stand({ expireDateTime: 1552 })).toEqual({ is: "waiting", until: 1552 });
  expect(stand({ expireDateTime: NOW })).toEqual({ is: "expired" });
  expect(stand({ expireDateTime: 1552, triesLeft: 0 })).toEqual({ is: "usedUp" });
  expect(stand({ expireDateTime: NOW, triesLeft: 0 })).toEqual({ is: "expired" });
});
it("a message that no mail server took has no code yet, unless it was read in the outbox", () => {
  expect(stand({ mail: "waiting" })).toEqual({ is: "unsent" });
  expect(stand({ mail: "sending" })).toEqual({ is: "unsent" });
  expect(stand({ mail: "failed" })).toEqual({ is: "failed" });
  expect(stand({ mail: "waiting", expireDateTime: 1552 })).toEqual({ is: "waiting", until: 1552 });
});
it("a message that nobody needs any more has no code that works", () => {
  expect(stand({ mail: "obsolete" })).toEqual({ is: "expired" });
  expect(stand({ mail: "obsolete", expireDateTime: 1552, triesLeft: 0 })).toEqual({ is: "expired" });
});
it("a server that does not tell is not asked to", () => {
  expect(stand()).toEqual({ is: "link" });
});
