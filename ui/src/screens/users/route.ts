// Where the list of users stands in the application, and what the palette finds in it.
import { m } from "$lib/i18n.svelte";
import { path } from "$lib/state/address";
import { ask } from "$lib/state/ask";
import { nameOf } from "$lib/state/people";
import { router } from "$lib/state/router.svelte";
import type { Route } from "$lib/state/routes";
import { session } from "$lib/state/session.svelte";
import { Plus, Users } from "$lib/ui/icons";

/** People in one group of the palette. */
const MOST = 6;

async function find(text: string, signal: AbortSignal) {
  if (!session.can("User:listUsers")) return [];
  const people =
    text.trim() === "" ? [] : (await ask("User:searchUsers", { operatorId: session.operatorId, search: text, limit: MOST }, { signal })).users;
  const items = people.map((user) => ({
    id: `user-${user.userName}`,
    label: nameOf(user),
    note: user.userName,
    person: user.userName,
    run: () => router.go(path("users", user.userName)),
  }));
  const create = { id: "create-user", label: m.users_create(), icon: Plus, keys: "N", run: () => router.go("/users", { create: "1" }) };
  const fits = m.users_create().toLowerCase().includes(text.trim().toLowerCase()) && session.reason("User:createUser") === undefined;
  return [
    { group: m.users_title(), items },
    { group: m.users_actions(), items: fits ? [create] : [] },
  ].filter(({ items }) => items.length > 0);
}

export const route: Route = {
  path: "/users",
  screen: "users",
  operation: "User:listUsers",
  title: () => m.users_title(),
  nav: { group: "access", order: 1, icon: Users, letter: "U" },
  load: () => import("./UsersScreen.svelte"),
  find,
};
