// Where a connection stands, in words: which account, who, where, and what keeps it from working. Never by colour alone.
import type { Color, Connection } from "../backend";
import { day, fullTime, m, whenWithin } from "../i18n.svelte";
import { isStopped } from "./paused";

/** What a connection is called in tests and keys: its operator ID here, its host elsewhere. */
export const keyOf = ({ kind, operatorId, place }: Pick<Connection, "kind" | "operatorId" | "place">) => (kind === "local" ? operatorId : place);

/** Where the account lives. */
export const placeOf = ({ kind, place }: Pick<Connection, "kind" | "place">) => (kind === "local" ? m.shell_this_computer() : place);

const nameOfWho = ({ who }: Connection) => who?.userName ?? who?.displayName ?? "";

/** The second line of the account that the window shows: where, or what is wrong with that. */
export function whereabouts(connection: Connection): string {
  const reach = connection.server?.reach;
  if (isStopped(reach)) return reach?.is === "untrusted" ? m.server_not_trusted_short() : m.server_changed_short();
  return reach?.is === "unreachable" ? m.server_unreachable_short() : placeOf(connection);
}

/** The second line of an account in a list to choose from: who is signed in, and where. */
export function standing(connection: Connection): string {
  const { kind, place, state, problem, who } = connection;
  if (problem) return m.shell_cannot_open();
  if (kind === "server") {
    if (isStopped(connection.server?.reach)) return m.server_at({ state: whereabouts(connection), place });
    if (state === "signedIn" && who) return m.server_who_on({ who: nameOfWho(connection), place });
    return state === "locked" ? m.server_at({ state: m.shell_locked(), place }) : m.server_signed_out_of({ place });
  }
  if (state === "signedIn" && who) return m.shell_who_on({ who: nameOfWho(connection) });
  if (state === "locked") return m.shell_locked();
  return state === "signedOut" || state === "expired" ? m.shell_signed_out() : m.shell_this_computer();
}

/** The class of the dot beside a place: what it says is always said in words, too. */
export function dotOf(connection: Pick<Connection, "server"> | undefined): string {
  const server = connection?.server;
  if (!server || server.reach.is === "reachable") return "";
  if (isStopped(server.reach)) return "dot-deny";
  return server.reach.is === "unreachable" ? "dot-caution" : "dot-mute";
}

/** Days before its end from which a certificate's date is worth a word. */
const SOON_S = 14 * 86_400;

/** A server in the list of connections: its account, who is signed in, its certificate. */
export function serverLine(connection: Connection, now = Date.now() / 1000): { text: string; tone: "plain" | "caution" } {
  const { server, name, place, state } = connection;
  const reach = server?.reach;
  if (reach?.is === "certificateChanged") return { text: m.server_line_changed(), tone: "caution" };
  if (reach?.is === "untrusted") return { text: m.server_line_untrusted(), tone: "caution" };
  const account = name === place ? "" : name;
  const parts = [inWords(connection, account)];
  if (reach?.is === "unreachable") {
    const last = server?.lastAnswerMs;
    parts.push(last === undefined ? m.server_line_unreachable() : m.server_line_unreachable_since({ when: whenWithin(last / 1000, now) }));
    return { text: sentences(parts), tone: "caution" };
  }
  if (state === "signedIn" && server && !server.signInKept) parts.push(m.server_line_not_kept());
  const until = server?.certificate?.validUntil;
  if (until !== undefined) parts.push(until - now < SOON_S ? m.server_line_ends({ until: fullTime(until) }) : m.server_line_valid({ until: day(until) }));
  else if (server) parts.push(m.server_line_plain());
  return { text: sentences(parts), tone: until !== undefined && until - now < SOON_S ? "caution" : "plain" };
}

/** Who is signed in to a server's account. */
function inWords(connection: Connection, account: string): string {
  const { state, who, operatorId } = connection;
  if ((state === "signedIn" || state === "locked") && who) {
    const signed = account ? m.server_line_in({ account, who: nameOfWho(connection) }) : m.server_line_in_plain({ who: nameOfWho(connection) });
    return state === "locked" ? sentences([signed, m.server_line_locked()]) : signed;
  }
  if (operatorId === "") return m.server_line_nobody();
  if (state === "expired") return account ? m.server_line_expired({ account }) : m.server_line_expired_plain();
  return account ? m.server_line_out({ account }) : m.server_line_out_plain();
}

const sentences = (parts: string[]) => parts.join(m.server_sentence_gap());

/** A mark's colour by name. */
export function colorName(color: Color): string {
  return {
    none: m.server_color_none(), red: m.server_color_red(), amber: m.server_color_amber(), green: m.server_color_green(), blue: m.server_color_blue(), violet: m.server_color_violet(),
  }[color];
}
export const COLORS: readonly Color[] = ["none", "red", "amber", "green", "blue", "violet"];
