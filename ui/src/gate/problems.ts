// Why an account does not open, in plain words, and the ways out of each. Codes are the desktop shell's.
import { m } from "$lib/i18n.svelte";

export type Way = "again" | "recovery" | "passphrase" | "other";

export interface OpenProblem {
  title: string;
  text: string;
  /** The first is the one to take. */
  ways: readonly Way[];
}

const KNOWN: Record<string, () => OpenProblem> = {
  keychain_missing: () => ({ title: m.gate_p_keychain_missing(), text: m.gate_p_keychain_missing_text(), ways: ["again", "recovery", "other"] }),
  keychain_locked: () => ({ title: m.gate_p_keychain_locked(), text: m.gate_p_keychain_locked_text(), ways: ["again", "recovery", "other"] }),
  keychain_slow: () => ({ title: m.gate_p_keychain_slow(), text: m.gate_p_keychain_slow_text(), ways: ["again", "recovery", "other"] }),
  keychain_denied: () => ({ title: m.gate_p_keychain_denied(), text: m.gate_p_keychain_denied_text(), ways: ["again", "recovery", "other"] }),
  key_gone: () => ({ title: m.gate_p_key_gone(), text: m.gate_p_key_gone_text(), ways: ["recovery", "again", "other"] }),
  passphrase_needed: () => ({ title: m.gate_p_passphrase(), text: m.gate_p_passphrase_text(), ways: ["passphrase", "recovery", "other"] }),
  store_locked: () => ({ title: m.gate_p_store_locked(), text: m.gate_p_store_locked_text(), ways: ["again", "other"] }),
  store_read_only: () => ({ title: m.gate_p_store_read_only(), text: m.gate_p_store_read_only_text(), ways: ["again", "other"] }),
  store_damaged: () => ({ title: m.gate_p_store_damaged(), text: m.gate_p_store_damaged_text(), ways: ["again", "other"] }),
  store_foreign: () => ({ title: m.gate_p_store_foreign(), text: m.gate_p_store_foreign_text(), ways: ["again", "other"] }),
  store_newer: () => ({ title: m.gate_p_store_newer(), text: m.gate_p_store_newer_text(), ways: ["again", "other"] }),
  store_missing: () => ({ title: m.gate_p_store_missing(), text: m.gate_p_store_missing_text(), ways: ["again", "other"] }),
  folder_unwritable: () => ({ title: m.gate_p_folder_unwritable(), text: m.gate_p_folder_unwritable_text(), ways: ["again", "other"] }),
  unknown_connection: () => ({ title: m.gate_p_unknown_connection(), text: m.gate_p_unknown_connection_text(), ways: ["other"] }),
};

/** Whether a code has words of its own. */
export const isKnown = (code: string) => code in KNOWN;

/** What to say about a code; one that nobody knows yet still has a way out. */
export const problemOf = (code: string): OpenProblem =>
  KNOWN[code]?.() ?? { title: m.gate_p_other(), text: m.gate_p_other_text(), ways: ["again", "recovery", "other"] };
