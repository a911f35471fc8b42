//! What a message tells, as data. Never a secret: it is stored, and shown in lists.

use crate::{Calling, Fault};
use serde::{Deserialize, Serialize};

/// Everything that any kind of message may tell; each uses what it needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Facts {
    /// The account's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) account: String,
    /// The account.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) operator_id: String,
    /// The address it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    /// The address that was in its place before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) old_email: Option<String>,
    /// The SAM user it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_name: Option<String>,
    /// That user as people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) person: Option<String>,
    /// Who did it: `root` or a user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<String>,
    /// That user's ID, where its rights are looked at again later; none for root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) by_id: Option<String>,
    /// System and program it was done with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) device: Option<String>,
    /// The address it came from; absent on this computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
    /// When it happened, in UNIX milliseconds.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) at_ms: i64,
    /// From when on a link works, in UNIX milliseconds; 0 for at once.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) opens_ms: i64,
}

impl Facts {
    /// By whom, with what, from where and when; the rest is the rule's.
    pub(crate) fn of(call: &Calling<'_>) -> Self {
        let caller = call.asked.caller;
        let device = caller.device();
        Self {
            by: call.who.map(|who| who.name().to_owned()),
            device: (!device.is_empty()).then_some(device),
            source: caller.source(),
            at_ms: call.now_ms(),
            ..Self::default()
        }
    }

    /// As it is stored.
    pub(crate) fn to_text(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(|_| Fault::Bug("facts are JSON"))
    }

    /// What was stored.
    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        serde_json::from_str(text).map_err(|_| Fault::Bug("stored facts read"))
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_zero(ms: &i64) -> bool {
    *ms == 0
}
