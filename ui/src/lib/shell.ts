// What the shell tells the window. Generated from src-tauri by `cargo xtask contract`; do not edit.
import type { Detail, SignUp } from "./contract";

/**
 * A certificate that was trusted.
 */
export type Certificate = { 
/**
 * SHA-256, as upper-case pairs with colons.
 */
fingerprint: string, 
/**
 * UNIX seconds.
 */
validUntil: number, 
/**
 * Who signed it, as it says itself.
 */
issuer: string, 
/**
 * How it stands up to a check.
 */
standing: Standing, };

/**
 * A connection's mark.
 */
export type Color = "none" | "red" | "amber" | "green" | "blue" | "violet";

/**
 * A place where an account lives.
 */
export type Connection = { 
/**
 * `local:` + operator ID, or `server:` + random digits.
 */
id: string, 
/**
 * What kind of place.
 */
kind: ConnectionKind, 
/**
 * The account; empty on a server where nobody has signed in yet.
 */
operatorId: string, 
/**
 * The account's name, as last seen; before that the server's name, its host, or the operator ID.
 */
name: string, 
/**
 * The server's host; empty for this computer.
 */
place: string, 
/**
 * Where it stands.
 */
state: ConnectionState, 
/**
 * Who is signed in.
 */
who?: Who, 
/**
 * What the sign-in form starts with.
 */
remembered: Remembered, 
/**
 * The recovery sheet was saved, or is not ours to ask for.
 */
recoverySaved: boolean, 
/**
 * Why it could not be opened.
 */
problem?: Refusal, 
/**
 * A mark that tells it apart from the others.
 */
color: Color, 
/**
 * Every change is refused here until a person takes this lock off.
 */
readOnly: boolean, 
/**
 * What is known of the server; absent for this computer.
 */
server?: Server, };

/**
 * A kind of place.
 */
export type ConnectionKind = "local" | "server";

/**
 * Where a connection stands.
 */
export type ConnectionState = "closed" | "signedOut" | "signedIn" | "locked" | "expired";

/**
 * A server that was looked at, before anything is trusted.
 */
export type FoundServer = { 
/**
 * The address that a connection would have.
 */
address: string, 
/**
 * The host, and the port if it is not the usual one.
 */
host: string, 
/**
 * Whose server it is, as it says itself.
 */
name?: string, 
/**
 * Program and version; absent for a server of another make, and while its certificate is not trusted.
 */
product?: string, 
/**
 * It answers like a server of the account API.
 */
speaks: boolean, 
/**
 * Absent for plain http on this computer.
 */
certificate?: Certificate, 
/**
 * The fingerprint that was trusted before, when this is another one.
 */
trustedBefore?: string, 
/**
 * The connection that has this address already.
 */
connection?: string, };

export type LanguageChoice = "system" | "en" | "ja";

/**
 * A new account, with the one sight of its recovery key.
 */
export type NewAccount = { 
/**
 * The shell with the new account in it.
 */
state: ShellState, 
/**
 * The account.
 */
operatorId: string, 
/**
 * Shown once, for the recovery sheet.
 */
recoveryKey: string, };

/**
 * A link out of a mail that waits for the person at the window. Its token is not told.
 */
export type PendingMail = { 
/**
 * What it is asked about and used by: another link has another number.
 */
number: number, 
/**
 * The account on this computer that it is about.
 */
connection?: string, 
/**
 * Why it cannot be used; then there is nothing to do but to forget it.
 */
problem?: Refusal, };

/**
 * An operating system.
 */
export type Platform = "linux" | "macos" | "windows";

/**
 * How this person likes the window.
 */
export type Preferences = { language: LanguageChoice, theme: Theme, 
/**
 * Per cent: 90, 100, 112 or 125.
 */
textSize: 90 | 100 | 112 | 125, 
/**
 * Rows of 36 instead of 44 pixels.
 */
compact: boolean, 
/**
 * Operation names beside their words.
 */
technicalNames: boolean, 
/**
 * Shortcuts of one letter.
 */
singleKeys: boolean, 
/**
 * Minutes without input until the window locks; 0 for never.
 */
autoLockMinutes: 0 | 1 | 5 | 10 | 15 | 30 | 60, };

/**
 * A public server that anybody may have an account on.
 */
export type Preset = { 
/**
 * Which one.
 */
id: PresetId, 
/**
 * Its address.
 */
address: string, };

/**
 * The public servers.
 */
export type PresetId = "soracomJapan" | "soracomGlobal";

/**
 * Whether a server can be talked to.
 */
export type Reach = { "is": "unknown" } | { "is": "reachable" } | { "is": "unreachable", 
/**
 * UNIX milliseconds of the next try.
 */
nextTryMs: number, } | { "is": "certificateChanged" } | { "is": "untrusted" };

/**
 * An error as the window gets it: the contract's shape, with the shell's own codes beside the contract's.
 */
export type Refusal = { 
/**
 * What the window acts on.
 */
code: string, 
/**
 * What a person reads.
 */
message: string, 
/**
 * The field it is about.
 */
field?: string, 
/**
 * Names the occurrence in the log.
 */
incident?: string, 
/**
 * More, as the contract has it.
 */
detail?: Detail, };

/**
 * What a sign-in form starts with.
 */
export type Remembered = { 
/**
 * Root's address.
 */
email?: string, 
/**
 * A SAM user's name.
 */
userName?: string, 
/**
 * A SAM user signed in last: its form comes first.
 */
userWasLast: boolean, };

/**
 * Whether a file was written.
 */
export type Saved = { 
/**
 * No when the person changed her mind.
 */
saved: boolean, 
/**
 * The file's name without its folder.
 */
fileName?: string, };

/**
 * What is known of a server.
 */
export type Server = { 
/**
 * Its address.
 */
address: string, 
/**
 * Program and version; absent for a server of another make.
 */
product?: string, 
/**
 * Which public server it is; absent for one's own.
 */
preset?: PresetId, 
/**
 * The operations that it serves, by name.
 */
operations: Array<string>, 
/**
 * Whether people may make an account on it.
 */
signUp: SignUp, 
/**
 * What it proves itself with; absent for plain http on this computer.
 */
certificate?: Certificate, 
/**
 * Whether it can be talked to.
 */
reach: Reach, 
/**
 * UNIX milliseconds of its last answer; absent before the first.
 */
lastAnswerMs?: number, 
/**
 * How long its last answer took.
 */
latencyMs?: number, 
/**
 * The sign-in is kept in the keychain; else it ends with the window.
 */
signInKept: boolean, };

/**
 * The shell as the window sees it.
 */
export type ShellState = { 
/**
 * The program's version.
 */
version: string, 
/**
 * The operating system.
 */
platform: Platform, 
/**
 * A throw-away account that is gone when the window closes.
 */
demo: boolean, 
/**
 * Where accounts live.
 */
connections: Array<Connection>, 
/**
 * The connection that the window shows.
 */
current?: string, 
/**
 * How this person likes the window.
 */
preferences: Preferences, 
/**
 * What "like the system" means for the language here.
 */
systemLanguage: Tongue, 
/**
 * Public servers of the account API, beside a server of one's own.
 */
presets: Array<Preset>, 
/**
 * A link out of a mail that somebody opened, until it is used or forgotten; never while the window is locked.
 */
pendingMail?: PendingMail, };

/**
 * How a certificate stands up to a check.
 */
export type Standing = "trusted" | "unknownAuthority" | "expired" | "notYetValid" | "wrongName" | "changed" | "invalid";

/**
 * How strong a password is.
 */
export type Strength = { 
/**
 * 0 to 4.
 */
score: number, 
/**
 * Good enough to be set.
 */
acceptable: boolean, 
/**
 * Why, or what would help.
 */
message: string, };

export type Theme = "system" | "light" | "dark";

/**
 * A language the window speaks.
 */
export type Tongue = "en" | "ja";

/**
 * Somebody who is signed in.
 */
export type Who = { 
/**
 * Absent for root.
 */
userName?: string, 
/**
 * The name to show.
 */
displayName: string, 
/**
 * The account owner.
 */
root: boolean, 
/**
 * A new password comes first.
 */
mustChangePassword: boolean, };
