// What can be done with a connection. Nothing of it touches the account itself; forgetting a server only forgets the way to it.
import * as backend from "$lib/backend";
import type { Connection } from "$lib/backend";
import { m } from "$lib/i18n.svelte";
import { isStopped } from "$lib/state/paused";
import { shell } from "$lib/state/shell.svelte";
import { toast } from "$lib/state/trouble.svelte";
import { ArrowRight, Palette, PencilOff, Refresh, ShieldAlert, SignOut, Trash } from "$lib/ui/icons";
import type { MenuEntry } from "$lib/ui/Menu.svelte";
import { switchTo } from "../../shell/keys";
import { leave } from "../../shell/leave";

/** A dialog about a connection. */
export type Task = { is: "color" | "unlock" | "compare" | "forget"; connection: string };

const signedIn = ({ state }: Connection) => state === "signedIn" || state === "locked" || state === "expired";

export function connectionMenu(one: Connection, start: (task: Task) => void): MenuEntry[] {
  const current = one.id === shell.current?.id;
  const reach = one.server?.reach;
  const dialog = (is: Task["is"]) => () => start({ is, connection: one.id });
  const change = (patch: Parameters<typeof backend.changeConnection>[1]) => () => void shell.do(backend.changeConnection(one.id, patch)).catch(toast);
  return [
    ...(current ? [] : [{ label: signedIn(one) ? m.server_use() : m.server_use_sign_in(), icon: ArrowRight, testid: "connection-use", run: () => void switchTo(one.id) }]),
    ...(isStopped(reach) ? [{ label: m.server_compare_dots(), icon: ShieldAlert, testid: "connection-compare", run: dialog("compare") }] : []),
    ...(reach?.is === "unreachable" ? [{ label: m.server_try_now(), icon: Refresh, testid: "connection-try", run: () => void shell.do(backend.tryNow(one.id)).catch(toast) }] : []),
    ...(signedIn(one) ? [{ label: m.gate_sign_out(), icon: SignOut, testid: "connection-sign-out", run: () => void (current ? leave(one.id) : shell.do(backend.signOut(one.id)).catch(toast)) }] : []),
    { label: m.server_color(), icon: Palette, testid: "connection-color", run: dialog("color") },
    one.readOnly
      ? { label: m.server_lock_off_dots(), icon: PencilOff, testid: "connection-unlock", run: dialog("unlock") }
      : { label: m.server_lock_put_on(), icon: PencilOff, testid: "connection-lock", run: change({ readOnly: true }) },
    ...(one.kind === "server" ? (["line", { label: m.server_forget_dots(), icon: Trash, danger: true, testid: "connection-forget", run: dialog("forget") }] as const) : []),
  ];
}
