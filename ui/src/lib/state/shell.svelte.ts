// What the desktop shell last said: accounts, the current one, preferences. Nothing here decides; it follows.
import * as backend from "../backend";
import type { Connection, ShellState } from "../backend";
import { preferences } from "./preferences.svelte";

class Shell {
  state = $state<ShellState>();
  #followers: (() => void)[] = [];

  get connections(): Connection[] {
    return this.state?.connections ?? [];
  }
  get current(): Connection | undefined {
    return this.connections.find((one) => one.id === this.state?.current);
  }

  /** Reads the state once and follows it from then on. */
  async start(): Promise<void> {
    await backend.onState((state) => this.apply(state));
    this.apply(await backend.state());
  }

  apply(state: ShellState): void {
    preferences.follow(state.preferences, state.systemLanguage);
    this.state = state;
    document.documentElement.dataset["platform"] = state.platform;
    for (const follow of this.#followers) follow();
  }

  /** Calls after every change of the state, before anything is drawn. */
  follow(then: () => void): void {
    this.#followers.push(then);
  }

  /** Shows another account; null for none, to choose or make one. */
  async select(connection: string | null): Promise<void> {
    await this.do(backend.selectConnection(connection));
  }

  /** Runs a command that answers with the new state. */
  async do(command: Promise<ShellState>): Promise<void> {
    this.apply(await command);
  }
}

export const shell = new Shell();
