//! Signing in and out: `Auth:`.

use crate::{OperatorId, Secret, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Signs in. Exactly one form: `email` + `password` (root), `operatorId` + `userName` + `password` (SAM user)
/// or `authKeyId` + `authKey` (a program).
///
/// # Errors
/// `invalid_credentials` for wrong, unknown and disabled alike; `too_many_attempts` with
/// `detail.retryAfterSeconds` while sign-in pauses; `mfa_code_required` when only the code is missing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct Auth {
    /// Primary email address of the root user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Password of the root or SAM user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// Operator of the SAM user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_id: Option<String>,
    /// Name of the SAM user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// Auth key ID, `keyId-` + 32 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_key_id: Option<String>,
    /// Auth key, `secret-` + 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_key: Option<Secret>,
    /// Six digits from the authenticator app.
    #[serde(rename = "mfaOTPCode", skip_serializing_if = "Option::is_none")]
    pub mfa_otp_code: Option<Secret>,
    /// Life of the session in seconds, 180 to 172,800; 86,400 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_timeout_seconds: Option<i64>,
}
operation!(Auth, "Auth:auth", Post "/auth" => 200 AuthResponse, crate::Access::Public, Write);

/// A session: both parts go with every call.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct AuthResponse {
    /// Sent as `X-Soracom-API-Key`.
    pub api_key: Secret,
    /// Sent as `X-Soracom-Token`. Shaped like a JWT whose payload has `operator.operatorId`.
    pub token: Secret,
    /// The account.
    pub operator_id: OperatorId,
    /// Absent for root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// Only changing the own password and signing out work until that is done. Absent means no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub must_change_password: bool,
}

/// Ends the session that asks. Allowed whatever the permissions say.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Logout {}
operation!(Logout, "Auth:logout", Post "/auth/logout" => 204 (), crate::Access::SignedIn, Write);
