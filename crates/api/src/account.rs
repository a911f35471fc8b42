//! The account itself and its root user: `Operator:` and Latchkey's own `Account:`.

use crate::{Access, Description, EmailAddress, OperatorId, Secret, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Creates an account and its root user.
///
/// # Errors
/// `email_taken` (another account has this primary address), `weak_password`, `not_invited` (field `invitation`: none, or
/// one that cannot be used, and not which), `not_served` where nobody signs up.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct CreateOperator {
    /// Primary address: the root user signs in with it.
    pub email: EmailAddress,
    /// The root user's password.
    pub password: Secret,
    /// The account's name, as people see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// The code of an invitation, on servers where accounts are made by invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation: Option<Secret>,
}
operation!(CreateOperator, "Account:createOperator", Post "/latchkey/operators" => 201 CreatedOperator, Access::Public, Write);

/// The new account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreatedOperator {
    /// `OP` + 10 digits.
    pub operator_id: OperatorId,
}

/// The account's own data.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetOperator {
    /// The account.
    pub operator_id: OperatorId,
}
operation!(GetOperator, "Operator:getOperator", Get "/operators/{operator_id}" => 200 Operator, Read);

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Operator {
    /// `OP` + 10 digits.
    pub operator_id: OperatorId,
    /// The same: accounts have no parents here.
    pub root_operator_id: OperatorId,
    /// Primary address.
    pub email: String,
    /// The account's name.
    pub description: String,
    /// RFC 3339, UTC.
    pub create_date: String,
    /// RFC 3339, UTC.
    pub update_date: String,
}

/// Changes the root user's password and ends its other sessions.
///
/// # Errors
/// `wrong_password` (field `currentPassword`; counts like a failed sign-in), `weak_password`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateOperatorPassword {
    /// The account.
    pub operator_id: OperatorId,
    /// The password now.
    pub current_password: Secret,
    /// The password from now on.
    pub new_password: Secret,
}
operation!(UpdateOperatorPassword, "Operator:updateOperatorPassword", Post "/operators/{operator_id}/password" => 200 (), Access::Root, Write);
