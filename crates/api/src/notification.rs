//! Who receives what: the roles of addresses, on the wire `SystemNotification:`.

use crate::{Access, OperatorId, Secret, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an address is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "lowercase")]
pub enum EmailRole {
    /// The root sign-in and all of the account's mail. Exactly one address, which has no other role.
    Primary,
    /// The way back in when the primary mailbox is lost.
    Recovery,
    /// Invoices and payments; the primary address receives them too.
    Billing,
    /// Tickets; the primary address receives them too.
    Support,
}

impl EmailRole {
    /// All of them, in the order of the screens.
    pub const ALL: [Self; 4] = [Self::Primary, Self::Recovery, Self::Billing, Self::Support];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Recovery => "recovery",
            Self::Billing => "billing",
            Self::Support => "support",
        }
    }
}

/// Which addresses have a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct SystemNotification {
    /// The role.
    #[serde(rename = "type")]
    pub role: EmailRole,
    /// IDs of the addresses; empty for a role that nobody has.
    pub email_id_list: Vec<String>,
    /// Last change, UNIX seconds; absent for a role that nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update_date_time: Option<i64>,
}

/// All four roles, primary first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListSystemNotifications {
    /// The account.
    pub operator_id: OperatorId,
}
operation!(ListSystemNotifications, "SystemNotification:listSystemNotifications", Get "/operators/{operator_id}/system_notifications" => 200 Vec<SystemNotification>, Access::Root, Read);

/// One role.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetSystemNotification {
    /// The account.
    pub operator_id: OperatorId,
    /// The role.
    #[serde(rename = "type")]
    pub role: EmailRole,
}
operation!(GetSystemNotification, "SystemNotification:getSystemNotification", Get "/operators/{operator_id}/system_notifications/{type}" => 200 SystemNotification, Access::Root, Read);

/// Gives a role to exactly these addresses. Acts at once; sessions stay.
///
/// A new primary address loses its other roles. Both addresses are written to, and the old one can take the change
/// back for 72 hours. Back to an address that still can, the change is taken back by hand: links of the changes since then
/// end, as do root's other sessions.
///
/// # Errors
/// `not_found`, `not_verified`, `primary_role` (the primary address has no other role), `email_taken` (primary in
/// another account), `wrong_password`; `step_up_required` for the other roles when the password was given too long ago
/// and is not in the request.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct SetSystemNotification {
    /// The account.
    pub operator_id: OperatorId,
    /// The role.
    #[serde(rename = "type")]
    pub role: EmailRole,
    /// IDs of verified addresses: one for `primary`, at most 20 for the others; none takes the role away.
    pub email_id_list: Vec<String>,
    /// The root user's password; required for `primary`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
}
operation!(SetSystemNotification, "SystemNotification:setSystemNotification", Post "/operators/{operator_id}/system_notifications/{type}" => 200 SystemNotification, Access::Root, Write);

/// Takes a role away from all of its addresses.
///
/// # Errors
/// `primary_stays`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeleteSystemNotification {
    /// The account.
    pub operator_id: OperatorId,
    /// The role.
    #[serde(rename = "type")]
    pub role: EmailRole,
}
operation!(DeleteSystemNotification, "SystemNotification:deleteSystemNotification", Delete "/operators/{operator_id}/system_notifications/{type}" => 204 (), Access::Root, StepUp);
