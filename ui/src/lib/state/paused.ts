// Why changes wait in an account as a whole, whoever is signed in: its lock, or a server that cannot be talked to.
import type { Connection, Reach } from "../backend";
import { m } from "../i18n.svelte";

type Place = Pick<Connection, "readOnly" | "place" | "server">;

/** Nothing can be asked of the server now. */
export const isDown = (reach: Reach | undefined) => reach?.is === "unreachable" || isStopped(reach);

/** Nothing may be asked of the server before a person has looked at its certificate. */
export const isStopped = (reach: Reach | undefined) => reach?.is === "certificateChanged" || reach?.is === "untrusted";

/** Why nothing can be changed; undefined when changes go through. */
export function pausedBecause(connection: Place | undefined): string | undefined {
  if (connection?.readOnly) return m.server_locked_reason();
  const reach = connection?.server?.reach;
  if (isStopped(reach)) return m.server_stopped_reason();
  return reach?.is === "unreachable" ? m.server_unreachable_reason() : undefined;
}
