// Where somebody was in the list, for coming back from a user's page: the last query only, forgotten with the window.
import type { Query } from "./query";

class Kept {
  query: Query | undefined;
  cursor = -1;
  scrollTop = 0;
  #key = "";

  keep(query: Query, cursor: number, scrollTop: number): void {
    this.query = query;
    this.#key = JSON.stringify(query);
    [this.cursor, this.scrollTop] = [cursor, scrollTop];
  }
  /** The place in this very query. */
  in(query: Query): { cursor: number; scrollTop: number } {
    return JSON.stringify(query) === this.#key ? { cursor: this.cursor, scrollTop: this.scrollTop } : { cursor: -1, scrollTop: 0 };
  }
}

export const kept = new Kept();
