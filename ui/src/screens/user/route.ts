// Where one user's page stands in the application. It is reached from the list, so it has no place in the sidebar.
import { m } from "$lib/i18n.svelte";
import type { Route } from "$lib/state/routes";

export const route: Route = {
  path: "/users/:userName/:tab?",
  screen: "user_detail",
  operation: "User:getUser",
  title: () => m.user_title(),
  load: () => import("./UserScreen.svelte"),
};
