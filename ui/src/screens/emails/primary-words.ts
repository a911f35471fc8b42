// What happens around a change of the primary address, by how the account's mail gets out: who is told, and how to take it back.
import type { MailStanding } from "$lib/contract";
import { m } from "$lib/i18n.svelte";

/** `standing` is undefined while nobody knows: then nothing is promised that mail has to keep. */
export function changeWords(old: string, standing: Pick<MailStanding, "through" | "links" | "trouble"> | undefined): { told: string | undefined; undo: string } {
  const byHand = m.emails_primary_undo_here({ email: old });
  if (standing === undefined) return { told: undefined, undo: byHand };
  if (standing.through === "none") return { told: m.emails_primary_both_wait(), undo: byHand };
  const told = standing.trouble ? m.emails_primary_both_later({ email: old }) : m.emails_primary_both({ email: old });
  return { told, undo: standing.links ? m.emails_primary_undo({ email: old }) : byHand };
}
