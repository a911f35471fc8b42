// Waiting for the person: a password to confirm (step-up), or a new sign-in after the session ended. Dialogs show it.
import * as backend from "../backend";
import { shell } from "./shell.svelte";

const given_up = (): backend.Failure => ({ code: "cancelled", message: "" });

interface Waiting {
  resolve: () => void;
  reject: (failure: backend.Failure) => void;
}

class Again {
  /** The dialog that confirms the password is open. */
  confirming = $state(false);
  #confirm: Waiting[] = [];
  #sign: (Waiting & { connection: string })[] = [];

  /** Opens the dialog; settles when the password was right, or when the person gave up. */
  confirmPassword(): Promise<void> {
    this.confirming = true;
    return new Promise((resolve, reject) => this.#confirm.push({ resolve, reject }));
  }
  /** The dialog's answer. */
  async confirm(password: string): Promise<void> {
    const connection = shell.current;
    if (!connection) return this.giveUp();
    await backend.call(connection.id, "Session:confirmPassword", { password });
    this.confirming = false;
    for (const one of this.#confirm.splice(0)) one.resolve();
  }
  giveUp(): void {
    this.confirming = false;
    for (const one of this.#confirm.splice(0)) one.reject(given_up());
  }

  /** Settles when the same person has signed in again, or has signed out instead. */
  signedIn(connection: string): Promise<void> {
    const promise = new Promise<void>((resolve, reject) => this.#sign.push({ connection, resolve, reject }));
    void backend.state().then((state) => shell.apply(state));
    return promise;
  }
  /** Looks whether somebody who was waited for is back, or gone. */
  follow(): void {
    for (const one of [...this.#sign]) {
      const state = shell.connections.find((connection) => connection.id === one.connection)?.state;
      if (state === "expired" || state === "locked") continue;
      this.#sign.splice(this.#sign.indexOf(one), 1);
      if (state === "signedIn") one.resolve();
      else one.reject(given_up());
    }
  }
}

export const again = new Again();
