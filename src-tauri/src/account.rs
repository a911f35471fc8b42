//! One account on this computer: its store, who is signed in to it, and what the window may know of it.

use crate::{
    preferences::Memory,
    refusal::{Answer, Refusal},
    view::{Connection, ConnectionKind, ConnectionState, Who},
};
use latchkey_api::{Code, Credentials, Error, Language, OperatorId};
use latchkey_engine::{Engine, RecoveryKey};
use std::{path::PathBuf, sync::Arc};

/// An account's place in the shell.
pub struct Account {
    pub operator_id: String,
    pub path: PathBuf,
    /// Its open store.
    pub engine: Option<Arc<Engine>>,
    /// Why it is not open.
    pub problem: Option<Refusal>,
    pub session: Option<Session>,
    /// Held from creation until the sheet is confirmed as saved.
    pub recovery: Option<RecoveryKey>,
}

/// Somebody's session. The token stays in here.
pub struct Session {
    pub credentials: Credentials,
    pub identity: Identity,
    pub who: Who,
    /// The engine no longer takes the token; the same person may go on with the password.
    pub expired: bool,
}

/// Who signed in, for doing it again with nothing but the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    Root { email: String },
    User { user_name: String },
}

impl Identity {
    /// A SAM user's name; nothing for root.
    pub fn user_name(&self) -> Option<&str> {
        match self {
            Self::Root { .. } => None,
            Self::User { user_name } => Some(user_name),
        }
    }
}

impl Account {
    pub fn at(operator_id: &str, path: PathBuf) -> Self {
        Self {
            operator_id: operator_id.to_owned(),
            path,
            engine: None,
            problem: None,
            session: None,
            recovery: None,
        }
    }

    pub fn id(&self) -> String {
        id_of(&self.operator_id)
    }

    /// Refuses whoever is not signed in as the owner.
    pub fn owned(&self, language: Language) -> Answer<()> {
        match &self.session {
            Some(session) if session.expired => Err(Refusal::not_signed_in(language)),
            Some(session) if session.identity.user_name().is_none() => Ok(()),
            Some(_) => Err(Error::new(Code::RootOnly, language).into()),
            None => Err(Refusal::not_signed_in(language)),
        }
    }

    fn state(&self, locked: bool) -> ConnectionState {
        match (&self.engine, &self.session) {
            (None, _) => ConnectionState::Closed,
            (Some(_), None) => ConnectionState::SignedOut,
            (Some(_), Some(_)) if locked => ConnectionState::Locked,
            (Some(_), Some(session)) if session.expired => ConnectionState::Expired,
            (Some(_), Some(_)) => ConnectionState::SignedIn,
        }
    }

    /// What the window may know.
    pub fn view(&self, memory: Memory, locked: bool) -> Connection {
        Connection {
            id: self.id(),
            kind: ConnectionKind::Local,
            operator_id: self.operator_id.clone(),
            name: memory.name.unwrap_or_else(|| self.operator_id.clone()),
            place: String::new(),
            state: self.state(locked),
            who: self.session.as_ref().map(|session| session.who.clone()),
            remembered: memory.remembered,
            recovery_saved: !memory.recovery_open,
            problem: self.problem.clone(),
        }
    }
}

/// The connection's name for the account of this operator.
pub fn id_of(operator_id: &str) -> String {
    format!("local:{operator_id}")
}

/// The other way; nothing for a connection that is not an account of this computer.
pub fn operator_of(id: &str) -> Option<OperatorId> {
    id.strip_prefix("local:")?.parse().ok()
}
