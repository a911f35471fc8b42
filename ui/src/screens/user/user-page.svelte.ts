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

  constructor(userName: string) {
    this.userName = userName;
    this.draft = new PermissionsDraft(userName);
  }

  async load(): Promise<void> {
    try {
      this.user = await ask("User:getUser", this.#of);
      this.failed = undefined;
    } catch (error) {
      this.failed = error as Failure;
      return;
    }
    await Promise.all([this.loadReport(), this.loadSessions(), this.#loadEvents(), this.#loadNeighbours()]);
  }

  async loadReport(): Promise<void> {
    if (!session.can("User:getUserPermission")) {
      this.reportFailed = { code: "denied", message: "" };
      return;
    }
    try {
      this.report = await ask("Access:explainUser", this.#of);
      this.reportFailed = undefined;
    } catch (error) {
      this.reportFailed = error as Failure;
    }
  }

  async loadSessions(): Promise<void> {
    this.sessions = await ask("Session:listUserSessions", this.#of).catch(() => undefined);
  }

  async #loadEvents(): Promise<void> {
    if (!session.can("AuditLog:getApiAuditLogs")) return;
    this.events = await ask("AuditLog:listUserEvents", { ...this.#of, limit: LATELY + 1 }).catch(() => undefined);
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
      });
      return page.users;
    }).catch(() => undefined);
  }

  get #of() {
    return { operatorId: session.operatorId, userName: this.userName };
  }
}
