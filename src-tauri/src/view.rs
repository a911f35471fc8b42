//! What the window is told about accounts, sessions and preferences. Never a token, never a key.

use crate::{preferences::Preferences, refusal::Refusal};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The shell as the window sees it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ShellState {
    /// The program's version.
    pub version: String,
    /// The operating system.
    pub platform: Platform,
    /// A throw-away account that is gone when the window closes.
    pub demo: bool,
    /// Where accounts live.
    pub connections: Vec<Connection>,
    /// The connection that the window shows.
    pub current: Option<String>,
    /// How this person likes the window.
    pub preferences: Preferences,
    /// What "like the system" means for the language here.
    pub system_language: Tongue,
}

/// An operating system.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    Linux,
    Macos,
    Windows,
}

impl Platform {
    /// The one this was built for.
    pub const HERE: Self = if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::Macos
    } else {
        Self::Linux
    };

    /// As people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Linux => "Linux",
            Self::Macos => "macOS",
            Self::Windows => "Windows",
        }
    }
}

/// A language the window speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Tongue {
    En,
    Ja,
}

/// A place where an account lives.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Connection {
    /// `local:` + operator ID.
    pub id: String,
    /// What kind of place.
    pub kind: ConnectionKind,
    /// The account.
    pub operator_id: String,
    /// The account's name, as last seen; the operator ID before that.
    pub name: String,
    /// The server's host; empty for this computer.
    pub place: String,
    /// Where it stands.
    pub state: ConnectionState,
    /// Who is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<Who>,
    /// What the sign-in form starts with.
    pub remembered: Remembered,
    /// The recovery sheet was saved, or is not ours to ask for.
    pub recovery_saved: bool,
    /// Why it could not be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Refusal>,
}

/// A kind of place.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionKind {
    /// A file on this computer.
    Local,
}

/// Where a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionState {
    /// Its store is not open.
    Closed,
    /// Open, nobody signed in.
    SignedOut,
    /// Somebody is signed in.
    SignedIn,
    /// Signed in, and the window is locked.
    Locked,
    /// Was signed in; the same person can go on with the password.
    Expired,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Who {
    /// Absent for root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The name to show.
    pub display_name: String,
    /// The account owner.
    pub root: bool,
    /// A new password comes first.
    pub must_change_password: bool,
}

/// What a sign-in form starts with.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct Remembered {
    /// Root's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A SAM user's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// A SAM user signed in last: its form comes first.
    pub user_was_last: bool,
}

/// A new account, with the one sight of its recovery key.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewAccount {
    /// The shell with the new account in it.
    pub state: ShellState,
    /// The account.
    pub operator_id: String,
    /// Shown once, for the recovery sheet.
    pub recovery_key: String,
}

/// Whether a file was written.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Saved {
    /// No when the person changed her mind.
    pub saved: bool,
    /// The file's name without its folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
}

/// How strong a password is.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Strength {
    /// 0 to 4.
    pub score: u8,
    /// Good enough to be set.
    pub acceptable: bool,
    /// Why, or what would help.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use latchkey_api::typescript::{Declarations, is_committed};

    #[test]
    fn the_typescript_of_the_shell_is_up_to_date() {
        let mut contract = Declarations::default();
        contract.add::<latchkey_api::Error>();
        let mut shell = Declarations::default();
        shell.add::<ShellState>();
        shell.add::<NewAccount>();
        shell.add::<Saved>();
        shell.add::<Strength>();
        let (imported, own) = shell.beside(&contract);
        // of the contract's types only one is named by the shell itself
        assert!(imported.contains(&"Detail"));
        let text = format!(
            "// What the shell tells the window. Generated from src-tauri by `cargo xtask contract`; do not edit.\n\
             import type {{ Detail }} from \"./contract\";\n\n{own}"
        );
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/shell.ts");
        assert!(
            is_committed(&path, &text).unwrap(),
            "ui/src/lib/shell.ts is out of date: run `cargo xtask contract`"
        );
    }
}
