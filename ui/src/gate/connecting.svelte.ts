// Looking for a server while somebody types its address. The newest question counts; nothing is sent but the question.
import * as backend from "$lib/backend";
import { looksFinished, refusal, verdict, type Look } from "./verdict";

/** A pause in typing. */
export const PAUSE_MS = 600;

type LookAt = (address: string, authority: string | null) => Promise<backend.FoundServer>;

export class Connecting {
  #address = $state("");
  #look = $state.raw<Look>({ is: "empty" });
  /** The authority that was given for this address, as PEM. */
  #authority = $state.raw<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run = 0;
  readonly #lookAt: LookAt;

  constructor(lookAt: LookAt = backend.lookAtServer) {
    this.#lookAt = lookAt;
  }

  get look(): Look {
    return this.#look;
  }
  get authority(): string | undefined {
    return this.#authority;
  }
  get address(): string {
    return this.#address;
  }
  /** Typed or pasted: asked for after a pause, once it looks finished. Trust that was given was for another address. */
  set address(text: string) {
    if (text === this.#address) return;
    this.stop();
    this.#address = text;
    this.#authority = undefined;
    this.#look = { is: "empty" };
    if (looksFinished(text)) this.#timer = setTimeout(() => void this.now(), PAUSE_MS);
  }

  /** Trusts an authority for this address, and looks again. */
  async trust(pem: string): Promise<void> {
    this.#authority = pem;
    await this.now();
  }

  /** Looks at once. */
  async now(): Promise<void> {
    this.stop();
    const address = this.#address.trim();
    if (address === "") {
      this.#look = { is: "empty" };
      return;
    }
    const run = this.#run;
    this.#look = { is: "searching" };
    const look = await this.#lookAt(address, this.#authority ?? null).then(verdict, (error: unknown) => refusal(backend.failure(error)));
    if (run !== this.#run) return;
    if (look.is === "unreadable") this.#authority = undefined;
    this.#look = look;
  }

  /** Nobody waits for an answer any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#run += 1;
  }
}
