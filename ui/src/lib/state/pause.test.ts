import { expect, it } from "vitest";
import type { Failure } from "../backend";
import { countdown } from "../time";
import { announces, Pause } from "./pause.svelte";

it("a countdown is read out at its beginning, at one minute and at its end", () => {
  const said = Array.from({ length: 91 }, (_, at) => 90 - at).filter((left) => announces(left, left === 90));
  expect(said).toEqual([90, 60, 0]);
});
it("a countdown is minutes and seconds", () => {
  expect(countdown(299)).toBe("4:59");
  expect(countdown(60)).toBe("1:00");
  expect(countdown(0.2)).toBe("0:01");
  expect(countdown(-3)).toBe("0:00");
});

it("the wrong try that brings a pause begins it, and somebody else does not wait", () => {
  const pause = new Pause();
  expect(pause.take({ code: "invalid_credentials", message: "", detail: { triesLeft: 1 } } as Failure)).toBe(false);
  expect(pause.on).toBe(false);
  expect(pause.take({ code: "invalid_credentials", message: "", detail: { triesLeft: 0, retryAfterSeconds: 60 } } as Failure)).toBe(true);
  expect(pause.on).toBe(true);
  pause.clear();
  expect(pause.on).toBe(false);
});
