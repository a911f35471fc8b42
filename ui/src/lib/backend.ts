// The only way out of the window: typed wrappers over the desktop shell's commands. The only file that imports @tauri-apps.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { MailToken, Operations } from "./contract";
import type { Color, FoundServer, NewAccount, Preferences, Refusal, Saved, ShellState, Strength } from "./shell";

export type { Certificate, Color, Connection, FoundServer, NewAccount, PendingMail, Preferences, PresetId, Reach, Server, ShellState, Standing, Strength, Tongue, Who } from "./shell";

/** Where the key of an account on this computer is kept. */
export type Keep = { by: "keychain" } | { by: "session" } | { by: "passphrase"; passphrase: string };
/** With what a closed account is opened. */
export type Opening = { by: "keychain" } | { by: "passphrase"; passphrase: string } | { by: "recoveryKey"; recoveryKey: string; keep: Keep };
export type Credentials =
  | { email: string; password: string; remember: boolean }
  | { operatorId: string; userName: string; password: string; remember: boolean };

/** What every rejected command is: the contract's error, or one of the shell's own codes in the same shape. */
export type Failure = Refusal;

/** Turns whatever a command was rejected with into a Failure, so that nothing else has to guess. */
export function failure(thrown: unknown): Failure {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) return thrown as Failure;
  return { code: "internal", message: String(thrown) };
}

async function run<T>(command: string, args?: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (thrown) {
    throw failure(thrown);
  }
}

export const state = () => run<ShellState>("state");
/** Calls back whenever something changed in the shell: auto-lock, expiry, another window's wish. */
export const onState = (then: (state: ShellState) => void) => listen<ShellState>("state", (event) => then(event.payload));

export const createAccount = (name: string, email: string, password: string, keep: Keep) =>
  run<NewAccount>("create_account", { form: { name, email, password }, keep });
export const saveRecoverySheet = (connection: string) =>
  run<Saved>("save_recovery_sheet", { connection });
export const printRecoverySheet = () => run<null>("print_recovery_sheet");
export const recoverySaved = (connection: string) => run<ShellState>("recovery_saved", { connection });
export const openAccount = (connection: string, opening: Opening) => run<ShellState>("open_account", { connection, by: opening });
export const selectConnection = (connection: string | null) => run<ShellState>("select_connection", { connection });

/** Looks at a server without telling it anything. `authority` is a certificate authority to trust besides the system's, as PEM. */
export const lookAtServer = (address: string, authority: string | null) => run<FoundServer>("look_at_server", { address, authority });
/** Remembers a server whose certificate has this fingerprint; refuses when it shows another one by now. */
export const addConnection = (address: string, authority: string | null, fingerprint: string | null) =>
  run<ShellState>("add_connection", { address, authority, fingerprint });
export const removeConnection = (connection: string) => run<ShellState>("remove_connection", { connection });
export const changeConnection = (connection: string, patch: { color?: Color; readOnly?: boolean }) =>
  run<ShellState>("change_connection", { connection, patch });
/** What a server that is known shows now. */
export const lookAgain = (connection: string) => run<FoundServer>("look_again", { connection });
export const trustCertificate = (connection: string, fingerprint: string) => run<ShellState>("trust_certificate", { connection, fingerprint });
export const tryNow = (connection: string) => run<ShellState>("try_now", { connection });
/** Makes an account on a server and signs in as its owner. */
export const signUp = (connection: string, form: { name: string; email: string; password: string }, invitation: string | null) =>
  run<ShellState>("sign_up", { connection, form, invitation });

export const signIn = (connection: string, credentials: Credentials) => run<ShellState>("sign_in", { connection, form: credentials });
export const signOut = (connection: string) => run<ShellState>("sign_out", { connection });
export const lock = () => run<ShellState>("lock");
export const unlock = (password: string) => run<ShellState>("unlock", { password });
export const signInAgain = (connection: string, password: string) => run<ShellState>("sign_in_again", { connection, password });

/** Asks for an operation. Screens use `ask` of state/ask.ts, which also handles step-up and expired sessions. */
export const call = <N extends keyof Operations>(
  connection: string, operation: N, request: Operations[N]["request"], options: { ifMatch?: string | undefined; ticket?: string } = {},
) => run<Operations[N]["output"]>("call", { connection, operation, request, ifMatch: options.ifMatch ?? null, ticket: options.ticket ?? null });
/** Nobody waits any more for the call that was made with this ticket. */
export const cancelCall = (ticket: string) => run<null>("cancel_call", { ticket });

/** What may be asked where nobody is signed in. */
export type PublicOperation =
  | "Server:getServer"
  | "Auth:issuePasswordResetToken"
  | "Auth:issueRecoveryToken"
  | "Auth:issueUserPasswordResetToken"
  | "Auth:verifyPasswordResetCode";
/** Asks for an operation as nobody in particular: the ways back in. */
export const callPublic = <N extends PublicOperation>(connection: string, operation: N, request: Operations[N]["request"]) =>
  run<Operations[N]["output"]>("call_public", { connection, operation, request });

/** What the link out of a mail does that `ShellState.pendingMail` tells of; `number` is its number. Changes nothing. */
export const mailToken = (number: number) => run<MailToken>("mail_token", { number });
/** The person pressed the button of that link; `password` where it sets one. */
export const useMailToken = (number: number, password: string | null = null) => run<ShellState>("use_mail_token", { number, password });
export const forgetMailToken = (number: number) => run<ShellState>("forget_mail_token", { number });

export const setPreferences = (patch: Partial<Preferences>) => run<Preferences>("set_preferences", { patch });
export const passwordStrength = (password: string, context: string[]) => run<Strength>("password_strength", { password, context });
export const suggestPassphrase = () => run<string>("suggest_passphrase");
/** A secret leaves the clipboard again after 60 seconds. */
export const copyText = (text: string, secret = false) => run<null>("copy_text", { text, secret });
export const keepDraft = (connection: string, key: string, text: string) => run<null>("keep_draft", { connection, key, text });
export const takeDrafts = (connection: string) => run<Record<string, string>>("take_drafts", { connection });
/** Says that somebody is there; the shell locks after a time without it. */
export const activity = () => run<null>("activity");
