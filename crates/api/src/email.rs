//! The account's email addresses: `Email:`. What each receives is in `notification.rs`. Only root manages them.

use crate::{Access, EmailAddress, EmailRole, OperatorId, Secret, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All addresses of the account, in the order in which they were added.
///
/// # Errors
/// `root_only_read` for anybody but root.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListEmails {
    /// The account.
    pub operator_id: OperatorId,
}
operation!(ListEmails, "Email:listEmails", Get "/operators/{operator_id}/emails" => 200 Vec<Email>, Access::Root, Read);

/// One address.
///
/// # Errors
/// `not_found`; `root_only_read` for anybody but root.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetEmail {
    /// The account.
    pub operator_id: OperatorId,
    /// The address.
    pub email_id: String,
}
operation!(GetEmail, "Email:getEmail", Get "/operators/{operator_id}/emails/{email_id}" => 200 Email, Access::Root, Read);

/// An email address of the account. Times are UNIX seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Email {
    /// Names the address.
    pub email_id: String,
    /// As it was typed.
    pub email: String,
    /// Somebody who reads its mail has confirmed it.
    pub verified: bool,
    /// When it was added.
    pub create_date_time: i64,
    /// Last change.
    pub update_date_time: i64,
    /// Latchkey's own, of an address that is not verified: where its confirmation stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
}

/// Where the confirmation of an address stands. Times are UNIX seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Pending {
    /// What became of the mail.
    pub mail: MessageState,
    /// Until when its link and code work; absent before it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expire_date_time: Option<i64>,
    /// From when on it can be sent again.
    pub resend_date_time: i64,
    /// Wrong codes that are left.
    pub tries_left: u32,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum MessageState {
    /// It is sent soon, or tried again later.
    Waiting,
    /// It is on its way at this moment.
    Sending,
    /// A mail server took it.
    Sent,
    /// It is not tried any more; somebody can send it again.
    Failed,
    /// Nobody needs it any more: it was taken back, used, or a newer one took its place.
    Obsolete,
}

/// Adds an address that is not verified yet, and sends it a link and an 8-character code that work for 30 minutes.
/// Asking again for an address that waits sends anew; the older link and code end.
///
/// # Errors
/// `wrong_password` (counts like a failed sign-in), `too_many_emails` (20), `email_exists` (verified here already),
/// `too_many_attempts` (three messages an hour).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueAddEmailToken {
    /// The address.
    pub email: EmailAddress,
    /// The root user's password.
    pub password: Secret,
}
operation!(IssueAddEmailToken, "Email:issueAddEmailToken", Post "/operators/add_email_token/issue" => 200 (), Access::Root, Write);

/// Confirms an address with the token out of the mail's link. Nobody has to be signed in.
///
/// # Errors
/// `bad_token` (wrong, used, or a newer one was sent), `token_expired`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifyAddEmailToken {
    /// The token.
    pub token: Secret,
}
operation!(VerifyAddEmailToken, "Email:verifyAddEmailToken", Post "/operators/add_email_token/verify" => 200 (), Access::Public, Write);

/// Confirms an address with the mail's code.
///
/// # Errors
/// `wrong_code` (field `code`, with `detail.triesLeft`; five wrong ones end the code), `token_expired`, `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifyEmailCode {
    /// The account.
    pub operator_id: OperatorId,
    /// The address.
    pub email_id: String,
    /// 8 characters; case, spaces and hyphens do not matter.
    pub code: Secret,
}
operation!(VerifyEmailCode, "Email:verifyEmailCode", Post "/latchkey/operators/{operator_id}/emails/{email_id}/code" => 204 (), Access::Root, Write);

/// Sends link and code to an unverified address again; the older ones end.
///
/// # Errors
/// `not_found` (also for a verified one), `too_many_attempts` with `detail.retryAfterSeconds`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResendAddEmailToken {
    /// The account.
    pub operator_id: OperatorId,
    /// The address.
    pub email_id: String,
}
operation!(ResendAddEmailToken, "Email:resendAddEmailToken", Post "/latchkey/operators/{operator_id}/emails/{email_id}/resend" => 204 (), Access::Root, StepUp);

/// Corrects a typing error in an address that is not verified yet: the right one gets a new link and code.
///
/// # Errors
/// `not_found` (also for a verified one), `email_exists`, `too_many_attempts`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateEmail {
    /// The account.
    pub operator_id: OperatorId,
    /// The address.
    pub email_id: String,
    /// What it should have been.
    pub email: EmailAddress,
}
operation!(UpdateEmail, "Email:updateEmail", Put "/latchkey/operators/{operator_id}/emails/{email_id}" => 204 (), Access::Root, StepUp);

/// Deletes an address; one that waits for its confirmation is withdrawn.
///
/// # Errors
/// `email_has_roles` with `detail.roles` unless they are moved; `primary_stays`; `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct DeleteEmail {
    /// The account.
    pub operator_id: OperatorId,
    /// The address.
    pub email_id: String,
    /// Latchkey's own: the verified address that takes over its roles, in the same step. The primary address takes over
    /// billing and support by receiving them anyway; recovery it cannot take (`primary_role`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub move_roles_to: Option<String>,
}
operation!(DeleteEmail, "Email:deleteEmail", Delete "/operators/{operator_id}/emails/{email_id}" => 204 (), Access::Root, StepUp);

/// Sends a test message to a verified address.
///
/// # Errors
/// `not_found`, `not_verified`, `too_many_attempts`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SendTestEmail {
    /// The account.
    pub operator_id: OperatorId,
    /// The address.
    pub email_id: String,
}
operation!(SendTestEmail, "Email:sendTestEmail", Post "/latchkey/operators/{operator_id}/emails/{email_id}/test" => 204 (), Access::Root, Write);

/// Takes a change of the primary address back, with the token that was sent to the old one. Ends all of root's
/// sessions; the address that was put in its place becomes an ordinary one. Links that take back newer changes end, those
/// of older ones stay: whoever changed it twice cannot end the first owner's.
///
/// # Errors
/// `bad_token`, `token_expired` (72 hours), `email_taken` (another account signs in with it by now).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UndoPrimaryChange {
    /// The token.
    pub token: Secret,
}
operation!(UndoPrimaryChange, "Email:undoPrimaryChange", Post "/latchkey/email/undo" => 204 (), Access::Public, Write);

/// How root would get back in without the password, judged.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetWayBack {
    /// The account.
    pub operator_id: OperatorId,
}
operation!(GetWayBack, "Email:getWayBack", Get "/latchkey/operators/{operator_id}/way_back" => 200 WayBack, Access::Root, Read);

/// How well root could get back in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct WayBack {
    /// 0 (none) to 4 (nothing left to do).
    pub score: u8,
    /// What was looked at, most important first.
    pub findings: Vec<Finding>,
    /// Somebody asked to get in by way of the recovery address; UNIX seconds when that opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_opens_date_time: Option<i64>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Finding {
    /// What.
    pub check: WayBackCheck,
    /// It is as it should be.
    pub good: bool,
    /// The address it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// What is looked at for the way back in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum WayBackCheck {
    /// Mail can be sent at all.
    MailServer,
    /// A recovery address is set.
    Recovery,
    /// It is at another provider than the primary one: both are rarely lost at once.
    OtherDomain,
    /// It is another person's than the primary one: people leave.
    OtherPerson,
    /// No address waits for its confirmation.
    Unverified,
}

/// Ends what somebody began who said to have lost the primary mailbox.
///
/// # Errors
/// `not_found`: nothing was begun, or it is over.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StopRecovery {
    /// The account.
    pub operator_id: OperatorId,
}
operation!(StopRecovery, "Email:stopRecovery", Post "/latchkey/operators/{operator_id}/way_back/stop" => 204 (), Access::Root, Write);

/// An address with the role it would have; for what a list of kinds tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Receiver {
    /// The address.
    pub email_id: String,
    /// Why it receives this.
    pub role: EmailRole,
}
