//! How the account's mail gets out: the mail server, and what kinds of messages there are. `Mail:`, Latchkey's own. What
//! became of each message is in `outbox.rs`.

use crate::{
    Access, Description, EmailAddress, EmailRole, OperatorId, Receiver, Secret, operation,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether the caller's account can send mail: what a screen says wherever something is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct GetMailStanding {}
operation!(GetMailStanding, "Mail:getMailStanding", Get "/latchkey/mail" => 200 MailStanding, Access::SignedIn, Read);

/// Whether mail gets out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct MailStanding {
    /// Through what it is sent; `none` keeps every message in the outbox.
    pub through: MailThrough,
    /// Messages carry links besides codes.
    pub links: bool,
    /// What is wrong with the mail server at the moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<MailTrouble>,
}

/// Through what mail is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "lowercase")]
pub enum MailThrough {
    /// Nothing is sent: messages stay in the outbox, to be read there.
    None,
    /// The mail server that whoever runs this server set up for all accounts.
    Server,
    /// The account's own.
    Own,
}

/// What is wrong with a mail server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct MailTrouble {
    /// Where it fails.
    pub step: MailStep,
    /// In words, in the caller's language.
    pub message: String,
    /// What the mail server said, as it said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// UNIX seconds of the first time.
    pub since_date_time: i64,
}

/// A step on the way into a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum MailStep {
    /// The connection, and the server's greeting.
    Connect,
    /// Encryption, and whether the server is who it says it is.
    Encrypt,
    /// User name and password.
    SignIn,
    /// The message itself.
    Accept,
}

/// How mail is sent.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetMailSettings {
    /// The account.
    pub operator_id: OperatorId,
}
operation!(GetMailSettings, "Mail:getMailSettings", Get "/latchkey/operators/{operator_id}/mail/settings" => 200 MailSettings, Read);

/// The settings that hold. Never the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct MailSettings {
    /// Through what.
    pub through: MailThrough,
    /// There is a mail server for all accounts here.
    pub server_has_mail: bool,
    /// The account's own mail server, also while it is not in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<MailServer>,
    /// A password is kept for it.
    pub has_password: bool,
    /// Where a test message goes: the caller's own address; absent for a user without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_goes_to: Option<String>,
    /// Last change, UNIX seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update_date_time: Option<i64>,
    /// Who made it: `root` or a user name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
    /// A user made the last change, and the owner has not confirmed it: mail that could open the owner's account still
    /// goes the way that the owner chose last, or waits.
    pub owner_must_confirm: bool,
}

/// A mail server (SMTP) and who mail is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct MailServer {
    /// Its name or address; at most 253 characters.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted; there is no way without.
    pub security: MailSecurity,
    /// Absent for a server that asks nobody who it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The sender's name; may be empty.
    pub sender_name: Description,
    /// The sender's address.
    pub sender_address: EmailAddress,
}

/// How a connection to a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// Begins in clear and is encrypted before anything is said; usually port 587. A server that does not offer it is
    /// not used.
    StartTls,
    /// Encrypted from the first byte; usually port 465.
    Tls,
}

/// Changes how mail is sent. What waits is tried at once. When root changes where its mail goes, the primary address is told
/// the way from before, and what warns the owner goes that way for three days.
///
/// # Errors
/// `bad_request` at the field; `host_not_allowed` (field `own.host`); `stale` if somebody else changed it at that moment.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct UpdateMailSettings {
    /// The account.
    pub operator_id: OperatorId,
    /// Through what.
    pub through: MailThrough,
    /// The account's own mail server; required for `own`, else kept as it is when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<MailServer>,
    /// Its password. Absent keeps the one that is kept, but only for the same host, port, security and user name: nobody
    /// can have it sent elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
}
operation!(UpdateMailSettings, "Mail:updateMailSettings", Put "/latchkey/operators/{operator_id}/mail/settings" => 204 (), StepUp);

/// Tries settings before they are saved: connects, encrypts, signs in, and sends the caller a test message. Stops at the
/// step that fails.
///
/// # Errors
/// As [`UpdateMailSettings`]; `too_many_attempts` while another test runs. A mail server that refuses is no error: it is what
/// was asked for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct TestMailSettings {
    /// The account.
    pub operator_id: OperatorId,
    /// Through what; `none` is a `bad_request`.
    pub through: MailThrough,
    /// As in [`UpdateMailSettings`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<MailServer>,
    /// As in [`UpdateMailSettings`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
}
operation!(TestMailSettings, "Mail:testMailSettings", Post "/latchkey/operators/{operator_id}/mail/test" => 200 MailTest, Access::Needs("Mail:updateMailSettings"), StepUp);

/// How a test went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct MailTest {
    /// Every step, in order.
    pub steps: Vec<MailTestStep>,
    /// Where the message went; absent if the caller has no address, and none was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
}

/// One step of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct MailTestStep {
    /// Which.
    pub step: MailStep,
    /// How it ended.
    pub outcome: StepOutcome,
    /// In words, in the caller's language.
    pub message: String,
    /// What the mail server said, as it said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "lowercase")]
pub enum StepOutcome {
    /// It worked.
    Done,
    /// It did not.
    Failed,
    /// Nobody got that far.
    Skipped,
}

/// Every kind of message with who receives it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListMailKinds {
    /// The account.
    pub operator_id: OperatorId,
}
operation!(ListMailKinds, "Mail:listMailKinds", Get "/latchkey/operators/{operator_id}/mail/kinds" => 200 Vec<MailKind>, Access::Root, Read);

/// A kind of message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct MailKind {
    /// A stable `snake_case` word.
    pub kind: String,
    /// What it is, in the caller's language.
    pub title: String,
    /// When it is sent and why, in the caller's language.
    pub explanation: String,
    /// The roles whose addresses receive it; none where it goes to the address or user that it is about.
    pub roles: Vec<EmailRole>,
    /// The addresses that receive it now, each once.
    pub receivers: Vec<Receiver>,
    /// It can be switched off.
    pub optional: bool,
    /// It is sent. False for one that was switched off, and for one that nothing in this version sends.
    pub on: bool,
}

/// Switches a kind of message on or off.
///
/// # Errors
/// `not_found`; `always_sent` for one that cannot be switched off.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateMailKind {
    /// The account.
    pub operator_id: OperatorId,
    /// The kind.
    pub kind: String,
    /// Whether it is sent.
    pub on: bool,
}
operation!(UpdateMailKind, "Mail:updateMailKind", Put "/latchkey/operators/{operator_id}/mail/kinds/{kind}" => 204 (), Access::Root, Write);
