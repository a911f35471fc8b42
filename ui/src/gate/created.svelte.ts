// The account that was just made, until its recovery sheet is safe: the key is shown once and kept nowhere else here.
import type { NewAccount } from "$lib/backend";
import { shell } from "$lib/state/shell.svelte";

export interface RecoverySheet {
  connection: string;
  name: string;
  operatorId: string;
  recoveryKey: string;
}

class Created {
  sheet = $state<RecoverySheet>();

  show(account: NewAccount, name: string): void {
    const connection = account.state.current ?? `local:${account.operatorId}`;
    this.sheet = { connection, name, operatorId: account.operatorId, recoveryKey: account.recoveryKey };
    shell.apply(account.state);
  }

  done(): void {
    this.sheet = undefined;
  }
}

export const created = new Created();
