// What the palette offers, beside what screens find: places to go and things to do. Matching is by words, in any order.
import * as backend from "$lib/backend";
import { m } from "$lib/i18n.svelte";
import { preferences } from "$lib/state/preferences.svelte";
import { router } from "$lib/state/router.svelte";
import { isOpen, openPages, routes, type Found } from "$lib/state/routes";
import { shell } from "$lib/state/shell.svelte";
import { toast } from "$lib/state/trouble.svelte";
import { Keyboard, Lock, Palette as Paint, Settings, SignOut } from "$lib/ui/icons";
import { FOR_EVERYONE, opensPage } from "../screens/settings/pages";
import { help } from "./help.svelte";
import { lockNow } from "./keys";
import { leave } from "./leave";
import { matches } from "./matching";

export interface Group {
  name: string;
  items: Found[];
}

function places(): Found[] {
  const list = openPages().map((route): Found => ({
    id: `go-${route.path}`, label: route.title(), ...(route.nav ? { icon: route.nav.icon } : {}), ...(route.nav?.letter ? { keys: `G ${route.nav.letter}` } : {}), run: () => router.go(route.path),
  }));
  const page = (name: string, label: string): Found => ({ id: `go-settings-${name}`, label: `${m.shell_settings()}: ${label}`, icon: Settings, run: () => router.go(`/settings/${name}`) });
  const everyone = (["mail", "outbox"] as const).filter(opensPage).map((name) => page(name, FOR_EVERYONE[name].title()));
  return [...list, page("account", m.settings_account()), page("appearance", m.settings_appearance()), page("lock", m.settings_lock()), page("connections", m.settings_connections()), ...everyone];
}

function actions(): Found[] {
  const dark = document.documentElement.dataset["theme"] === "dark" || (preferences.current.theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  const current = shell.current;
  return [
    { id: "do-lock", label: m.shell_lock_now(), icon: Lock, keys: "Ctrl L", run: lockNow },
    {
      id: "do-theme", label: dark ? m.shell_palette_theme_light() : m.shell_palette_theme_dark(), icon: Paint,
      run: () => void preferences.set({ theme: dark ? "light" : "dark" }),
    },
    { id: "do-shortcuts", label: m.shell_shortcuts(), icon: Keyboard, keys: "?", run: () => (help.shortcuts = true) },
    ...(current ? [{ id: "do-sign-out", label: m.shell_sign_out_of({ account: current.name }), icon: SignOut, run: () => void leave(current.id) }] : []),
  ];
}

/** Places and actions that fit the text. */
export function offers(text: string): Group[] {
  return [
    { name: m.shell_palette_go(), items: places().filter((one) => matches(one.label, text)) },
    { name: m.shell_palette_actions(), items: actions().filter((one) => matches(one.label, text)) },
  ].filter((group) => group.items.length > 0);
}

/** What the screens that open find: people and the like. A screen that fails finds nothing, and says so in a toast. */
export async function search(text: string, signal: AbortSignal): Promise<Group[]> {
  const asked = routes.filter((route) => route.find && isOpen(route));
  const answers = await Promise.all(asked.map(async (route) => {
    try {
      return (await route.find?.(text, signal)) ?? [];
    } catch (error) {
      if (backend.failure(error).code !== "session_expired") toast(error);
      return [];
    }
  }));
  return answers.flat().map(({ group, items }) => ({ name: group, items })).filter((group) => group.items.length > 0);
}
