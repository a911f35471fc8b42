import { afterEach, describe, expect, it, vi } from "vitest";
import type { Contact, OwnReport, Pending } from "$lib/contract";
import { session } from "$lib/state/session.svelte";
import { invitationOf, invitationWords, setReason } from "./contact";

const now = new Date("2026-11-19T14:02:00").getTime() / 1000;
const contact = (invitation?: Partial<Pending>): Contact => ({
  email: "saki@kitahama.example", verified: false, ...(invitation && { invitation: { mail: "sent", resendDateTime: now, triesLeft: 5, ...invitation } }),
});

describe("an invitation", () => {
  it.each([
    [undefined, "none"],
    [contact(), "none"],
    [contact({ mail: "waiting" }), "unsent"],
    [contact({ mail: "failed" }), "failed"],
    [contact({ expireDateTime: now + 3600 }), "sent"],
    // read in the outbox: it works, sent or not
    [contact({ mail: "waiting", expireDateTime: now + 3600 }), "sent"],
    [contact({ expireDateTime: now }), "expired"],
    // wrong codes end the code, and not the link beside it
    [contact({ expireDateTime: now + 3600, triesLeft: 0 }), "usedUp"],
    [contact({ expireDateTime: now, triesLeft: 0 }), "expired"],
    [contact({ mail: "obsolete" }), "expired"],
  ] as const)("%o is %s", (one, stand) => {
    expect(invitationOf(one, now)).toBe(stand);
  });
  it("says where it stands, whom it is for and what is missing", () => {
    expect(invitationWords({}, "Saki", now)).toBe("Saki has no password yet. With a contact address you can invite Saki to choose one.");
    expect(invitationWords({ contact: contact({ expireDateTime: now + 3600 }) }, "Saki", now)).toBe("Sent to saki@kitahama.example. It works until 19 Nov 2026, 15:02.");
  });
});

describe("deciding on an address", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    session.report = undefined;
  });
  it.each([
    ["m.sato", true, "User:updateUser"],
    ["r.costa", false, "User:updateUser User:createUserPassword"],
    ["r.costa", true, "User:updateUser User:createUserPassword User:deleteUserPassword"],
  ])("of %s, who has a password: %s, takes %s", (userName, hasPassword, operations) => {
    vi.spyOn(session, "reason").mockImplementation((...asked) => asked.join(" "));
    session.report = { userName: "m.sato" } as OwnReport;
    expect(setReason({ userName, hasPassword })).toBe(operations);
  });
});
