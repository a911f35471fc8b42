// The list of users as somebody looks at it: one query, its pages, its counts. Keeps what is shown until the next is here.
import type { Failure } from "$lib/backend";
import type { UserCounts, UserPage, UserRow } from "$lib/contract";
import { Pages } from "./pages";
import type { Query } from "./query";

type Search = (query: Query, offset: number, limit: number, signal: AbortSignal) => Promise<UserPage>;

/** How many queries are remembered, so that going back to one shows it at once. */
const REMEMBERED = 6;

export class UsersList {
  readonly #search: Search;
  /** Every query looked at lately, oldest first. */
  #known = new Map<string, Pages<UserRow>>();
  /** What was counted with each, shown again with it. */
  #counted = new WeakMap<Pages<UserRow>, UserCounts>();
  #shown = $state.raw<Pages<UserRow>>();
  // pages fill outside of Svelte's sight: this number makes readers look again
  #filled = $state(0);
  #wanted = "";
  /** Ends what is asked for the query that is wanted, once another one is. */
  #asking = new AbortController();
  /** What the pages shown belong to. */
  query = $state.raw<Query>();
  /** How many users match the search, by filter. */
  counts = $state.raw<UserCounts>();
  /** How many users there are at all. */
  total = $state.raw<number>();
  /** A first page that did not come. */
  failed = $state.raw<Failure>();
  /** A page further down that did not come; what is shown stays. */
  gap = $state.raw<Failure>();
  busy = $state(false);

  constructor(search: Search) {
    this.#search = search;
  }

  /** True once there is something to show. */
  get ready(): boolean {
    return this.#shown !== undefined;
  }

  get matching(): number {
    void this.#filled;
    return this.#shown?.matching ?? 0;
  }

  at(row: number): UserRow | undefined {
    void this.#filled;
    return this.#shown?.at(row);
  }

  /** Looks at a query. What was shown stays until its first page is here. */
  async show(query: Query): Promise<void> {
    const key = JSON.stringify(query);
    if (key !== this.#wanted) this.leave();
    this.#wanted = key;
    this.busy = true;
    const pages = this.#known.get(key) ?? this.#pages(query);
    try {
      await pages.load(0, 0);
      if (this.#wanted !== key) return;
      this.#remember(key, pages);
      this.#shown = pages;
      this.counts = this.#counted.get(pages);
      this.query = query;
      this.failed = undefined;
      this.gap = undefined;
      this.#filled++;
      await this.#count(query);
    } catch (error) {
      if (this.#wanted === key) this.failed = error as Failure;
    } finally {
      if (this.#wanted === key) this.busy = false;
    }
  }

  /** Nobody waits for the query any more: its answer is not shown. */
  giveUp(failure: Failure): void {
    this.leave();
    this.#wanted = this.query ? JSON.stringify(this.query) : "";
    this.busy = false;
    if (!this.ready) this.failed = failure;
  }

  /** Nobody looks at the list any more, or at this query: what is under way is not waited for. */
  leave(): void {
    this.#asking.abort();
    this.#asking = new AbortController();
  }

  /** Loads the rows that came in sight. */
  async look(first: number, end: number): Promise<void> {
    const pages = this.#shown;
    if (!pages || end <= first) return;
    try {
      const came = await pages.load(first, Math.min(end, pages.matching) - 1);
      this.gap = undefined;
      if (came) this.#filled++;
    } catch (error) {
      this.#miss(error as Failure);
    }
  }

  /** Something changed: everything is asked for again, the rows on the screen first. */
  async refresh(first = 0, end = 0): Promise<void> {
    const query = this.query;
    if (!query) return;
    const key = JSON.stringify(query);
    const pages = this.#pages(query);
    this.#known.clear();
    this.total = undefined;
    try {
      await pages.load(first, Math.max(first, end - 1));
      if (this.#wanted !== key) return;
      this.#remember(key, pages);
      this.#shown = pages;
      this.#filled++;
      await this.#count(query);
      this.gap = undefined;
    } catch (error) {
      this.#miss(error as Failure);
    }
  }

  /** Rows that did not come, unless nobody wants them any more. */
  #miss(failure: Failure): void {
    if (failure.code !== "cancelled") this.gap = failure;
  }

  #pages(query: Query): Pages<UserRow> {
    const key = JSON.stringify(query);
    const pages: Pages<UserRow> = new Pages(async (offset, limit) => {
      const page = await this.#search(query, offset, limit, this.#asking.signal);
      this.#counted.set(pages, page.counts);
      if (this.#wanted === key) this.counts = page.counts;
      if (query.search === "") this.total = page.counts.all;
      return { rows: page.users, matching: page.matching };
    });
    return pages;
  }

  #remember(key: string, pages: Pages<UserRow>): void {
    this.#known.delete(key);
    this.#known.set(key, pages);
    for (const old of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) return;
      this.#known.delete(old);
    }
  }

  /** With a search in the address from the start, nobody has said yet how many there are without it. */
  async #count(query: Query): Promise<void> {
    if (this.total !== undefined) return;
    this.total = (await this.#search({ ...query, search: "", filter: undefined }, 0, 1, this.#asking.signal)).counts.all;
  }
}
