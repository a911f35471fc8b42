// What the shell tells the window. Generated from src-tauri by `cargo xtask contract`; do not edit.
import type { Detail } from "./contract";

/**
 * A place where an account lives.
 */
export type Connection = { 
/**
 * `local:` + operator ID.
 */
id: string, 
/**
 * What kind of place.
 */
kind: ConnectionKind, 
/**
 * The account.
 */
operatorId: string, 
/**
 * The account's name, as last seen; the operator ID before that.
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
problem?: Refusal, };

/**
 * A kind of place.
 */
export type ConnectionKind = "local";

/**
 * Where a connection stands.
 */
export type ConnectionState = "closed" | "signedOut" | "signedIn" | "locked" | "expired";

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
systemLanguage: Tongue, };

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
