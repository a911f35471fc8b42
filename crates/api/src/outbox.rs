//! The outbox: every message of the account, what became of it, and sending it again. `Mail:`, Latchkey's own.

use crate::{Access, MailThrough, MailTrouble, MessageState, OperatorId, Secret, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The messages of the account, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct SearchOutbox {
    /// The account.
    pub operator_id: OperatorId,
    /// Only those in this state; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<MessageState>,
    /// How many to pass over; 0 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u32>,
    /// At most this many; 1 to 200, 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}
operation!(SearchOutbox, "Mail:searchOutbox", Get "/latchkey/operators/{operator_id}/outbox" => 200 OutboxPage, Read);

/// One page of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct OutboxPage {
    /// The messages from `offset` on.
    pub messages: Vec<OutboxMessage>,
    /// How many are in the state that was asked for.
    pub matching: i64,
    /// How many wait, sending included.
    pub waiting: i64,
    /// How many failed.
    pub failed: i64,
    /// What is wrong with the mail server at the moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<MailTrouble>,
    /// Through what mail is sent.
    pub through: MailThrough,
}

/// A message of the outbox. Times are UNIX seconds. Never its code or link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct OutboxMessage {
    /// Names the message; also part of its Message-ID.
    pub message_id: String,
    /// What kind it is; see [`ListMailKinds`].
    pub kind: String,
    /// What it is, in the caller's language: "Code to verify an address".
    pub title: String,
    /// The address.
    pub to: String,
    /// When it came about.
    pub create_date_time: i64,
    /// What became of it.
    pub state: MessageState,
    /// How often it was tried.
    pub tries: u32,
    /// When it is tried next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_try_date_time: Option<i64>,
    /// When a mail server took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_date_time: Option<i64>,
    /// Why it was not sent, or not yet, in the caller's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the mail server said, as it said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// It can be sent again.
    pub can_retry: bool,
}

/// Sends messages again at once, with 72 hours anew; but those whose link takes an account over keep the time that they had,
/// and are not sent again after it.
///
/// # Errors
/// `not_found` if one of them is none of the account's, or cannot be sent again; then none is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct RetryMessages {
    /// The account.
    pub operator_id: OperatorId,
    /// Which, at most 200; all that wait or failed when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_ids: Option<Vec<String>>,
}
operation!(RetryMessages, "Mail:retryMessages", Post "/latchkey/operators/{operator_id}/outbox/retry" => 200 Retried, Write);

/// How many messages are tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Retried {
    /// How many.
    pub count: i64,
}

/// The message itself, for an account without a mail server. Its link and code work from now on as if it had been sent.
/// In one that was sent they are left out; and where there is a mail server for all accounts, in one to an address that nobody
/// has confirmed.
///
/// Only root: such a message can open an account.
///
/// # Errors
/// `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReadMessage {
    /// The account.
    pub operator_id: OperatorId,
    /// The message.
    pub message_id: String,
}
operation!(ReadMessage, "Mail:readMessage", Post "/latchkey/operators/{operator_id}/outbox/{message_id}/read" => 200 MessageText, Access::Root, StepUp);

/// A message as its receiver reads it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct MessageText {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: Secret,
}
