// Where somebody finds what they may do. The owner, who may do everything, has no need of it in the sidebar.
import { m } from "$lib/i18n.svelte";
import type { Route } from "$lib/state/routes";
import { ShieldCheck } from "$lib/ui/icons";

export const route: Route = {
  path: "/access",
  operation: "Access:explainSelf",
  title: () => m.access_title(),
  nav: { group: "account", order: 90, icon: ShieldCheck, when: (report) => !report.root },
  load: () => import("./AccessScreen.svelte"),
};
