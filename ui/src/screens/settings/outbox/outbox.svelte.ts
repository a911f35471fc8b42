// The messages of the account as they are listed: what was read so far, narrowed to a state, and what changes by itself. Shows
// nothing.
import type { Failure } from "$lib/backend";
import type { MailThrough, MailTrouble, OutboxMessage } from "$lib/contract";
import { ask } from "$lib/state/ask";
import { session } from "$lib/state/session.svelte";
import { moves, type Filter } from "./standing";

/** Read at first, and more each time somebody wants more. */
export const PAGE = 50;
/** At most so many are read by one question. */
const MOST = 200;

export class Outbox {
  messages = $state.raw<OutboxMessage[]>();
  failed = $state.raw<Failure>();
  matching = $state(0);
  waiting = $state(0);
  failures = $state(0);
  through = $state<MailThrough>("own");
  trouble = $state.raw<MailTrouble>();
  more = $state(false);
  #filter: Filter | undefined;
  #asking = new AbortController();

  /** Reads the list from its beginning, as far as it was read before; another filter begins anew. */
  async load(filter: Filter | undefined): Promise<void> {
    const shown = filter === this.#filter ? Math.max(PAGE, this.messages?.length ?? 0) : PAGE;
    this.#filter = filter;
    await this.#read(0, shown, []);
  }

  /** Reads what follows. */
  async next(): Promise<void> {
    if (this.more || !this.messages) return;
    this.more = true;
    await this.#read(this.messages.length, this.messages.length + PAGE, this.messages);
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

  async #read(from: number, to: number, before: OutboxMessage[]): Promise<void> {
    this.#asking.abort();
    const { signal } = (this.#asking = new AbortController());
    let list = before;
    try {
      for (let offset = from; offset < to; offset = list.length) {
        const limit = Math.min(MOST, to - offset);
        const page = await ask("Mail:searchOutbox", { operatorId: session.operatorId, ...(this.#filter && { state: this.#filter }), offset, limit }, { signal });
        // a message that came meanwhile moved the others by one
        const known = new Set(list.map((one) => one.messageId));
        list = [...list, ...page.messages.filter((one) => !known.has(one.messageId))];
        ({ matching: this.matching, waiting: this.waiting, failed: this.failures, through: this.through } = page);
        this.trouble = page.trouble;
        if (page.messages.length < limit) break;
      }
      this.messages = list;
      this.failed = undefined;
    } catch (error) {
      // what is on the screen stays while the server is away
      if (!signal.aborted && !this.messages) this.failed = error as Failure;
    }
  }
}
