//! Which mail server an account sends through, as it is stored. Three slots: what holds, what the owner confirmed last, and
//! for a while what the owner's mail went through before; see `route.rs` for which message goes which way.

mod covers;
mod get;
mod passwords;
mod past;
mod rules;
mod seal;
mod update;

pub(crate) use rules::{bad, no_password, no_server};
pub(crate) use update::{Changing, own_of};
use update::{Choice, KeptPassword};

use super::{Authority, smtp};
use crate::{Engine, Fault, Tx};
use ipnet::IpNet;
use latchkey_api::{MailSecurity, MailServer, MailThrough, Secret};

/// Whose choice a way is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// What holds.
    Current,
    /// What the owner confirmed last.
    Owner,
    /// What the owner's mail went through before that.
    Past,
    /// Nobody's of the account: the mail server for all accounts, whatever was chosen. Never stored.
    Server,
}

impl Slot {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Owner => "owner",
            Self::Past => "past",
            Self::Server => "server",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "owner" => Self::Owner,
            "past" => Self::Past,
            _ => Self::Current,
        }
    }
}

/// One slot as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Saved {
    pub(crate) slot: Slot,
    pub(crate) through: MailThrough,
    /// The account's own server, also while it is not in use.
    pub(crate) server: Option<MailServer>,
    /// Its password, sealed; none where the vault has it.
    sealed: Option<Vec<u8>>,
    /// Whose mail may go this way.
    pub(crate) covers: Authority,
    pub(crate) updated_at: i64,
    pub(crate) updated_by: String,
}

/// Every slot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) current: Option<Saved>,
    pub(crate) owner: Option<Saved>,
    past: Option<Saved>,
    past_holds: bool,
}

impl Settings {
    pub(crate) const fn slot(&self, slot: Slot) -> Option<&Saved> {
        match slot {
            Slot::Current => self.current.as_ref(),
            Slot::Owner => self.owner.as_ref(),
            Slot::Past => self.past.as_ref(),
            Slot::Server => None,
        }
    }

    /// What still carries what warns the owner.
    pub(crate) fn past(&self) -> Option<&Saved> {
        self.past.as_ref().filter(|_| self.past_holds)
    }
}

type Row = (
    String,
    String,
    Option<String>,
    Option<Vec<u8>>,
    String,
    i64,
    String,
    Option<String>,
);

/// What an account has set up, as it stands at this moment.
pub(crate) async fn saved(tx: &mut Tx, operator_id: &str, now_ms: i64) -> Result<Settings, Fault> {
    let rows: Vec<Row> = tx
        .sql("SELECT slot, through, server, password, covers, updated_at, updated_by, updated_by_id FROM mail_settings WHERE operator_id = $1")
        .bind(operator_id.to_owned())
        .fetch_all()
        .await?;
    let mut settings = Settings::default();
    for (slot, through, server, sealed, covers, updated_at, updated_by, by_id) in rows {
        let (slot, covers) = (Slot::of(&slot), covers_of(&covers));
        let covers = covers::still_covers(tx, operator_id, by_id.as_deref(), covers).await?;
        let saved = Saved {
            slot,
            through: through_of(&through),
            server: server.as_deref().map(read).transpose()?,
            sealed,
            covers,
            updated_at,
            updated_by,
        };
        match slot {
            Slot::Owner => settings.owner = Some(saved),
            Slot::Past => {
                settings.past_holds = past::holds(tx, operator_id, updated_at, now_ms).await?;
                settings.past = Some(saved);
            }
            Slot::Current | Slot::Server => settings.current = Some(saved),
        }
    }
    Ok(settings)
}

fn read(server: &str) -> Result<MailServer, Fault> {
    serde_json::from_str(server).map_err(|_| Fault::Bug("a stored mail server reads"))
}

const fn through_word(through: MailThrough) -> &'static str {
    match through {
        MailThrough::None => "none",
        MailThrough::Server => "server",
        MailThrough::Own => "own",
    }
}

fn through_of(word: &str) -> MailThrough {
    match word {
        "own" => MailThrough::Own,
        "server" => MailThrough::Server,
        _ => MailThrough::None,
    }
}

const fn covers_word(covers: Authority) -> &'static str {
    match covers {
        Authority::Owner => "owner",
        Authority::User => "user",
        Authority::Nobody => "nobody",
    }
}

/// A word that nobody knows covers nothing.
fn covers_of(word: &str) -> Authority {
    match word {
        "owner" => Authority::Owner,
        "user" => Authority::User,
        _ => Authority::Nobody,
    }
}

/// What a password belongs to: it is used for this and nothing else.
fn place(server: &MailServer) -> [String; 4] {
    let security = match server.security {
        MailSecurity::StartTls => "starttls",
        MailSecurity::Tls => "tls",
    };
    [
        smtp::host(server).unwrap_or_default(),
        server.port.to_string(),
        security.to_owned(),
        server.user_name.clone().unwrap_or_default(),
    ]
}

impl Engine {
    /// The password of a slot's server; none where none is needed, or none is kept any more.
    pub(crate) async fn mail_password(&self, operator_id: &str, saved: &Saved) -> Option<Secret> {
        let server = saved.server.as_ref()?;
        server.user_name.as_ref()?;
        if let Some(sealed) = &saved.sealed {
            return seal::open(&self.inner.keys, operator_id, saved.slot, server, sealed);
        }
        let vault = self.inner.ports.vault.as_ref()?;
        vault
            .find(&seal::name(operator_id, saved.slot, server))
            .await
    }

    /// Where an account's own mail server may be.
    pub(crate) fn mail_reach(&self) -> smtp::Reach<'_> {
        if self.is_local() {
            return smtp::Reach::Near;
        }
        let networks: &[IpNet] = &self.inner.ports.settings.mail_networks;
        smtp::Reach::Open(networks)
    }

    /// There is a mail server for all accounts.
    pub(crate) fn has_common_mail(&self) -> bool {
        self.inner.ports.settings.mail.is_some()
    }
}
