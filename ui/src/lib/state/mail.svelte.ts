// Whether the account's mail gets out. Screens that send something say so; whoever changes how mail is sent reads it anew.
import * as backend from "../backend";
import type { MailStanding } from "../contract";
import { session } from "./session.svelte";
import { shell } from "./shell.svelte";

const who = () => `${shell.current?.id} ${shell.current?.who?.userName ?? ""}`;

class Mail {
  /** Undefined while nobody knows, and on a server that does not tell. */
  standing = $state.raw<MailStanding>();
  #of = "";

  /** Nothing is sent: messages can only be read in the outbox. */
  get none(): boolean {
    return this.standing?.through === "none";
  }

  /** Messages can be read in the outbox by the person who is signed in. Only the owner can: what opens an account is in them. */
  get readable(): boolean {
    return session.root && session.serves("Mail:readMessage");
  }

  /** Reads it. What was known stays when that fails: it is no screen's own content. */
  async load(): Promise<void> {
    const connection = shell.current;
    if (connection?.state !== "signedIn" || !session.serves("Mail:getMailStanding")) return;
    const of = who();
    try {
      const standing = await backend.call(connection.id, "Mail:getMailStanding", {});
      if (of !== who()) return;
      [this.standing, this.#of] = [standing, of];
    } catch {
      // said where mail is sent, if it matters there
    }
  }

  /** Forgets it when somebody else, or nobody, is signed in. */
  follow(): void {
    if (this.#of !== who() || shell.current?.state === "signedOut") [this.standing, this.#of] = [undefined, ""];
  }
}

export const mail = new Mail();
