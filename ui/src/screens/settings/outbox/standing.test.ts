import { afterEach, describe, expect, it } from "vitest";
import { language } from "$lib/i18n.svelte";
import { codeIn, filterOf, moves, standingOf, whyOf } from "./standing";

afterEach(() => (language.current = "en"));
const now = new Date("2026-11-19T14:02:00").getTime() / 1000;

describe("a message stands", () => {
  it.each([
    [{ state: "failed", tries: 3 }, "Failed, 3 tries", "deny"],
    [{ state: "failed", tries: 1 }, "Failed, 1 try", "deny"],
    [{ state: "failed", tries: 0 }, "Failed", "deny"],
    [{ state: "waiting", tries: 1, nextTryDateTime: now + 40 }, "Waiting, 0:40", "neutral"],
    [{ state: "waiting", tries: 4, nextTryDateTime: now + 4 * 3600 }, "Waiting", "neutral"],
    [{ state: "waiting", tries: 0, nextTryDateTime: now - 1 }, "Sending", "info"],
    // no mail server: nobody tries
    [{ state: "waiting", tries: 0 }, "Waiting", "neutral"],
    [{ state: "sending", tries: 0 }, "Sending", "info"],
    [{ state: "sent", tries: 1 }, "Sent", "allow"],
    [{ state: "obsolete", tries: 0 }, "Not needed any more", "neutral"],
  ] as const)("%o: %s", (message, text, tone) => {
    expect(standingOf(message, now)).toEqual({ text, tone });
  });
  it("in Japanese, too", () => {
    language.current = "ja";
    expect(standingOf({ state: "waiting", tries: 4, nextTryDateTime: now + 40 }, now).text).toBe("送信待ち 0:40");
  });
});

it("says why, and when it is tried again", () => {
  const message = { messageId: "1", kind: "test", title: "", to: "", createDateTime: now, tries: 4, canRetry: true } as const;
  expect(whyOf({ ...message, state: "waiting", reason: "It is busy.", nextTryDateTime: now + 4 * 3600 }, now)).toBe("It is busy. Next try today, 18:02.");
  expect(whyOf({ ...message, state: "waiting", reason: "It is busy.", nextTryDateTime: now + 40 }, now)).toBe("It is busy.");
  expect(whyOf({ ...message, state: "failed", reason: "It said no." }, now)).toBe("It said no.");
  expect(whyOf({ ...message, state: "sent" }, now)).toBeUndefined();
  // not needed any more, and not sent in its time, are not the same
  expect(whyOf({ ...message, state: "obsolete" }, now)).toContain("newer one");
  expect(whyOf({ ...message, state: "obsolete", reason: "It is over." }, now)).toBe("It is over.");
});

it("only what changes by itself is looked at again", () => {
  expect(moves({ state: "sending", tries: 0 }, now)).toBe(true);
  expect(moves({ state: "waiting", tries: 0, nextTryDateTime: now + 60 }, now)).toBe(true);
  expect(moves({ state: "waiting", tries: 0, nextTryDateTime: now + 7200 }, now)).toBe(false);
  expect(moves({ state: "waiting", tries: 0 }, now)).toBe(false);
  expect(moves({ state: "failed", tries: 2 }, now)).toBe(false);
});

it("a filter is one of the states that it offers", () => {
  expect(filterOf("failed")).toBe("failed");
  expect(filterOf("obsolete")).toBeUndefined();
  expect(filterOf(undefined)).toBeUndefined();
});

it("a code is found in a message, and nothing else is taken for one", () => {
  expect(codeIn("Your code is\n\n    K7QM-2XWP\n\nIt works for 30 minutes.")).toBe("K7QM-2XWP");
  expect(codeIn("コードは K7QM-2XWP です。")).toBe("K7QM-2XWP");
  for (const text of ["OP0048213907", "2026-11-19", "https://id.example/mail/lkm_AB12-CD34", "k7qm-2xwp", "K7QM-2XWP-9"]) expect(codeIn(text)).toBeUndefined();
});
