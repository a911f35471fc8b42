// Settings: open to everybody, at the foot of the sidebar rather than in a group.
import { m } from "$lib/i18n.svelte";
import type { Route } from "$lib/state/routes";

export const route: Route = {
  path: "/settings/:page?",
  title: () => m.settings_title(),
  load: () => import("./Settings.svelte"),
};
