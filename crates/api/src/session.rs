//! Sessions: where somebody is signed in, and ending that. `Session:` and `User:revokeUserAuthTokens`.

use crate::{Access, OperatorId, Secret, UserName, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The caller's own sessions, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListSessions {}
operation!(ListSessions, "Session:listSessions", Get "/latchkey/sessions" => 200 Vec<Session>, Access::SignedIn, Read);

/// Ends one of the caller's own sessions.
///
/// # Errors
/// `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndSession {
    /// The session.
    pub session_id: String,
}
operation!(EndSession, "Session:endSession", Delete "/latchkey/sessions/{session_id}" => 204 (), Access::SignedIn, Write);

/// A user's sessions, newest first.
///
/// # Errors
/// `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListUserSessions {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(ListUserSessions, "Session:listUserSessions", Get "/latchkey/operators/{operator_id}/users/{user_name}/sessions" => 200 Vec<Session>, Access::Needs("User:getUser"), Read);

/// Ends one session of a user.
///
/// # Errors
/// `not_found`; `beyond_own_rights`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndUserSession {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
    /// The session.
    pub session_id: String,
}
operation!(EndUserSession, "Session:endUserSession", Delete "/latchkey/operators/{operator_id}/users/{user_name}/sessions/{session_id}" => 204 (), Access::Needs("User:revokeUserAuthTokens"), Write);

/// Ends all sessions of a user.
///
/// # Errors
/// `not_found`; `beyond_own_rights`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevokeUserAuthTokens {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(RevokeUserAuthTokens, "User:revokeUserAuthTokens", Delete "/operators/{operator_id}/users/{user_name}/tokens" => 204 (), Write);

/// Step-up: the caller's password again. The session counts as fresh for ten minutes.
///
/// # Errors
/// `wrong_password`, and `too_many_attempts` as at sign-in: both draw on the same budget.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfirmPassword {
    /// The caller's own password.
    pub password: Secret,
}
operation!(ConfirmPassword, "Session:confirmPassword", Post "/latchkey/sessions/confirm" => 204 (), Access::SignedIn, Write);

/// Somewhere that somebody is signed in. Times are UNIX seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Session {
    /// Names the session; not a secret.
    pub session_id: String,
    /// What the sign-in said of itself: system and program.
    pub device: String,
    /// Address it came from; absent on this computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_ip: Option<String>,
    /// Sign-in.
    pub create_date_time: i64,
    /// Last call.
    pub last_used_date_time: i64,
    /// When it ends by itself.
    pub expire_date_time: i64,
    /// The session that asks.
    pub current: bool,
}
