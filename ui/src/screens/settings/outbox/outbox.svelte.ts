// The messages of the account as they are listed: what was read so far, narrowed to a state, and what changes by itself. Shows
// nothing.
import { failure, type Failure } from "$lib/backend";
import type { MailThrough, MailTrouble, OutboxMessage } from "$lib/contract";
import { ask } from "$lib/state/ask";
import { session } from "$lib/state/session.svelte";
import { moves, type Filter } from "./standing";

/** Read at first, and more each time somebody wants more. */
const PAGE = 50;
/** At most so many are read by one question. */
const MOST = 200;

export class Outbox {
  /** Of the state that is asked for; undefined until they are here. */
  messages = $state.raw<OutboxMessage[]>();
  /** The list that is asked for did not come, or not anew. */
  failed = $state.raw<Failure>();
  /** What follows did not come. */
  failedMore = $state.raw<Failure>();
  matching = $state(0);
  waiting = $state(0);
  failures = $state(0);
  /** Undefined until anything was read. */
  through = $state<MailThrough>();
  trouble = $state.raw<MailTrouble>();
  more = $state(false);
  readonly #ask: typeof ask;
  #filter: Filter | undefined;
  #reading = 0;
  #asking = new AbortController();

  constructor(asks: typeof ask = ask) {
    this.#ask = asks;
  }

  /** Reads the list from its beginning, as far as it was read before. Another filter begins anew: nothing else stands under it. */
  async load(filter: Filter | undefined): Promise<void> {
    if (filter !== this.#filter) this.messages = undefined;
    this.#filter = filter;
    this.failed = undefined;
    this.failedMore = undefined;
    await this.#take(this.#again(), (error) => (this.failed = error));
  }

  /** Reads it again for somebody who watches: not while it is being read, and a failure is nobody's trouble. */
  async look(): Promise<void> {
    if (this.#reading > 0 || !this.messages) return;
    await this.#take(this.#again(), () => undefined);
  }

  /** Reads what follows. */
  async next(): Promise<void> {
    if (this.more || !this.messages) return;
    this.more = true;
    this.failedMore = undefined;
    await this.#take({ from: this.messages.length, to: this.messages.length + PAGE, before: this.messages }, (error) => (this.failedMore = error));
    this.more = false;
  }

  /** Nobody looks at it any more. */
  leave(): void {
    this.#asking.abort();
  }

  /** Something in it changes by itself soon. */
  moves(now: number): boolean {
    return this.messages?.some((message) => moves(message, now)) ?? false;
  }

  #again() {
    return { from: 0, to: Math.max(PAGE, this.messages?.length ?? 0), before: [] };
  }

  /** The newest question counts: one that is under way is given up. */
  async #take(what: { from: number; to: number; before: OutboxMessage[] }, refused: (error: Failure) => void): Promise<void> {
    this.#asking.abort();
    const { signal } = (this.#asking = new AbortController());
    this.#reading++;
    try {
      this.messages = await this.#read(what, signal);
      this.failed = undefined;
    } catch (error) {
      if (!signal.aborted) refused(failure(error));
    } finally {
      this.#reading--;
    }
  }

  async #read({ from, to, before }: { from: number; to: number; before: OutboxMessage[] }, signal: AbortSignal): Promise<OutboxMessage[]> {
    let list = before;
    for (let offset = from; offset < to; offset = list.length) {
      const limit = Math.min(MOST, to - offset);
      const page = await this.#ask("Mail:searchOutbox", { operatorId: session.operatorId, ...(this.#filter && { state: this.#filter }), offset, limit }, { signal });
      // a message that came meanwhile moved the others by one
      const known = new Set(list.map((one) => one.messageId));
      list = [...list, ...page.messages.filter((one) => !known.has(one.messageId))];
      ({ matching: this.matching, waiting: this.waiting, failed: this.failures, through: this.through } = page);
      this.trouble = page.trouble;
      if (page.messages.length < limit) break;
    }
    return list;
  }
}
