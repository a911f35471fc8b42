import { expect, it } from "vitest";
import { changeWords } from "./primary-words";

const OLD = "haruka@kitahama.example";
const trouble = { step: "connect" as const, message: "It does not answer.", sinceDateTime: 0 };

it("both addresses are told at once, and a link takes it back, only where mail and its links work", () => {
  const { told, undo } = changeWords(OLD, { through: "own", links: true });
  expect(told).toBe(`Both addresses get an email about it, so it cannot happen without ${OLD} knowing.`);
  expect(undo).toBe(`For 72 hours, ${OLD} can take the change back with a link.`);
});
it("without a page for links it is taken back by hand", () => {
  const { undo } = changeWords(OLD, { through: "server", links: false });
  expect(undo).toBe(`To take the change back, make ${OLD} primary again on this page.`);
});
it("what mail cannot keep is not promised", () => {
  const none = changeWords(OLD, { through: "none", links: true });
  expect(none.told).toBe("Nobody is written to now: both notices wait in the outbox.");
  expect(none.undo).toContain("on this page");
  expect(changeWords(OLD, { through: "own", links: true, trouble }).told).toContain("once mail can be sent again");
  expect(changeWords(OLD, undefined)).toEqual({ told: undefined, undo: none.undo });
});
