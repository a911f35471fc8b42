import { expect, it } from "vitest";
import { language } from "$lib/i18n.svelte";
import { isKnown, problemOf } from "./problems";

const CODES = [
  "keychain_missing", "keychain_locked", "keychain_slow", "keychain_denied", "key_gone", "passphrase_needed", "store_locked", "store_read_only", "store_damaged",
  "store_foreign", "store_newer", "store_missing", "folder_unwritable", "unknown_connection",
];

it("every reason not to open has words of its own, in both languages, and a way out", () => {
  for (const locale of ["en", "ja"] as const) {
    language.current = locale;
    const titles = CODES.map((code) => problemOf(code).title);
    expect(new Set(titles).size).toBe(CODES.length);
    for (const code of CODES) {
      expect(isKnown(code)).toBe(true);
      expect(problemOf(code).text).toMatch(/[.。]$/);
      expect(problemOf(code).ways.length).toBeGreaterThan(0);
    }
  }
});
it("a key that is gone is answered by the recovery key", () => {
  expect(problemOf("key_gone").ways[0]).toBe("recovery");
});
it("a reason that nobody knows yet still has a way out", () => {
  expect(problemOf("store_from_the_future").ways).toContain("other");
});
