// What stands at the head of an opened link, and on its button: what it would do, what it did, or that it cannot be used.
import type { Component } from "svelte";
import { m } from "$lib/i18n.svelte";
import { Countdown } from "$lib/state/countdown.svelte";
import { Check, Mail, Warning } from "$lib/ui/icons";
import { opened } from "./opened.svelte";
import { linkWords } from "./words";

export class LinkHead {
  /** Counts down to the moment from which on the link works. */
  readonly #opens = new Countdown(() => this.#opensMs);
  readonly #words = $derived.by(() => (opened.about ? linkWords(opened.about) : undefined));

  get #opensMs(): number | undefined {
    const at = opened.about?.opensDateTime;
    return at === undefined ? undefined : at * 1000;
  }
  /** It works from this moment on, UNIX seconds; undefined for one that works. */
  get later(): number | undefined {
    // read for its ticks: the clock alone tells nobody that time has passed
    void this.#opens.left;
    return this.#opensMs !== undefined && this.#opensMs > Date.now() ? opened.about?.opensDateTime : undefined;
  }

  get title(): string {
    if (opened.done) return linkWords(opened.done).done;
    if (opened.failed) return opened.retries ? m.back_link_unknown() : m.back_link_unusable();
    return this.#words?.title ?? m.back_link_checking();
  }
  get text(): string | undefined {
    return opened.done || opened.failed ? undefined : this.#words?.text;
  }
  get icon(): Component<Record<string, unknown>> {
    return opened.done ? Check : opened.failed ? Warning : Mail;
  }
  get tone(): "info" | "allow" | "caution" {
    return opened.done ? "allow" : opened.failed ? "caution" : "info";
  }
  /** On the one button; absent when there is nothing to do but to read or to wait. */
  get action(): string | undefined {
    if (opened.done || (opened.failed && !opened.retries)) return undefined;
    if (opened.failed) return m.back_link_try_again();
    return this.later === undefined ? this.#words?.action : undefined;
  }

  /** Enter, or the button that it stands for. Nothing while the link is looked at: what would be lost is not known yet. */
  press(): void {
    if (opened.looking) return;
    if (this.action === undefined) void opened.close();
    else if (opened.failed) void opened.look();
    else void opened.use();
  }
}
