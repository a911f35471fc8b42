// Where an address stands, in words.
import { m } from "../i18n.svelte";
import type { Stand } from "./stand";

export function standWords({ is }: Stand): string {
  return {
    verified: m.emails_verified(), waiting: m.emails_waiting(), expired: m.emails_expired(), usedUp: m.emails_used_up(), unsent: m.emails_unsent(), failed: m.emails_unsent_failed(),
    link: m.emails_waiting_link(),
  }[is];
}
