// Where a message of the outbox stands, in words; and what can be taken out of one that is read. Text in, text out.
import type { MessageState, OutboxMessage } from "$lib/contract";
import { m, number, whenWithin } from "$lib/i18n.svelte";
import { countdown } from "$lib/time";

type Tone = "neutral" | "allow" | "deny" | "info";
export interface Standing {
  text: string;
  tone: Tone;
}

/** A wait that is worth counting down, in seconds. */
const COUNTED_S = 3600;

type Message = Pick<OutboxMessage, "state" | "tries" | "nextTryDateTime">;

/** In UNIX seconds: when it is about to be tried; undefined for one that is not. */
const dueAt = ({ state, nextTryDateTime }: Message): number | undefined => (state === "waiting" ? nextTryDateTime : undefined);

/** Changes by itself soon, so that looking again is worth it. */
export const moves = (message: Message, now: number): boolean =>
  message.state === "sending" || (dueAt(message) !== undefined && (dueAt(message) ?? 0) - now < COUNTED_S);

export function standingOf(message: Message, now: number): Standing {
  switch (message.state) {
    case "sent":
      return { text: m.outbox_sent(), tone: "allow" };
    case "failed":
      return { text: message.tries > 0 ? m.outbox_failed_tries({ count: message.tries, shown: number(message.tries) }) : m.outbox_failed(), tone: "deny" };
    case "obsolete":
      return { text: m.outbox_obsolete(), tone: "neutral" };
    case "sending":
      return { text: m.outbox_sending(), tone: "info" };
    case "waiting": {
      const due = dueAt(message);
      if (due === undefined) return { text: m.outbox_waiting(), tone: "neutral" };
      if (due <= now) return { text: m.outbox_sending(), tone: "info" };
      return { text: due - now < COUNTED_S ? m.outbox_waiting_clock({ clock: countdown(due - now) }) : m.outbox_waiting(), tone: "neutral" };
    }
  }
}

/** Why a message is where it is, and when it is tried again where that is not counted down. */
export function whyOf(message: OutboxMessage, now: number): string | undefined {
  if (message.state === "obsolete") return message.reason ?? m.outbox_obsolete_text();
  const due = dueAt(message);
  const next = due !== undefined && due - now >= COUNTED_S ? m.outbox_next({ when: whenWithin(due, now) }) : undefined;
  return [message.reason, next].filter((part) => part !== undefined).join(m.server_sentence_gap()) || undefined;
}

/** The states that a list can be narrowed to, as the address has them. */
export const FILTERS = ["waiting", "failed", "sent"] as const satisfies MessageState[];
export type Filter = (typeof FILTERS)[number];
export const filterOf = (text: string | undefined): Filter | undefined => FILTERS.find((one) => one === text);

/** The code in a message: two groups of four out of the letters that codes are made of. */
export const codeIn = (text: string): string | undefined => /(?<![0-9A-Za-z_/.-])[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![0-9A-Za-z_/-])/.exec(text)?.[0];
