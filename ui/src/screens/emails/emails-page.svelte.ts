// The account's addresses as somebody looks at them: who has which role, the way back in, the kinds of messages.
import { failure, type Failure } from "$lib/backend";
import type { Email, EmailRole, MailKind, Operations, WayBack } from "$lib/contract";
import { ask } from "$lib/state/ask";
import { session } from "$lib/state/session.svelte";
import { given, holdersOf, NOBODY, rolesOf, type Holders } from "./roles";

/** As many as an account can have. */
export const MOST = 20;

/** A part of the page that comes by itself: what it holds, or why it did not come. */
class Part<T> {
  now = $state.raw<T>();
  failed = $state.raw<Failure>();
  readonly #operation: keyof Operations;
  readonly #read: (signal: AbortSignal) => Promise<T>;

  constructor(operation: keyof Operations, read: (signal: AbortSignal) => Promise<T>) {
    this.#operation = operation;
    this.#read = read;
  }
  /** A server of another make does not have it. */
  get served(): boolean {
    return session.serves(this.#operation);
  }
  async load(signal: AbortSignal): Promise<void> {
    if (!this.served) return;
    try {
      this.now = await this.#read(signal);
      this.failed = undefined;
    } catch (error) {
      if (!signal.aborted) this.failed = failure(error);
    }
  }
}

export class EmailsPage {
  /** In the order in which they were added. */
  emails = $state.raw<readonly Email[]>();
  holders = $state.raw<Holders>(NOBODY);
  /** The addresses did not come, and none are shown. */
  failed = $state.raw<Failure>();
  busy = $state(false);
  readonly #of = { operatorId: session.operatorId };
  readonly #ask: typeof ask;
  readonly wayBack = new Part<WayBack>("Email:getWayBack", (signal) => this.#ask("Email:getWayBack", this.#of, { signal }));
  readonly kinds = new Part<MailKind[]>("Mail:listMailKinds", (signal) => this.#ask("Mail:listMailKinds", this.#of, { signal }));
  #asking = new AbortController();
  /** Counts changes made here: an answer that is older than one is not shown. */
  #changes = 0;

  constructor(asks: typeof ask = ask) {
    this.#ask = asks;
  }

  get primary(): Email | undefined {
    return this.emails?.find(({ emailId }) => this.holders.primary.includes(emailId));
  }
  get full(): boolean {
    return (this.emails?.length ?? 0) >= MOST;
  }
  find(emailId: string | undefined): Email | undefined {
    return this.emails?.find((email) => email.emailId === emailId);
  }
  rolesOf(emailId: string): EmailRole[] {
    return rolesOf(this.holders, emailId);
  }

  /** Nothing is sent to the role: the place where the account lives knows kinds of messages for it, and sends none of them yet. */
  isSilent(role: EmailRole): boolean {
    const kinds = this.kinds.now?.filter(({ roles }) => roles[0] === role) ?? [];
    return kinds.length > 0 && kinds.every(({ on, optional }) => !on && !optional);
  }

  /** Everything. What is shown stays until the answer is here. */
  async load(): Promise<void> {
    this.busy = true;
    const { signal } = this.#asking;
    try {
      await Promise.all([this.look(signal), this.wayBack.load(signal), this.kinds.load(signal)]);
      this.failed = undefined;
    } catch (error) {
      const reason = failure(error);
      if (!signal.aborted && reason.code !== "cancelled") this.failed = reason;
    } finally {
      if (!signal.aborted) this.busy = false;
    }
  }

  /** The addresses and their roles. */
  async look(signal = this.#asking.signal): Promise<void> {
    const before = this.#changes;
    const [emails, roles] = await Promise.all([
      this.#ask("Email:listEmails", this.#of, { signal }),
      this.#ask("SystemNotification:listSystemNotifications", this.#of, { signal }),
    ]);
    if (before !== this.#changes) return;
    this.emails = emails;
    this.holders = holdersOf(roles);
  }

  /** Something changed. What does not come now is what it was. */
  async refresh(): Promise<void> {
    const { signal } = this.#asking;
    await Promise.all([this.look(signal).catch(() => undefined), this.wayBack.load(signal), this.kinds.load(signal)]);
  }

  /** Gives a role to exactly these addresses: shown at once, taken back when it is refused. */
  async give(role: EmailRole, emailIdList: readonly string[], password?: string): Promise<void> {
    const before = this.holders;
    this.#changes++;
    // a password that is asked for first may be wrong
    if (password === undefined) this.holders = given(before, role, emailIdList);
    try {
      if (emailIdList.length === 0) await this.#ask("SystemNotification:deleteSystemNotification", { ...this.#of, type: role });
      else await this.#ask("SystemNotification:setSystemNotification", { ...this.#of, type: role, emailIdList: [...emailIdList], ...(password !== undefined && { password }) });
    } catch (error) {
      this.holders = { ...this.holders, [role]: before[role] };
      throw error;
    } finally {
      this.#changes++;
    }
    this.holders = given(this.holders, role, emailIdList);
    await this.refresh();
  }

  /** Deletes an address; another one takes over its roles. */
  async remove(emailId: string, moveRolesTo?: string): Promise<void> {
    if (moveRolesTo === undefined || session.latchkey) {
      await this.#ask("Email:deleteEmail", { ...this.#of, emailId, ...(moveRolesTo !== undefined && { moveRolesTo }) });
    } else {
      for (const role of this.rolesOf(emailId)) await this.give(role, this.#moved(role, emailId, moveRolesTo));
      await this.#ask("Email:deleteEmail", { ...this.#of, emailId });
    }
    this.emails = this.emails?.filter((email) => email.emailId !== emailId);
    await this.refresh();
  }

  /** Nobody waits any more: what is under way is not shown. */
  leave(): void {
    this.#asking.abort();
    this.#asking = new AbortController();
  }
  giveUp(reason: Failure): void {
    this.leave();
    this.busy = false;
    if (!this.emails) this.failed = reason;
  }

  /** Who has a role once one address has handed it to another. The primary one receives everything without. */
  #moved(role: EmailRole, from: string, to: string): string[] {
    const others = this.holders[role].filter((id) => id !== from && id !== to);
    return this.holders.primary.includes(to) ? others : [...others, to];
  }
}
