// The keys of the whole window. What they do is decided where it is done; here is only which key calls it.
import * as backend from "$lib/backend";
import { m } from "$lib/i18n.svelte";
import { preferences } from "$lib/state/preferences.svelte";
import { focusNextRegion } from "$lib/state/regions";
import { router } from "$lib/state/router.svelte";
import { isOpen, routes } from "$lib/state/routes";
import { shell } from "$lib/state/shell.svelte";
import type { Shortcut } from "$lib/state/shortcuts.svelte";
import { toast } from "$lib/state/trouble.svelte";
import { toasts } from "$lib/ui/toasts.svelte";
import { help } from "./help.svelte";

const signedIn = () => shell.current?.state === "signedIn";

/** Locks the window, if there is something to lock. */
export function lockNow(): void {
  if (signedIn()) void shell.do(backend.lock()).catch(toast);
}

/** Shows another account, from its start: its first screen may be another one than that of the account before. */
export async function switchTo(connection: string | null): Promise<void> {
  if (connection === shell.current?.id) return;
  try {
    await shell.select(connection);
    router.go("/");
  } catch (error) {
    toast(error);
  }
}

/** Puts the focus into the search field of the page. */
function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>("[data-search] input, input[data-search]");
  field?.focus();
  field?.select();
}

/** Keys that work wherever one is. */
export const windowKeys = (): Shortcut[] => [
  { keys: "Ctrl K", label: m.shell_jump(), always: true, run: () => { if (signedIn()) help.palette = true; } },
  { keys: "Ctrl ,", label: m.shell_settings(), always: true, run: () => { if (signedIn()) router.go("/settings"); } },
  { keys: "Ctrl L", label: m.shell_lock_now(), always: true, run: lockNow },
  { keys: "Ctrl Z", label: m.shell_shortcut_undo(), run: () => void toasts.undoLast() },
  { keys: "Alt ArrowLeft", label: m.shell_shortcut_back(), always: true, run: () => router.back() },
  { keys: "/", label: m.shell_shortcut_search(), run: focusSearch },
  { keys: "F6", label: m.shell_shortcut_region(), always: true, run: () => focusNextRegion(false) },
  { keys: "Shift F6", always: true, run: () => focusNextRegion(true) },
  { keys: "?", label: m.shell_shortcut_all(), run: () => (help.shortcuts = true) },
  { keys: "Ctrl +", label: m.shell_shortcut_larger(), always: true, run: () => void preferences.resize(1) },
  { keys: "Ctrl =", always: true, run: () => void preferences.resize(1) },
  { keys: "Ctrl -", label: m.shell_shortcut_smaller(), always: true, run: () => void preferences.resize(-1) },
  ...Array.from({ length: 9 }, (_, at): Shortcut => ({
    keys: `Ctrl ${at + 1}`, always: true, ...(at === 0 ? { label: m.shell_shortcut_account() } : {}),
    run: () => { const one = shell.connections[at]; if (one) void switchTo(one.id); },
  })),
];

/** "G U" and the like, for the screens that open for whoever is signed in. */
export const screenKeys = (): Shortcut[] =>
  routes
    .filter((route) => route.nav?.letter && isOpen(route))
    .map((route) => ({ keys: `G ${route.nav?.letter}`, label: m.shell_go_to({ screen: route.title() }), run: () => router.go(route.path) }));
