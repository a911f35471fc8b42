// A mail server while it is being typed: what is missing, which port goes with which encryption, when the password has to be
// given again. Text in, words out; asks nothing.
import type { MailSecurity, MailServer, MailSettings, MailThrough } from "$lib/contract";
import { m } from "$lib/i18n.svelte";
import { looksLikeEmail } from "../../../gate/check";

/** What the form holds besides the password, which is never kept with it. */
export interface Typed {
  through: MailThrough;
  host: string;
  port: string;
  security: MailSecurity;
  userName: string;
  senderName: string;
  senderAddress: string;
}

/** The port that usually goes with an encryption. */
const USUAL_PORT: Record<MailSecurity, string> = { starttls: "587", tls: "465" };

/** The port after another encryption was chosen: the usual one follows, one that somebody typed stays. */
export const portAfter = (port: string, before: MailSecurity, after: MailSecurity): string =>
  port.trim() === "" || port.trim() === USUAL_PORT[before] ? USUAL_PORT[after] : port;

export function typedOf({ through, own }: MailSettings): Typed {
  return {
    through,
    host: own?.host ?? "",
    port: own ? String(own.port) : USUAL_PORT.starttls,
    security: own?.security ?? "starttls",
    userName: own?.userName ?? "",
    senderName: own?.senderName ?? "",
    senderAddress: own?.senderAddress ?? "",
  };
}

/** The mail server as it is asked for. */
export function serverOf(typed: Typed): MailServer {
  const userName = typed.userName.trim();
  return {
    host: typed.host.trim(), port: Number(typed.port), security: typed.security, ...(userName && { userName }),
    senderName: typed.senderName.trim(), senderAddress: typed.senderAddress.trim(),
  };
}

/** What about the password: none without a user name; kept as long as it goes to whom it was given for; else asked for. */
export type PasswordNeed = "none" | "kept" | "needed";

export function passwordNeed(settings: Pick<MailSettings, "own" | "hasPassword">, typed: Typed): PasswordNeed {
  const { host, port, security, userName } = serverOf(typed);
  if (userName === undefined) return "none";
  const { own } = settings;
  const same = own?.host === host && own.port === port && own.security === security && own.userName === userName;
  return settings.hasPassword && same ? "kept" : "needed";
}

/** The fields by their names in the request. */
export const FIELDS = ["own.host", "own.port", "own.security", "own.userName", "password", "own.senderName", "own.senderAddress"] as const;
export type Field = (typeof FIELDS)[number];

/** What is wrong with a field; undefined when nothing is. */
export function wrongWith(field: Field, typed: Typed): string | undefined {
  switch (field) {
    case "own.host":
      if (typed.host.trim() === "") return m.mailserver_host_missing();
      return /^[^\s/@]+$/.test(typed.host.trim()) && !/^[^:[\]]+:\d+$/.test(typed.host.trim()) ? undefined : m.mailserver_host_shape();
    case "own.port":
      return /^\d{1,5}$/.test(typed.port.trim()) && Number(typed.port) >= 1 && Number(typed.port) <= 65535 ? undefined : m.mailserver_port_shape();
    case "own.senderAddress":
      if (typed.senderAddress.trim() === "") return m.mailserver_sender_missing();
      return looksLikeEmail(typed.senderAddress) ? undefined : m.mailserver_sender_shape();
    default:
      return undefined;
  }
}

/** Reads an edit that was kept as text; one that nobody can read is none. */
export function readTyped(text: string | undefined): Typed | undefined {
  if (text === undefined) return undefined;
  try {
    const typed = JSON.parse(text) as Typed;
    const texts = [typed.host, typed.port, typed.userName, typed.senderName, typed.senderAddress];
    return texts.every((one) => typeof one === "string") && typed.security in USUAL_PORT && ["none", "server", "own"].includes(typed.through) ? typed : undefined;
  } catch {
    return undefined;
  }
}
