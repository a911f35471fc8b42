// What the person who is signed in may do: the engine's own report. The interface disables by it; the engine decides.
import * as backend from "../backend";
import type { OwnReport } from "../contract";
import { inSentence, m } from "../i18n.svelte";
import { changes, serves } from "./operations";
import { pausedBecause } from "./paused";
import { shell } from "./shell.svelte";

/** All that is known where a server does not tell what somebody may do. */
const unknown = ({ operatorId, name, who }: backend.Connection): OwnReport => ({
  operatorId, operatorName: name, displayName: who?.displayName ?? "", root: who?.root ?? false, ...(who?.userName && { userName: who.userName }),
  card: { summary: "", can: [], onlyIf: [], cannot: [], screens: [], unknown: [], broken: false },
  allowed: [], sources: [], helpers: [], expiresInSeconds: 0,
});

class Session {
  report = $state<OwnReport>();
  #of = "";

  /** Derived, so that whoever depends on it hears of another account, not of everything that the shell says. */
  readonly operatorId = $derived(shell.current?.operatorId ?? "");
  /** A server that does not tell what somebody may do: everything is offered, and the server refuses what it will. */
  readonly told = $derived(serves(shell.current, "Access:explainSelf"));
  /** The program behind the account is Latchkey's own: it takes what Latchkey adds to the public operations. */
  readonly latchkey = $derived(shell.current?.kind !== "server" || shell.current.server?.product !== undefined);
  /** Why nothing can be changed at all; undefined when changes go through. */
  readonly paused = $derived(pausedBecause(shell.current));

  get root(): boolean {
    return this.report?.root ?? false;
  }

  /** The account owner as a sentence names them: by name where that is known. */
  get owner(): string {
    const name = this.report?.helpers.find((one) => !one.userName)?.displayName;
    return name === undefined ? m.shell_owner() : inSentence(name);
  }

  /** Whether the account's place offers an operation at all. */
  serves(operation: string): boolean {
    return serves(shell.current, operation);
  }

  /** True when an operation is surely or under a condition allowed. */
  can(operation: string): boolean {
    return this.serves(operation) && (this.root || !this.told || (this.report?.allowed.includes(operation) ?? false));
  }

  /** Why a button for these operations cannot be pressed; undefined when it can. */
  reason(...operations: string[]): string | undefined {
    return this.forbids(...operations) ?? (operations.some(changes) ? this.paused : undefined);
  }

  /** Why these operations are not the person's to use here, now or later: not in the access, not on the server. */
  forbids(...operations: string[]): string | undefined {
    const missing = operations.find((operation) => !this.can(operation));
    if (missing === undefined) return undefined;
    return this.serves(missing) ? this.#notAllowed(missing) : this.lack(missing);
  }

  /** That the account's server does not have an operation. */
  lack(operation: string): string {
    return shell.current?.server?.preset ? m.server_lack_soracom({ operation }) : m.server_lack({ operation });
  }

  /** Whether a screen is part of what the person may see. */
  opens(screen: string): boolean {
    return this.root || !this.told || (this.report?.card.screens.some((one) => one.id === screen && one.opens) ?? false);
  }

  /** Reads the report for the current sign-in; again after a change of the own rights. */
  async load(): Promise<void> {
    const connection = shell.current;
    if (!connection) return;
    const report = this.told ? await backend.call(connection.id, "Access:explainSelf", {}) : unknown(connection);
    this.report = report;
    this.#of = `${connection.id} ${connection.who?.userName ?? ""}`;
  }

  /** Forgets it when somebody else, or nobody, is signed in. */
  follow(): void {
    const connection = shell.current;
    if (this.#of !== `${connection?.id} ${connection?.who?.userName ?? ""}`) this.report = undefined;
  }

  #notAllowed(operation: string): string {
    const helper = this.report?.helpers[0]?.displayName;
    return helper ? m.shell_not_allowed_ask({ operation, helper }) : m.shell_not_allowed({ operation });
  }
}

export const session = new Session();
