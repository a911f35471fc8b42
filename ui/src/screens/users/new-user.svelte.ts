// A user that is being written down: what was typed, what it suggests, what it becomes. Asks nothing; shows nothing.
import type { Operations } from "$lib/contract";
import { suggestUserName } from "./suggestion";

type Request = Operations["User:createUser"]["request"];

export type By = "invite" | "password";

export class NewUser {
  name = $state("");
  #typed = $state<string>();
  /** A template's ID; empty for nothing yet. */
  access = $state("");
  signIn = $state(true);
  /** How they get their password: they choose it from a mail, or somebody hands it over. */
  by = $state<By>("password");
  contact = $state("");
  password = $state("");
  askForNew = $state(true);

  constructor(access: string, by: By) {
    this.access = access;
    this.by = by;
  }

  get invited(): boolean {
    return this.signIn && this.by === "invite";
  }
  get handedOver(): boolean {
    return this.signIn && this.by === "password";
  }

  /** What was typed, else what the name suggests. */
  get userName(): string {
    return this.#typed ?? suggestUserName(this.name);
  }
  set userName(text: string) {
    this.#typed = text === "" ? undefined : text;
  }
  /** Something would be lost. */
  get touched(): boolean {
    return this.name !== "" || this.#typed !== undefined || this.password !== "" || this.contact !== "";
  }

  /** What is asked for: the user, its permissions and its password at once, or nothing. */
  request(operatorId: string, document: string | undefined): Request {
    return {
      operatorId,
      userName: this.userName.trim(),
      ...(this.name.trim() && { description: this.name.trim() }),
      ...(document !== undefined && { permission: document }),
      ...(this.handedOver && { password: this.password, mustChangePassword: this.askForNew }),
      ...(this.invited && { contact: this.contact.trim(), invite: true }),
    };
  }
}
