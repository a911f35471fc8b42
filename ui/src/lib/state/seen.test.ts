import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { askWhileSeen, whileSeen } from "./seen";

let page: EventTarget & { hidden: boolean };
const show = (shown: boolean) => {
  page.hidden = !shown;
  page.dispatchEvent(new Event("visibilitychange"));
};

beforeEach(() => {
  vi.useFakeTimers();
  page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal("document", page);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("a hidden window does nothing, and looks at once when it is shown again", () => {
  let steps = 0;
  const end = whileSeen(() => steps++, 1000);
  vi.advanceTimersByTime(2000);
  expect(steps).toBe(3);
  show(false);
  vi.advanceTimersByTime(60_000);
  expect([steps, vi.getTimerCount()]).toEqual([3, 0]);
  show(true);
  expect(steps).toBe(4);
  end();
  show(true);
  vi.advanceTimersByTime(60_000);
  expect(steps).toBe(4);
});
it("nothing is asked for again before its answer is here, and a failure ends nothing", async () => {
  let asked = 0;
  let answer: (how: "well" | "badly") => void = () => {};
  const end = askWhileSeen(() => new Promise<void>((resolve, reject) => { asked++; answer = (how) => (how === "well" ? resolve() : reject(new Error(how))); }), 1000);
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toBe(1);
  answer("badly");
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toBe(2);
  end();
});
