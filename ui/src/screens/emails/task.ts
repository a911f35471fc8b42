// What somebody is about to do with an address. It stands in the page's address: the palette and other pages lead here.
import { m } from "$lib/i18n.svelte";
import { session } from "$lib/state/session.svelte";
import { MOST } from "./emails-page.svelte";

const ABOUT_ONE = ["code", "correct", "delete", "primary"] as const;
export type Task =
  /** `email`: what is typed already. */
  | { is: "add"; email?: string }
  /** `first`: the second step of adding it. */
  | { is: "code"; id: string; first?: boolean }
  /** `behind`: the dialog for the code, to which it leads back; `first` as there. */
  | { is: "correct"; id: string; behind?: true; first?: boolean }
  | { is: "delete" | "primary"; id: string };

export function readTask({ task, id, email, step, behind }: Record<string, string>): Task | undefined {
  if (task === "add") return { is: "add", ...(email && { email }) };
  const is = ABOUT_ONE.find((one) => one === task);
  if (is === undefined || !id) return undefined;
  const first = step === "2" && { first: true };
  if (is === "code") return { is, id, ...first };
  return is === "correct" && behind === "code" ? { is, id, behind: true, ...first } : { is, id };
}

/** As parts of the query; every part, so that the last task leaves nothing behind. */
export function writeTask(task: Task | undefined): Record<string, string | undefined> {
  return {
    task: task?.is,
    id: task && "id" in task ? task.id : undefined,
    email: task?.is === "add" ? task.email : undefined,
    step: task && "first" in task && task.first ? "2" : undefined,
    behind: task && "behind" in task ? "code" : undefined,
  };
}

/** Why no address can be added; undefined when one can. */
export const addReason = (full: boolean) => session.reason("Email:issueAddEmailToken") ?? (full ? m.emails_full({ most: MOST }) : undefined);
