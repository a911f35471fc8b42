// Pages of a long list, fetched when somebody looks at them. Knows offsets and rows, not users, not screens.

/** One page as the server answers it. */
export interface Page<Row> {
  rows: Row[];
  matching: number;
}

/** Which pages a stretch of rows lies on. */
export function pagesOf(first: number, last: number, size: number): number[] {
  if (last < first) return [];
  const from = Math.floor(Math.max(0, first) / size);
  const to = Math.floor(last / size);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/**
 * Rows of one query by their place in the whole list. A page is asked for once; the oldest ones are let go when
 * there are more than `keep`, so a list of 100,000 rows that somebody scrolls through never fills the memory.
 */
export class Pages<Row> {
  readonly #fetch: (offset: number, limit: number) => Promise<Page<Row>>;
  readonly #size: number;
  readonly #keep: number;
  readonly #pages = new Map<number, Row[]>();
  readonly #asked = new Map<number, Promise<void>>();
  matching = 0;

  constructor(fetch: (offset: number, limit: number) => Promise<Page<Row>>, size = 100, keep = 30) {
    this.#fetch = fetch;
    this.#size = size;
    this.#keep = keep;
  }

  /** The row at a place, when its page is here. */
  at(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / this.#size))?.[index % this.#size];
  }

  /** Asks for what is missing between two places. Says whether anything came. */
  async load(first: number, last: number): Promise<boolean> {
    const missing = pagesOf(first, last, this.#size).filter((page) => !this.#pages.has(page));
    await Promise.all(missing.map((page) => this.#ask(page)));
    return missing.length > 0;
  }

  #ask(page: number): Promise<void> {
    const running = this.#asked.get(page);
    if (running) return running;
    const request = this.#fetch(page * this.#size, this.#size)
      .then(({ rows, matching }) => {
        this.matching = matching;
        this.#pages.set(page, rows);
        this.#forget();
      })
      .finally(() => this.#asked.delete(page));
    this.#asked.set(page, request);
    return request;
  }

  #forget(): void {
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= this.#keep) return;
      this.#pages.delete(page);
    }
  }
}
