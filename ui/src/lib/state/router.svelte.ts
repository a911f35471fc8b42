// Where we are. The address holds the state; Back and Forward work; scroll positions are kept per address.
import { format, parse, type Address } from "./address";

class Router {
  #at = $state<Address>({ path: "/", query: {} });
  #guards = new Set<(to: string) => boolean>();
  #scroll = new Map<string, number>();

  get path(): string {
    return this.#at.path;
  }
  get query(): Record<string, string> {
    return this.#at.query;
  }

  /** The path that the window has taken: it knows of a step a moment before it tells anybody. */
  here(): string {
    return parse(location.hash).path;
  }

  start(): void {
    this.#at = parse(location.hash);
    window.addEventListener("hashchange", (event) => {
      const to = location.hash;
      if (format(this.path, this.query) === to || this.#allowed(to)) this.#at = parse(to);
      else history.replaceState(null, "", new URL(event.oldURL).hash);
    });
  }

  /** Goes to a path. `replace` leaves no step to go back to. */
  go(path: string, query: Record<string, string | undefined> = {}, replace = false): void {
    const to = format(path, query);
    if (!this.#allowed(to)) return;
    if (replace) history.replaceState(null, "", to);
    else history.pushState(null, "", to);
    this.#at = parse(to);
  }

  /** Changes parts of the query in place, such as a filter; undefined takes a part away. */
  set(patch: Record<string, string | undefined>): void {
    const to = format(this.path, { ...this.query, ...patch });
    history.replaceState(null, "", to);
    this.#at = parse(to);
  }

  back(): void {
    history.back();
  }

  /** Asks before leaving: the guard returns false to stay. Returns what takes it away again. */
  guard(guard: (to: string) => boolean): () => void {
    this.#guards.add(guard);
    return () => this.#guards.delete(guard);
  }

  keepScroll(key: string, top: number): void {
    this.#scroll.set(key, top);
  }
  scrollOf(key: string): number {
    return this.#scroll.get(key) ?? 0;
  }

  #allowed(to: string): boolean {
    return [...this.#guards].every((guard) => guard(to));
  }
}

export const router = new Router();
