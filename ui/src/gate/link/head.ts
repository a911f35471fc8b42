// What stands at the head of an opened link, and on its button: what it would do, what it did, or that it cannot be used.
import type { Component } from "svelte";
import { m } from "$lib/i18n.svelte";
import { Check, Mail, Warning } from "$lib/ui/icons";
import { opened } from "./opened.svelte";
import { linkWords } from "./words";

export interface LinkHead {
  title: string;
  text?: string;
  icon: Component<Record<string, unknown>>;
  tone: "info" | "allow" | "caution";
  /** Absent when there is nothing to do but to read. */
  action?: string;
}

export function linkHead(): LinkHead {
  const { done, failed, about } = opened;
  if (done) return { title: linkWords(done).done, icon: Check, tone: "allow" };
  if (failed) return { title: m.back_link_unusable(), icon: Warning, tone: "caution" };
  if (!about) return { title: m.back_link_checking(), icon: Mail, tone: "info" };
  const { title, text, action } = linkWords(about);
  const later = about.opensDateTime !== undefined && about.opensDateTime * 1000 > Date.now();
  return { title, text, icon: Mail, tone: "info", ...(!later && { action }) };
}
