//! What the window is told about accounts, sessions and preferences. Never a token, never a key.

use crate::{preferences::Preferences, refusal::Refusal};
use latchkey_api::SignUp;
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
    /// Public servers of the account API, beside a server of one's own.
    pub presets: Vec<Preset>,
    /// A link out of a mail that somebody opened, until it is used or forgotten; never while the window is locked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending_mail: Option<PendingMail>,
}

/// A link out of a mail that waits for the person at the window. Its token is not told.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct PendingMail {
    /// What it is asked about and used by: another link has another number.
    pub number: u32,
    /// The account on this computer that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<String>,
    /// Why it cannot be used; then there is nothing to do but to forget it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Refusal>,
}

/// A public server that anybody may have an account on.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preset {
    /// Which one.
    pub id: PresetId,
    /// Its address.
    pub address: &'static str,
}

/// The public servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PresetId {
    SoracomJapan,
    SoracomGlobal,
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
    /// `local:` + operator ID, or `server:` + random digits.
    pub id: String,
    /// What kind of place.
    pub kind: ConnectionKind,
    /// The account; empty on a server where nobody has signed in yet.
    pub operator_id: String,
    /// The account's name, as last seen; before that the server's name, its host, or the operator ID.
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
    /// A mark that tells it apart from the others.
    pub color: Color,
    /// Every change is refused here until a person takes this lock off.
    pub read_only: bool,
    /// What is known of the server; absent for this computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<Server>,
}

/// A connection's mark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Color {
    #[default]
    None,
    Red,
    Amber,
    Green,
    Blue,
    Violet,
}

/// What is known of a server.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Server {
    /// Its address.
    pub address: String,
    /// Program and version; absent for a server of another make.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Which public server it is; absent for one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<PresetId>,
    /// The operations that it serves, by name.
    pub operations: Vec<String>,
    /// Whether people may make an account on it.
    pub sign_up: SignUp,
    /// What it proves itself with; absent for plain http on this computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// Whether it can be talked to.
    pub reach: Reach,
    /// UNIX milliseconds of its last answer; absent before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_answer_ms: Option<i64>,
    /// How long its last answer took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<u32>,
    /// The sign-in is kept in the keychain; else it ends with the window.
    pub sign_in_kept: bool,
}

/// Whether a server can be talked to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "is")]
pub enum Reach {
    /// Nothing was asked yet.
    Unknown,
    /// It answered last time.
    Reachable,
    /// It does not answer: what was loaded stays readable, changes wait.
    Unreachable {
        /// UNIX milliseconds of the next try.
        next_try_ms: i64,
    },
    /// It shows another certificate than the one that was trusted: nothing is sent to it.
    CertificateChanged,
    /// Its certificate is not trusted any more: nothing is sent to it.
    Untrusted,
}

/// A certificate that was trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// SHA-256, as upper-case pairs with colons.
    pub fingerprint: String,
    /// UNIX seconds.
    pub valid_until: i64,
    /// Who signed it, as it says itself.
    pub issuer: String,
    /// How it stands up to a check.
    pub standing: Standing,
}

/// How a certificate stands up to a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    Trusted,
    UnknownAuthority,
    Expired,
    NotYetValid,
    WrongName,
    Changed,
    Invalid,
}

/// A server that was looked at, before anything is trusted.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct FoundServer {
    /// The address that a connection would have.
    pub address: String,
    /// The host, and the port if it is not the usual one.
    pub host: String,
    /// Whose server it is, as it says itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Program and version; absent for a server of another make, and while its certificate is not trusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// It answers like a server of the account API.
    pub speaks: bool,
    /// Absent for plain http on this computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// The fingerprint that was trusted before, when this is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_before: Option<String>,
    /// The connection that has this address already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<String>,
}

/// A kind of place.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionKind {
    /// A file on this computer.
    Local,
    /// A server.
    Server,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
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
        contract.add::<SignUp>();
        let mut shell = Declarations::default();
        shell.add::<ShellState>();
        shell.add::<NewAccount>();
        shell.add::<Saved>();
        shell.add::<Strength>();
        shell.add::<FoundServer>();
        let (imported, own) = shell.beside(&contract);
        // of the contract's types only two are named by the shell itself
        assert!(imported.contains(&"Detail") && imported.contains(&"SignUp"));
        let text = format!(
            "// What the shell tells the window. Generated from src-tauri by `cargo xtask contract`; do not edit.\n\
             import type {{ Detail, SignUp }} from \"./contract\";\n\n{own}"
        );
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/shell.ts");
        assert!(
            is_committed(&path, &text).unwrap(),
            "ui/src/lib/shell.ts is out of date: run `cargo xtask contract`"
        );
    }
}
