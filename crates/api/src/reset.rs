//! Getting back in by mail: `Auth:` issue and verify of password tokens. What is issued never tells whether an address
//! or a user exists: the answer, and the work behind it, are the same.

use crate::{Access, EmailAddress, OperatorId, Secret, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Sends root a link and a code for a new password, to the primary address. They work for 30 minutes.
///
/// Beyond three messages an hour none is sent, and the answer stays the same.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssuePasswordResetToken {
    /// The primary address.
    pub email: EmailAddress,
}
operation!(IssuePasswordResetToken, "Auth:issuePasswordResetToken", Post "/auth/password_reset_token/issue" => 200 (), Access::Public, Write);

/// For root who cannot use the primary mailbox: a link and a code go to the recovery addresses. They open after 24 hours,
/// work for another 24, and the primary address can object until then.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueRecoveryToken {
    /// The primary address.
    pub email: EmailAddress,
}
operation!(IssueRecoveryToken, "Auth:issueRecoveryToken", Post "/latchkey/auth/recovery/issue" => 200 (), Access::Public, Write);

/// Sends a SAM user a link and a code for a new password, to its verified contact address. They work for 30 minutes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueUserPasswordResetToken {
    /// The account.
    pub operator_id: OperatorId,
    /// The user's name, as it signs in.
    pub user_name: String,
}
operation!(IssueUserPasswordResetToken, "Auth:issueUserPasswordResetToken", Post "/latchkey/auth/user_password_reset_token/issue" => 200 (), Access::Public, Write);

/// Sets the password of whom the token was sent to: root, or a SAM user who was invited or forgot its own. Ends all of
/// its sessions; a second factor stays.
///
/// # Errors
/// `bad_token` (wrong, used, or a newer one was sent), `token_expired`, `token_not_open` with
/// `detail.opensDateTime`, `weak_password` (the token stays good), `beyond_own_rights` (who invited may not any more).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifyPasswordResetToken {
    /// The token.
    pub token: Secret,
    /// The new password.
    pub password: Secret,
}
operation!(VerifyPasswordResetToken, "Auth:verifyPasswordResetToken", Post "/auth/password_reset_token/verify" => 200 (), Access::Public, Write);

/// The same with the mail's code instead of its link: of root (`email`), or of a SAM user (`operatorId`, `userName`).
///
/// # Errors
/// `wrong_code` (field `code`) for wrong, unknown and expired alike, `too_many_attempts`, `token_not_open`,
/// `weak_password`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct VerifyPasswordResetCode {
    /// Root's primary address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The SAM user's account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_id: Option<String>,
    /// The SAM user's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// 8 characters; case, spaces and hyphens do not matter.
    pub code: Secret,
    /// The new password.
    pub password: Secret,
}
operation!(VerifyPasswordResetCode, "Auth:verifyPasswordResetCode", Post "/latchkey/auth/password_reset_code/verify" => 200 (), Access::Public, Write);

/// Ends a way back in that was begun through the recovery address, with the token that went to the primary one.
///
/// # Errors
/// `bad_token`, `token_expired`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObjectToRecovery {
    /// The token.
    pub token: Secret,
}
operation!(ObjectToRecovery, "Auth:objectToRecovery", Post "/latchkey/auth/recovery/object" => 204 (), Access::Public, Write);

/// What a token out of a mail is for, for whoever is about to use it. Changes nothing.
///
/// # Errors
/// `bad_token`, `token_expired`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetMailToken {
    /// The token.
    pub token: Secret,
}
operation!(GetMailToken, "Auth:getMailToken", Post "/latchkey/auth/mail_token" => 200 MailToken, Access::Public, Read);

/// What a token is for. Times are UNIX seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct MailToken {
    /// What it does.
    pub purpose: TokenPurpose,
    /// The account.
    pub operator_id: OperatorId,
    /// The account's name.
    pub operator_name: String,
    /// The address that it was sent to.
    pub email: String,
    /// The SAM user it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// From when on it works, where that is not now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_date_time: Option<i64>,
    /// Until when it works.
    pub expire_date_time: i64,
}

/// What a token out of a mail does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum TokenPurpose {
    /// Confirms an address of the account: [`crate::VerifyAddEmailToken`].
    AddEmail,
    /// Sets root's password.
    ResetPassword,
    /// Sets root's password once it opens; sent to a recovery address.
    Recover,
    /// Ends what [`TokenPurpose::Recover`] would open: [`ObjectToRecovery`].
    ObjectToRecovery,
    /// Takes a change of the primary address back: [`crate::UndoPrimaryChange`].
    UndoPrimary,
    /// Confirms the contact address of a user: [`crate::VerifyContactToken`].
    Contact,
    /// Sets the first password of a user who was invited.
    Invitation,
    /// Sets the password of a user who forgot it.
    UserPassword,
}
