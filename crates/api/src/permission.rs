//! A SAM user's own permission document: `User:` get, update, delete.

use crate::{Description, DocumentText, OperatorId, UserName, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A user's own permission document.
///
/// # Errors
/// `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetUserPermission {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(GetUserPermission, "User:getUserPermission", Get "/operators/{operator_id}/users/{user_name}/permission" => 200 UserPermission, Read);

/// A permission document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct UserPermission {
    /// JSON as text; empty when there is none.
    pub permission: String,
    /// Latchkey's own: what an edit names in `If-Match`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Latchkey's own: when it was saved, UNIX seconds; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update_date_time: Option<i64>,
    /// Latchkey's own: who saved it: `root` or a user name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
}

/// Replaces a user's own permission document. Acts at once, on live sessions too. `If-Match` is honoured.
///
/// # Errors
/// `bad_document` with `detail.problems`; `stale` with `detail.current`; `beyond_own_rights` with
/// `detail.operations`; `own_user` (nobody edits its own permissions); `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct UpdateUserPermission {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
    /// JSON as text, at most 64 KiB.
    pub permission: DocumentText,
    /// Why, for the audit log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
}
operation!(UpdateUserPermission, "User:updateUserPermission", Put "/operators/{operator_id}/users/{user_name}/permission" => 200 (), StepUp);

/// Removes a user's own permission document. `If-Match` is honoured.
///
/// # Errors
/// As [`UpdateUserPermission`].
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeleteUserPermission {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(DeleteUserPermission, "User:deleteUserPermission", Delete "/operators/{operator_id}/users/{user_name}/permission" => 204 (), StepUp);
