import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ShellState } from "$lib/backend";
import type { MailToken } from "$lib/contract";

const asked = vi.hoisted(() => ({ mailToken: vi.fn<(number: number) => Promise<unknown>>(), forgetMailToken: vi.fn<(number: number) => Promise<unknown>>() }));
vi.mock("$lib/backend", async (real) => ({ ...(await real<object>()), ...asked }));

import { shell } from "$lib/state/shell.svelte";
import { LinkHead } from "./head.svelte";
import { opened } from "./opened.svelte";

const NOW_S = 1_800_000_000;
const about = (more: Partial<MailToken> = {}): MailToken => ({
  purpose: "addEmail", operatorId: "OP0048213907", operatorName: "Kitahama Trading", email: "a@kitahama.example", expireDateTime: NOW_S + 9000, ...more,
});
let number = 0;
/** A link came, and its card is there. */
function come(): LinkHead {
  shell.state = { pendingMail: { number: (number += 1), connection: "here" } } as ShellState;
  return new LinkHead();
}

beforeEach(() => void vi.useFakeTimers({ now: NOW_S * 1000 }));
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
  shell.state = undefined;
});

it("Enter does not lose a link that is still being looked at", async () => {
  const head = come();
  let answer: (token: MailToken) => void = () => {};
  asked.mailToken.mockReturnValueOnce(new Promise((done) => (answer = done)));
  const looking = opened.look();
  expect(opened.looking).toBe(true);
  head.press();
  answer(about());
  await looking;
  expect([opened.looking, head.action]).toEqual([false, "Verify address"]);
  expect(asked.forgetMailToken).not.toHaveBeenCalled();
});
it("a link that could not be looked at is not called useless, and is looked at again", async () => {
  const head = come();
  asked.mailToken.mockRejectedValueOnce({ code: "store_unavailable", message: "The store does not answer." });
  await opened.look();
  expect([head.title, head.action]).toEqual(["The link could not be checked", "Try again"]);
  asked.mailToken.mockResolvedValueOnce(about());
  head.press();
  await vi.waitFor(() => expect(head.title).toBe("Verify this address?"));
  expect(asked.forgetMailToken).not.toHaveBeenCalled();
});
it.each(["bad_token", "token_expired", "beyond_own_rights"])("a link that ended with %s is only read and closed", async (code) => {
  const head = come();
  asked.mailToken.mockRejectedValueOnce({ code, message: "It is over." });
  await opened.look();
  expect([head.title, head.action]).toEqual(["This link cannot be used", undefined]);
});
it("a link that works later has its button when the time has come, on a card that is open all the while", async () => {
  const head = come();
  asked.mailToken.mockResolvedValueOnce(about({ purpose: "recover", opensDateTime: NOW_S + 2 }));
  await opened.look();
  expect([head.later, head.action]).toEqual([NOW_S + 2, undefined]);
  vi.advanceTimersByTime(2000);
  expect([head.later, head.action]).toEqual([undefined, "Set password"]);
});
