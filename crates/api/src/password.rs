//! A SAM user's password: `User:` has, create, update, delete.

use crate::{OperatorId, Secret, UserName, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether a user has a password.
///
/// # Errors
/// `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HasUserPassword {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(HasUserPassword, "User:hasUserPassword", Get "/operators/{operator_id}/users/{user_name}/password" => 200 HasPassword, Read);

/// Whether a user has a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct HasPassword {
    /// Can sign in with a password.
    pub has_password: bool,
}

/// Gives a user a password.
///
/// # Errors
/// `not_found`; `password_exists` unless `replace`; `weak_password`; `beyond_own_rights`; `own_user` (the own
/// password is changed, with the current one).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct CreateUserPassword {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
    /// The password.
    pub password: Secret,
    /// Latchkey's own: ask for a new password at the next sign-in; no when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub must_change_password: Option<bool>,
    /// Latchkey's own: replaces an existing password and ends the user's sessions, in one step; needs the
    /// permission `User:deleteUserPassword` as well. No when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replace: Option<bool>,
}
operation!(CreateUserPassword, "User:createUserPassword", Post "/operators/{operator_id}/users/{user_name}/password" => 201 (), StepUp);

/// Changes a user's password, knowing the current one; ends its other sessions.
///
/// Works without the permission while a new password is asked for, so nobody is stuck at the first sign-in.
///
/// # Errors
/// `wrong_password` (field `currentPassword`; counts like a failed sign-in), `weak_password`, `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateUserPassword {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
    /// The password now.
    pub current_password: Secret,
    /// The password from now on.
    pub new_password: Secret,
}
operation!(UpdateUserPassword, "User:updateUserPassword", Put "/operators/{operator_id}/users/{user_name}/password" => 200 (), Write);

/// Takes a user's password away and ends its sessions; auth keys go on working.
///
/// # Errors
/// `not_found` (no such user, or it has no password); `beyond_own_rights`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeleteUserPassword {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(DeleteUserPassword, "User:deleteUserPassword", Delete "/operators/{operator_id}/users/{user_name}/password" => 204 (), StepUp);
