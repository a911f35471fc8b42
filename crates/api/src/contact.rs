//! A SAM user's own way back in: an optional contact address, Latchkey's own, never a login. And invitations to it.

use crate::{Access, EmailAddress, OperatorId, Pending, Secret, UserName, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A user's contact address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Contact {
    /// The address.
    pub email: String,
    /// Somebody who reads its mail has confirmed it; before that it serves for invitations only.
    pub verified: bool,
    /// Whoever set it may not decide on it any more: no new password can be asked for there until somebody who may sets
    /// it again. Absent means no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub lapsed: bool,
    /// Where its confirmation stands, if it is not verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
    /// The last invitation, until it was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<Pending>,
}

/// Sets a user's contact address, and sends it a link and a code to confirm it. The older one ends at once.
///
/// For another user than oneself also `User:createUserPassword` is needed, and `User:deleteUserPassword` where there is a
/// password: whoever decides where a new one can be asked for could set it. The address counts for as long as whoever set
/// it surely may; set again, a verified one stays verified.
///
/// With `invite` it is sent an invitation instead, as [`InviteUser`] does: accepting that confirms the address.
///
/// # Errors
/// `not_found`, `beyond_own_rights`, `too_many_attempts`; with `invite` also `password_exists` and `own_user`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct SetUserContact {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
    /// The address.
    pub email: EmailAddress,
    /// Invites the user, who has no password yet, to choose one; no when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invite: Option<bool>,
}
operation!(SetUserContact, "User:setUserContact", Put "/latchkey/operators/{operator_id}/users/{user_name}/contact" => 204 (), Access::Needs("User:updateUser"), StepUp);

/// Takes a user's contact address away; mail that waits for it is not sent.
///
/// # Errors
/// `not_found` (also without one), `beyond_own_rights`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeleteUserContact {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(DeleteUserContact, "User:deleteUserContact", Delete "/latchkey/operators/{operator_id}/users/{user_name}/contact" => 204 (), Access::Needs("User:updateUser"), StepUp);

/// Sends link and code to a contact address that is not verified again; the older ones end.
///
/// # Errors
/// `not_found`, `beyond_own_rights`, `too_many_attempts`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResendContactToken {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(ResendContactToken, "User:resendContactToken", Post "/latchkey/operators/{operator_id}/users/{user_name}/contact/resend" => 204 (), Access::Needs("User:updateUser"), Write);

/// Confirms a contact address with the token out of the mail's link. Nobody has to be signed in.
///
/// # Errors
/// `bad_token`, `token_expired`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifyContactToken {
    /// The token.
    pub token: Secret,
}
operation!(VerifyContactToken, "User:verifyContactToken", Post "/latchkey/users/contact/verify" => 200 (), Access::Public, Write);

/// Confirms a contact address with the mail's code.
///
/// # Errors
/// `wrong_code` (field `code`), `token_expired`, `not_found`, `beyond_own_rights`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifyContactCode {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
    /// 8 characters; case, spaces and hyphens do not matter.
    pub code: Secret,
}
operation!(VerifyContactCode, "User:verifyContactCode", Post "/latchkey/operators/{operator_id}/users/{user_name}/contact/code" => 204 (), Access::Needs("User:updateUser"), Write);

/// Sends a user a link and a code to choose a password of its own, to the contact address. They work for 24 hours, and as
/// long as whoever invited may still set that user's password. Accepting confirms the address.
///
/// # Errors
/// `not_found`, `no_contact`, `password_exists` (somebody who has a password resets it), `own_user`,
/// `beyond_own_rights`, `too_many_attempts`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InviteUser {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(InviteUser, "User:inviteUser", Post "/latchkey/operators/{operator_id}/users/{user_name}/invite" => 204 (), Access::Needs("User:createUserPassword"), StepUp);
