import { expect, it } from "vitest";
import type { OutboxMessage } from "$lib/contract";
import type { ask } from "$lib/state/ask";
import { Outbox } from "./outbox.svelte";

const BUSY = { code: "busy", message: "Not now." };

/** An outbox with so many sent messages, which answers when a test says so, or refuses. */
class Place {
  asked: string[] = [];
  refuses = false;
  late: Promise<void> = Promise.resolve();
  constructor(private readonly count: number) {}

  readonly ask = (async (_: string, { state, offset, limit }: { state?: string; offset: number; limit: number }, { signal }: { signal: AbortSignal }) => {
    this.asked.push(`${state ?? "all"} ${offset}`);
    const refuses = this.refuses;
    await this.late;
    if (signal.aborted || refuses) throw BUSY;
    const all = Array.from({ length: this.count }, (_one, at) => ({ messageId: `M${at}`, state: "sent", tries: 1 }) as OutboxMessage);
    const matching = all.filter((one) => state === undefined || one.state === state);
    return { messages: matching.slice(offset, offset + limit), matching: matching.length, waiting: 0, failed: 0, through: "own" };
  }) as unknown as typeof ask;
}

async function opened(count = 120) {
  const place = new Place(count);
  const outbox = new Outbox(place.ask);
  await outbox.load(undefined);
  return { place, outbox };
}
/** Answers when it is called. */
function later(place: Place): () => void {
  let answer = () => {};
  place.late = new Promise((resolve) => (answer = resolve));
  return answer;
}

it("looking again waits for the last answer, however late it is", async () => {
  const { place, outbox } = await opened();
  const answer = later(place);
  const first = outbox.look();
  await outbox.look();
  await outbox.look();
  expect(place.asked).toEqual(["all 0", "all 0"]);
  answer();
  await first;
  await outbox.look();
  expect(place.asked).toHaveLength(3);
});
it("looking again does not stop what somebody wants more of", async () => {
  const { place, outbox } = await opened();
  const answer = later(place);
  const next = outbox.next();
  await outbox.look();
  answer();
  await next;
  expect(outbox.messages).toHaveLength(100);
  expect(place.asked).toEqual(["all 0", "all 50"]);
});
it("another filter leaves nothing of the last one, also when it cannot be read", async () => {
  const { place, outbox } = await opened();
  place.refuses = true;
  const loading = outbox.load("failed");
  expect(outbox.messages).toBeUndefined();
  await loading;
  expect(outbox.messages).toBeUndefined();
  expect(outbox.failed).toEqual(BUSY);
  place.refuses = false;
  await outbox.load("failed");
  expect([outbox.messages, outbox.failed]).toEqual([[], undefined]);
});
it("what cannot be read anew is said, and what is there stays", async () => {
  const { place, outbox } = await opened();
  place.refuses = true;
  await outbox.load(undefined);
  expect(outbox.messages).toHaveLength(50);
  expect(outbox.failed).toEqual(BUSY);
  await outbox.look();
  place.refuses = false;
  await outbox.look();
  expect(outbox.failed).toBeUndefined();
});
it("more that does not come is said where it was asked for, and can be asked for again", async () => {
  const { place, outbox } = await opened();
  place.refuses = true;
  await outbox.next();
  expect([outbox.messages?.length, outbox.failed, outbox.failedMore]).toEqual([50, undefined, BUSY]);
  place.refuses = false;
  await outbox.next();
  expect([outbox.messages?.length, outbox.failedMore]).toEqual([100, undefined]);
});
