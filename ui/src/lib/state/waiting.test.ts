import { expect, it } from "vitest";
import { stopWaiting, waitFor } from "./waiting";

it("stopping ends what is under way, and nothing that has ended or comes later", () => {
  const [ended, running] = [waitFor(), waitFor()];
  ended.end();
  stopWaiting();
  const later = waitFor();
  expect([ended, running, later].map((one) => one.signal.aborted)).toEqual([false, true, false]);
});
