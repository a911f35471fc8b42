// One user as their page shows them: the user, what they can do, where they are signed in, what they did. Each part may be
// forbidden on its own; the page stands without it.
import type { Failure } from "$lib/backend";
import type { Event, Session, User, UserReport } from "$lib/contract";
import { ask } from "$lib/state/ask";
import { session } from "$lib/state/session.svelte";
import { kept } from "../users/kept";
import { neighboursOf, type Neighbours } from "./neighbours";
import { PermissionsDraft } from "./permissions/draft.svelte";

const LATELY = 4;

/** Activity is read by Latchkey's own operation under the public one's permission: both are needed. */
export const seesActivity = () => session.serves("AuditLog:listUserEvents") && (session.root || !session.told || (session.report?.allowed.includes("AuditLog:getApiAuditLogs") ?? false));

export class UserPage {
  readonly userName: string;
  readonly draft: PermissionsDraft;
  user = $state.raw<User>();
  failed = $state.raw<Failure>();
  report = $state.raw<UserReport>();
  reportFailed = $state.raw<Failure>();
  sessions = $state.raw<Session[]>();
  events = $state.raw<Event[]>();
  neighbours = $state.raw<Neighbours>();
  /** Ends what is under way once nobody looks at the page any more. */
  readonly #left = new AbortController();

  constructor(userName: string) {
    this.userName = userName;
    this.draft = new PermissionsDraft(userName);
  }

  /** Nobody looks at the page any more. Its edit is not touched. */
  leave(): void {
    this.#left.abort();
  }

  async load(): Promise<void> {
    try {
      this.user = await ask("User:getUser", this.#of, this.#asking);
      this.failed = undefined;
    } catch (error) {
      // what is on the screen stays while the server is away
      if (!this.user || (error as Failure).code !== "unreachable") this.failed = error as Failure;
      return;
    }
    await Promise.all([this.loadReport(), this.loadSessions(), this.#loadEvents(), this.#loadNeighbours()]);
  }

  /** Only the user itself, such as after its contact address changed. What was read stays when that fails. */
  async loadUser(): Promise<void> {
    this.user = await ask("User:getUser", this.#of, this.#asking).catch(() => this.user);
  }

  async loadReport(): Promise<void> {
    if (!session.can("User:getUserPermission")) {
      this.reportFailed = { code: "denied", message: "" };
      return;
    }
    if (!session.serves("Access:explainUser")) {
      this.reportFailed = { code: "not_served", message: session.lack("Access:explainUser") };
      return;
    }
    try {
      this.report = await ask("Access:explainUser", this.#of, this.#asking);
      this.reportFailed = undefined;
    } catch (error) {
      this.reportFailed = error as Failure;
    }
  }

  async loadSessions(): Promise<void> {
    if (!session.serves("Session:listUserSessions")) return;
    this.sessions = await ask("Session:listUserSessions", this.#of, this.#asking).catch(() => this.sessions);
  }

  async #loadEvents(): Promise<void> {
    if (!seesActivity()) return;
    this.events = await ask("AuditLog:listUserEvents", { ...this.#of, limit: LATELY + 1 }, this.#asking).catch(() => this.events);
  }

  async #loadNeighbours(): Promise<void> {
    const { query, cursor } = kept;
    if (!query || cursor < 0 || !session.can("User:listUsers")) return;
    this.neighbours = await neighboursOf(this.userName, query, cursor, async ({ search, filter, sort, descending }, offset, limit) => {
      const page = await ask("User:searchUsers", {
        operatorId: session.operatorId,
        sort,
        descending,
        offset,
        limit,
        ...(search && { search }),
        ...(filter && { filter }),
      }, this.#asking);
      return page.users;
    }).catch(() => undefined);
  }

  get #asking() {
    return { signal: this.#left.signal };
  }

  get #of() {
    return { operatorId: session.operatorId, userName: this.userName };
  }
}
