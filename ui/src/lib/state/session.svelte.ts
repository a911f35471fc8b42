// What the person who is signed in may do: the engine's own report. The interface disables by it; the engine decides.
import * as backend from "../backend";
import type { OwnReport } from "../contract";
import { m } from "../i18n.svelte";
import { shell } from "./shell.svelte";

class Session {
  report = $state<OwnReport>();
  #of = "";

  /** Derived, so that whoever depends on it hears of another account, not of everything that the shell says. */
  readonly operatorId = $derived(shell.current?.operatorId ?? "");

  get root(): boolean {
    return this.report?.root ?? false;
  }

  /** True when an operation is surely or under a condition allowed. */
  can(operation: string): boolean {
    return this.root || (this.report?.allowed.includes(operation) ?? false);
  }

  /** Why a button for these operations cannot be pressed; undefined when it can. */
  reason(...operations: string[]): string | undefined {
    const missing = operations.find((operation) => !this.can(operation));
    if (missing === undefined) return undefined;
    const helper = this.report?.helpers[0]?.displayName;
    return helper ? m.shell_not_allowed_ask({ operation: missing, helper }) : m.shell_not_allowed({ operation: missing });
  }

  /** Whether a screen is part of what the person may see. */
  opens(screen: string): boolean {
    return this.root || (this.report?.card.screens.some((one) => one.id === screen && one.opens) ?? false);
  }

  /** Reads the report for the current sign-in; again after a change of the own rights. */
  async load(): Promise<void> {
    const connection = shell.current;
    if (!connection) return;
    const report = await backend.call(connection.id, "Access:explainSelf", {});
    this.report = report;
    this.#of = `${connection.id} ${connection.who?.userName ?? ""}`;
  }

  /** Forgets it when somebody else, or nobody, is signed in. */
  follow(): void {
    const connection = shell.current;
    if (this.#of !== `${connection?.id} ${connection?.who?.userName ?? ""}`) this.report = undefined;
  }
}

export const session = new Session();
