import { expect, it } from "vitest";
import type { MailTrouble } from "../contract";
import { sentWords } from "./sent";

const TROUBLE: MailTrouble = { step: "connect", message: "It does not answer.", sinceDateTime: 0 };
const said = (standing: Parameters<typeof sentWords>[2], reads = true) => sentWords("On its way", "a@kitahama.example", standing, reads, "Haruka");

it("a message is on its way only where mail gets out, or where nobody knows", () => {
  expect(said({ through: "own" })).toBe("On its way");
  expect(said(undefined)).toBe("On its way");
});
it("without a mail server it waits, and whoever sent it is told who can read it", () => {
  expect(said({ through: "none" })).toBe("The mail to a@kitahama.example waits in the outbox, where you can read it.");
  expect(said({ through: "none" }, false)).toBe("The mail to a@kitahama.example waits in the outbox, where Haruka can read it.");
});
it("while the mail server fails, it waits and goes out later", () => {
  expect(said({ through: "own", trouble: TROUBLE })).toContain("goes out once");
});
