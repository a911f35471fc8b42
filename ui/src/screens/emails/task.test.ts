import { expect, it } from "vitest";
import { readTask, writeTask, type Task } from "./task";

const written = (task: Task | undefined) => Object.fromEntries(Object.entries(writeTask(task)).filter((entry): entry is [string, string] => entry[1] !== undefined));

it.each<Task>([{ is: "add" }, { is: "add", email: "a@kitahama.example" }, { is: "code", id: "EM1" }, { is: "code", id: "EM1", first: true }, { is: "delete", id: "EM1" }, { is: "correct", id: "EM1" }, { is: "correct", id: "EM1", behind: true }, { is: "correct", id: "EM1", behind: true, first: true }])(
  "%j is read as it was written",
  (task) => expect(readTask(written(task))).toEqual(task),
);
it("an address that names no task, or a task without its address, starts nothing", () => {
  expect(readTask({})).toBeUndefined();
  expect(readTask({ task: "delete" })).toBeUndefined();
  expect(readTask({ task: "burn", id: "EM1" })).toBeUndefined();
  expect(written(undefined)).toEqual({});
});
