// How root would get back in, in words: how good that is, what was found, and what helps.
import type { Finding, WayBack } from "$lib/contract";
import { m } from "$lib/i18n.svelte";

/** What a button beside a finding does. */
export type Help = "add" | "choose" | "code" | "server";
export interface Found {
  check: Finding["check"];
  good: boolean;
  text: string;
  /** Absent where nothing is left to do. */
  help?: Help;
  /** The address to enter a code for. */
  email?: string;
}

/** The score in words, from "nobody" to "well". */
export function scoreWords(score: number): string {
  const words = [m.emails_way_0, m.emails_way_1, m.emails_way_2, m.emails_way_3, m.emails_way_4];
  return (words[Math.max(0, Math.min(words.length - 1, score))] ?? m.emails_way_0)();
}

/** How many of four steps are lit, and whether that is enough. */
export const meterOf = (score: number) => [1, 2, 3, 4].map((step) => (step > score ? "" : score >= 3 ? "on" : "mid"));

/** Findings with what helps; `choices` says that there is a verified address that could be recovery, and is not. */
export function found({ findings }: WayBack, choices: boolean): Found[] {
  const change: Help = choices ? "choose" : "add";
  return findings.map(({ check, good, email = "" }) => {
    switch (check) {
      case "mailServer":
        return good ? { check, good, text: m.emails_way_server() } : { check, good, text: m.emails_way_no_server(), help: "server" };
      case "recovery":
        return good ? { check, good, text: m.emails_way_recovery({ email }) } : { check, good, text: m.emails_way_no_recovery(), help: change };
      case "otherDomain":
        return good ? { check, good, text: m.emails_way_other_domain() } : { check, good, text: m.emails_way_same_domain(), help: change };
      case "otherPerson":
        return good ? { check, good, text: m.emails_way_other_person() } : { check, good, text: m.emails_way_same_person(), help: change };
      case "unverified":
        return good ? { check, good, text: m.emails_way_all_verified() } : { check, good, text: m.emails_way_unverified({ email }), help: "code", email };
    }
  });
}
