//! Who calls: what comes with a request, and what the store knows of the session that sent it.

use crate::rights::Documents;
use latchkey_api::{Envelope, Language};
use latchkey_permission::PermissionSet;
use std::net::IpAddr;

/// Most characters of what a client says of itself.
const DEVICE: usize = 120;

/// What comes with a request.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// Credentials, language, idempotency key, version.
    pub envelope: Envelope,
    /// Where it comes from; absent on this computer.
    pub source_ip: Option<IpAddr>,
    /// What the client says of itself: system and program. Shown in the list of sessions.
    pub device: String,
}

impl Caller {
    /// Somebody on this computer who has not signed in yet.
    #[must_use]
    pub fn here(language: Language, device: impl Into<String>) -> Self {
        Self {
            envelope: Envelope {
                language,
                ..Envelope::default()
            },
            source_ip: None,
            device: device.into(),
        }
    }

    /// What the client says of itself, as it is kept: one line that is not endless.
    pub(crate) fn device(&self) -> String {
        self.device
            .chars()
            .filter(|c| !c.is_control())
            .take(DEVICE)
            .collect()
    }

    /// Where it comes from, as it is kept.
    pub(crate) fn source(&self) -> Option<String> {
        self.source_ip.map(|ip| ip.to_canonical().to_string())
    }
}

/// Root or a SAM user, signed in.
#[derive(Debug, Clone)]
pub enum Principal {
    /// The account's owner: not evaluated.
    Root,
    /// A user and what its documents say.
    User {
        /// Not its name: a user who is made again under the same name is another one.
        id: String,
        /// The name, as it is stored.
        name: String,
        /// Compiled from the documents that hold at this moment.
        rights: Box<PermissionSet>,
    },
}

/// Who is signed in, read from the store for this call.
#[derive(Debug, Clone)]
pub struct Who {
    /// The account.
    pub operator_id: String,
    /// Root or user.
    pub principal: Principal,
    /// The session that asks.
    pub session_id: String,
    /// Only changing the password and signing out work.
    pub must_change_password: bool,
    /// When the password was last given in this session; -1 if a program signed in with a key.
    pub confirmed_at: i64,
    /// When the session ends by itself.
    pub expires_at: i64,
    pub(crate) last_used_at: i64,
    pub(crate) documents: Documents,
}

impl Who {
    /// What the audit log calls the caller: `root` or the user name.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.principal {
            Principal::Root => "root",
            Principal::User { name, .. } => name,
        }
    }

    /// The user's ID; none for root.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        match &self.principal {
            Principal::Root => None,
            Principal::User { id, .. } => Some(id),
        }
    }

    /// What the user may do; none for root, who may do everything.
    #[must_use]
    pub fn rights(&self) -> Option<&PermissionSet> {
        match &self.principal {
            Principal::Root => None,
            Principal::User { rights, .. } => Some(rights),
        }
    }
}
