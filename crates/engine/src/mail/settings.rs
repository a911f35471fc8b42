//! Which mail server an account sends through, as it is stored. Two slots: what holds, and what the owner confirmed
//! last; see `route.rs` for which message goes which way.

mod get;
mod rules;
mod seal;
mod update;

pub(crate) use rules::{bad, no_password, no_server};
pub(crate) use update::{KeptPassword, own_of};

use super::{Authority, smtp};
use crate::{Engine, Fault, Tx};
use ipnet::IpNet;
use latchkey_api::{MailSecurity, MailServer, MailThrough, Secret};

/// Whose choice a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// What holds.
    Current,
    /// What the owner confirmed last.
    Owner,
}

impl Slot {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Owner => "owner",
        }
    }
}

/// One slot as it is stored.
#[derive(Debug, Clone)]
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

/// Both slots.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub(crate) current: Option<Saved>,
    pub(crate) owner: Option<Saved>,
}

impl Settings {
    pub(crate) const fn slot(&self, slot: Slot) -> Option<&Saved> {
        match slot {
            Slot::Current => self.current.as_ref(),
            Slot::Owner => self.owner.as_ref(),
        }
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
);

/// What an account has set up.
pub(crate) async fn saved(tx: &mut Tx, operator_id: &str) -> Result<Settings, Fault> {
    let rows: Vec<Row> = tx
        .sql("SELECT slot, through, server, password, covers, updated_at, updated_by FROM mail_settings WHERE operator_id = $1")
        .bind(operator_id.to_owned())
        .fetch_all()
        .await?;
    let mut settings = Settings::default();
    for (slot, through, server, sealed, covers, updated_at, updated_by) in rows {
        let slot = if slot == Slot::Owner.word() {
            Slot::Owner
        } else {
            Slot::Current
        };
        let saved = Saved {
            slot,
            through: through_of(&through),
            server: server.as_deref().map(read).transpose()?,
            sealed,
            covers: covers_of(&covers),
            updated_at,
            updated_by,
        };
        match slot {
            Slot::Current => settings.current = Some(saved),
            Slot::Owner => settings.owner = Some(saved),
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
