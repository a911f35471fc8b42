// Settings: open to everybody, at the foot of the sidebar rather than in a group.
import { m } from "$lib/i18n.svelte";
import type { Route } from "$lib/state/routes";
import { FOR_EVERYONE } from "./pages";

const load = () => import("./Settings.svelte");

export const route: Route[] = [
  { path: "/settings/:page?", title: () => m.settings_title(), load },
  // pages that are a screen in somebody's access: found by that, shown by the one above, which looks at it itself
  ...Object.entries(FOR_EVERYONE).map(([page, one]): Route => ({ path: `/settings/${page}`, ...one, load })),
];
