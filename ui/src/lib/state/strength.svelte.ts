// How strong a password that is being typed is, as the engine judges it. The newest answer counts.
import * as backend from "../backend";

export class Strength {
  current = $state<backend.Strength>();
  #asked = 0;

  /** Judges; `context` is what the password must not be made of, such as name and address. */
  async judge(password: string, context: string[]): Promise<void> {
    const mine = ++this.#asked;
    const judged = password === "" ? undefined : await backend.passwordStrength(password, context.filter(Boolean)).catch(() => undefined);
    if (mine === this.#asked) this.current = judged;
  }

  forget(): void {
    this.#asked += 1;
    this.current = undefined;
  }
}
