//! The shell's one state: accounts, who is signed in where, the lock. Each file below holds one thing it does.

mod call;
mod create;
mod identity;
mod link;
mod lock;
mod open;
mod public;
mod reach;
mod recovery;
mod servers;
mod session;
mod small;

pub use create::NewAccountForm;
pub use open::OpenBy;
pub use servers::ConnectionPatch;
pub use session::SignInForm;

use crate::{
    account::{Account, id_of, operator_of},
    demo,
    drafts::Drafts,
    folder,
    idle::LastUse,
    preferences::{PreferenceFile, system_tongue},
    refusal::{Answer, Refusal},
    server::{self, Server},
    vault::Keychain,
    view::{Platform, ShellState},
    worker::Worker,
};
use latchkey_api::{Credentials, Envelope, Language};
use latchkey_engine::{Caller, Links, Ports, Settings, Vault, local};
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::{OnceCell, RwLock};
use zeroize::Zeroizing;

/// How long the end of the application waits for a store. What is acknowledged is on the disk without it.
const CLOSING: Duration = Duration::from_secs(3);

/// Everything the desktop knows. One per application.
pub struct Shell {
    app: AppHandle,
    /// Where the accounts' files are.
    folder: PathBuf,
    pub preferences: PreferenceFile,
    inner: RwLock<Inner>,
    last_use: Mutex<LastUse>,
    /// The secret that was copied last.
    copied: Mutex<Option<Zeroizing<String>>>,
    tickets: call::Tickets,
    /// The sign-ins of the last time were taken up.
    restored: OnceCell<()>,
    demo: Option<demo::Place>,
}

struct Inner {
    accounts: BTreeMap<String, Account>,
    current: Option<String>,
    /// While locked no command but `unlock` and `sign_out` touches an account; `keep_draft` only takes.
    locked: bool,
    drafts: Drafts,
    /// A link out of a mail.
    pending: link::Pending,
}

impl Shell {
    /// Finds the accounts of this person, or makes the demonstration's.
    pub fn start(app: &AppHandle, demo: bool) -> Result<Self, Box<dyn std::error::Error>> {
        let demo = demo.then(demo::Place::make).transpose()?;
        let data = match &demo {
            Some(place) => place.path().to_owned(),
            None => app.path().app_data_dir()?,
        };
        let folder = folder::accounts(&data)?;
        let preferences = PreferenceFile::open(app, &data)?;
        let mut accounts: BTreeMap<String, Account> = local::list(&folder)?
            .into_iter()
            .map(|found| Account::at(found.operator_id.as_str(), found.path))
            .map(|account| (account.id(), account))
            .collect();
        for record in preferences.servers() {
            let id = record.id.clone();
            accounts.insert(id, Account::on(Arc::new(Server::new(record))));
        }
        // the account shown last is told to be missing when its file is, not forgotten
        if let Some(operator_id) = preferences.current().as_deref().and_then(operator_of) {
            accounts
                .entry(id_of(operator_id.as_str()))
                .or_insert_with(|| {
                    Account::at(operator_id.as_str(), local::path_of(&folder, &operator_id))
                });
        }
        let current = preferences
            .current()
            .filter(|id| accounts.contains_key(id))
            .or_else(|| accounts.keys().next().cloned());
        let inner = Inner {
            accounts,
            current,
            locked: false,
            drafts: Drafts::default(),
            pending: link::Pending::default(),
        };
        Ok(Self {
            app: app.clone(),
            folder,
            preferences,
            inner: RwLock::new(inner),
            last_use: Mutex::new(LastUse::now()),
            copied: Mutex::new(None),
            tickets: call::Tickets::default(),
            restored: OnceCell::new(),
            demo,
        })
    }

    /// What the window shows.
    pub async fn view(&self) -> ShellState {
        let inner = self.inner.read().await;
        ShellState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            platform: Platform::HERE,
            demo: self.demo.is_some(),
            connections: inner
                .accounts
                .iter()
                .map(|(id, account)| account.view(self.preferences.memory(id), inner.locked))
                .collect(),
            current: inner.current.clone(),
            preferences: self.preferences.preferences(),
            system_language: system_tongue(),
            presets: server::presets(),
            pending_mail: inner.pending_mail(self.language()),
        }
    }

    /// Tells the window that something changed without its asking, and answers with the same.
    async fn announce(&self) -> ShellState {
        let view = self.view().await;
        if self.demo.as_ref().is_some_and(|demo| !demo.is_shown()) {
            return view;
        }
        if let Err(error) = self.app.emit("state", &view) {
            tracing::warn!(%error, "the window was not told");
        }
        view
    }

    /// The application ends.
    pub fn end(&self) {
        self.clear_clipboard();
        tauri::async_runtime::block_on(async {
            self.leave().await;
            self.close_stores().await;
        });
        if let Some(demo) = &self.demo {
            demo.remove();
        }
    }

    /// Folds every log into its file. Not only tidy: SQLCipher lets its memory go when the process ends, and a
    /// connection that is still closing then would crash.
    async fn close_stores(&self) {
        let open: Vec<_> = {
            let mut inner = self.inner.write().await;
            let files = inner.accounts.values_mut().filter_map(Account::file_mut);
            files
                .map(|file| (file.engine.take(), file.worker.take()))
                .collect()
        };
        let workers = open.iter().filter_map(|(_, worker)| worker.as_ref());
        workers.for_each(Worker::stop);
        for (engine, worker) in open {
            if let Some(worker) = worker {
                worker.ended(CLOSING).await;
            }
            let Some(engine) = engine else { continue };
            if tokio::time::timeout(CLOSING, engine.close()).await.is_err() {
                tracing::warn!("a store did not close in time");
            }
        }
    }

    /// What an account on this computer takes from outside: links of its mails lead to this application, and the keychain
    /// keeps its mail server's password if it keeps its key.
    fn ports(&self, in_keychain: bool) -> Ports {
        // nothing of the demonstration outlives it
        let vault = self
            .demo
            .is_none()
            .then_some(Keychain { takes: in_keychain });
        Ports {
            settings: Settings {
                links: Links::Application,
                ..Settings::at_hand()
            },
            vault: vault.map(|vault| Arc::new(vault) as Arc<dyn Vault>),
            ..Ports::system()
        }
    }

    fn language(&self) -> Language {
        self.preferences.language()
    }

    /// Who calls the engine from here.
    fn caller(&self, credentials: Option<Credentials>) -> Caller {
        Caller {
            envelope: Envelope {
                credentials,
                language: self.language(),
                ..Envelope::default()
            },
            source_ip: None,
            device: latchkey_client::DEVICE.to_owned(),
        }
    }
}

impl Inner {
    /// Refuses while locked.
    fn unlocked(&self, language: Language) -> Answer<()> {
        if self.locked {
            Err(Refusal::locked(language))
        } else {
            Ok(())
        }
    }

    /// An account that the window may use now. What has to work while locked asks for [`Inner::known`].
    fn account(&self, id: &str, language: Language) -> Answer<&Account> {
        self.unlocked(language)?;
        self.known(id, language)
    }

    fn account_mut(&mut self, id: &str, language: Language) -> Answer<&mut Account> {
        self.unlocked(language)?;
        self.known_mut(id, language)
    }

    /// An account, locked or not: for the ways out of the lock.
    fn known(&self, id: &str, language: Language) -> Answer<&Account> {
        self.accounts
            .get(id)
            .ok_or_else(|| Refusal::unknown_connection(language))
    }

    fn known_mut(&mut self, id: &str, language: Language) -> Answer<&mut Account> {
        self.accounts
            .get_mut(id)
            .ok_or_else(|| Refusal::unknown_connection(language))
    }
}

#[cfg(test)]
mod tests;
