// Where the account's email addresses stand in the application, and what the palette can do with them.
import { m } from "$lib/i18n.svelte";
import { router } from "$lib/state/router.svelte";
import type { Route } from "$lib/state/routes";
import { session } from "$lib/state/session.svelte";
import { Mail, Plus } from "$lib/ui/icons";
import { matches } from "../../shell/matching";

async function find(text: string) {
  if (!session.root || session.reason("Email:issueAddEmailToken") !== undefined || !matches(m.emails_add(), text)) return [];
  const add = { id: "add-email", label: m.emails_add(), icon: Plus, run: () => router.go("/emails", { task: "add" }) };
  return [{ group: m.emails_title(), items: [add] }];
}

export const route: Route = {
  path: "/emails",
  screen: "emails",
  operation: "Email:listEmails",
  ownerOnly: true,
  title: () => m.emails_title(),
  nav: { group: "account", order: 20, icon: Mail, letter: "M" },
  load: () => import("./EmailsScreen.svelte"),
  find,
};
