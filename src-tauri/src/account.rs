//! One account: where it lives, who is signed in to it, and what the window may know of it.

use crate::{
    backend::Backend,
    kept,
    preferences::Memory,
    proof::Proof,
    refusal::{Answer, Refusal},
    server::{self, Server},
    view::{self, Connection, ConnectionKind, ConnectionState, Standing, Who},
    worker::Worker,
};
use latchkey_api::{Code, Credentials, Error, Language, OperatorId, SignUp};
use latchkey_engine::{Engine, RecoveryKey};
use serde::{Deserialize, Serialize};
use std::{path::PathBuf, sync::Arc};

/// An account's place in the shell.
pub struct Account {
    pub place: Place,
    /// Why it is not open.
    pub problem: Option<Refusal>,
    pub session: Option<Session>,
    /// Held from creation until the sheet is confirmed as saved.
    pub recovery: Option<RecoveryKey>,
}

/// Where an account lives.
pub enum Place {
    /// In a file on this computer.
    File(File),
    /// On a server.
    Server(Arc<Server>),
}

/// An account's file.
pub struct File {
    pub operator_id: String,
    pub path: PathBuf,
    /// Its open store.
    pub engine: Option<Arc<Engine>>,
    /// What sends its mail while it is open.
    pub worker: Option<Worker>,
}

impl File {
    /// Its store is open: mail is sent from now on.
    pub fn open(&mut self, engine: Engine) {
        let engine = Arc::new(engine);
        self.worker = Some(Worker::begin(Arc::clone(&engine)));
        self.engine = Some(engine);
    }
}

/// Somebody's session. The token stays in here.
pub struct Session {
    pub credentials: Credentials,
    pub identity: Identity,
    pub who: Who,
    /// The token is no longer taken; the same person may go on with the password.
    pub expired: bool,
    /// It is in the keychain too, for the next start.
    pub kept: bool,
    /// Of the password, on a server: who gives it may have the rest of the window too.
    pub proof: Option<Proof>,
}

/// Who signed in, for doing it again with nothing but the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all_fields = "camelCase")]
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
    /// A file, not opened yet.
    pub fn at(operator_id: &str, path: PathBuf) -> Self {
        Self::of(Place::File(File {
            operator_id: operator_id.to_owned(),
            path,
            engine: None,
            worker: None,
        }))
    }

    /// An account on a server.
    pub fn on(server: Arc<Server>) -> Self {
        Self::of(Place::Server(server))
    }

    const fn of(place: Place) -> Self {
        Self {
            place,
            problem: None,
            session: None,
            recovery: None,
        }
    }

    pub fn id(&self) -> String {
        match &self.place {
            Place::File(file) => id_of(&file.operator_id),
            Place::Server(server) => server.record().id,
        }
    }

    /// The account's own ID; empty on a server where nobody signed in yet.
    pub fn operator_id(&self) -> String {
        match &self.place {
            Place::File(file) => file.operator_id.clone(),
            Place::Server(server) => server.record().operator_id.unwrap_or_default(),
        }
    }

    /// What carries out its operations; nothing while its file is closed.
    pub fn backend(&self) -> Option<Backend> {
        match &self.place {
            Place::File(file) => file.engine.clone().map(Backend::Local),
            Place::Server(server) => Some(Backend::Remote(Arc::clone(server))),
        }
    }

    /// Its file; nothing for an account on a server.
    pub const fn file(&self) -> Option<&File> {
        match &self.place {
            Place::File(file) => Some(file),
            Place::Server(_) => None,
        }
    }

    pub const fn file_mut(&mut self) -> Option<&mut File> {
        match &mut self.place {
            Place::File(file) => Some(file),
            Place::Server(_) => None,
        }
    }

    /// Its server; nothing for an account on this computer.
    pub const fn server(&self) -> Option<&Arc<Server>> {
        match &self.place {
            Place::File(_) => None,
            Place::Server(server) => Some(server),
        }
    }

    /// The owner who is signed in has another primary address now.
    pub fn follow_primary(&mut self, primary: &str) {
        if let Some(session) = &mut self.session
            && let Identity::Root { email } = &mut session.identity
        {
            primary.clone_into(email);
            primary.clone_into(&mut session.who.display_name);
        }
    }

    /// What the keychain has of the sign-in, where it has one.
    pub fn kept_entry(&self) -> Option<kept::Entry> {
        let session = self.session.as_ref().filter(|session| session.kept)?;
        Some(kept::Entry::new(
            self.server()?.record().address,
            &session.credentials,
            &session.identity,
            session.proof.as_ref(),
        ))
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
        let open = match &self.place {
            Place::File(file) => file.engine.is_some(),
            Place::Server(_) => true,
        };
        match &self.session {
            _ if !open => ConnectionState::Closed,
            None => ConnectionState::SignedOut,
            Some(_) if locked => ConnectionState::Locked,
            Some(session) if session.expired => ConnectionState::Expired,
            Some(_) => ConnectionState::SignedIn,
        }
    }

    /// What the window may know.
    pub fn view(&self, memory: Memory, locked: bool) -> Connection {
        let record = self.server().map(|server| server.record());
        let place = record
            .as_ref()
            .map(|record| server::host_of(&record.address))
            .unwrap_or_default();
        let told = record
            .and_then(|record| record.info)
            .and_then(|info| info.name);
        let nameless = if place.is_empty() {
            self.operator_id()
        } else {
            place.clone()
        };
        Connection {
            id: self.id(),
            kind: match &self.place {
                Place::File(_) => ConnectionKind::Local,
                Place::Server(_) => ConnectionKind::Server,
            },
            operator_id: self.operator_id(),
            name: memory.name.or(told).unwrap_or(nameless),
            place,
            state: self.state(locked),
            who: self.session.as_ref().map(|session| session.who.clone()),
            remembered: memory.remembered,
            recovery_saved: !memory.recovery_open,
            problem: self.problem.clone(),
            color: memory.color,
            read_only: memory.read_only,
            server: self.server().map(|server| {
                let kept = self.session.as_ref().is_some_and(|session| session.kept);
                server_view(server, kept)
            }),
        }
    }
}

fn server_view(server: &Server, sign_in_kept: bool) -> view::Server {
    let (record, pulse) = (server.record(), server.pulse());
    view::Server {
        preset: server::preset_of(&record.address),
        operations: record.operations(),
        sign_up: record
            .info
            .as_ref()
            .map_or(SignUp::Off, |info| info.sign_up),
        product: record.info.map(|info| info.product),
        certificate: record.certificate.map(|trusted| view::Certificate {
            fingerprint: trusted.fingerprint.to_string(),
            valid_until: trusted.valid_until,
            issuer: trusted.issuer,
            standing: match pulse.reach {
                view::Reach::CertificateChanged => Standing::Changed,
                view::Reach::Untrusted => Standing::Invalid,
                _ => Standing::Trusted,
            },
        }),
        reach: pulse.reach,
        last_answer_ms: pulse.last_answer_ms,
        latency_ms: pulse.latency_ms,
        sign_in_kept,
        address: record.address,
    }
}

/// The connection's name for the account of this operator, on this computer.
pub fn id_of(operator_id: &str) -> String {
    format!("local:{operator_id}")
}

/// The other way; nothing for a connection that is not an account of this computer.
pub fn operator_of(id: &str) -> Option<OperatorId> {
    id.strip_prefix("local:")?.parse().ok()
}
