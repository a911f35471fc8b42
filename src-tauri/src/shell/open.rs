//! Opening an account's store: with the keychain's key, a passphrase, or the recovery key.

use super::Shell;
use crate::{
    account::Account,
    keeping::{self, Keep},
    keychain::KeychainProblem,
    refusal::{Answer, Refusal},
    view::ShellState,
};
use latchkey_api::{Language, Secret};
use latchkey_engine::{RecoveryKey, StoreKey, StoreProblem, local};
use serde::Deserialize;

/// What opens a store.
#[derive(Debug, Deserialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "by",
    deny_unknown_fields
)]
pub enum OpenBy {
    /// The key in the keychain.
    Keychain,
    /// The key in the file that a passphrase opens.
    Passphrase { passphrase: Secret },
    /// The key on the recovery sheet; from then on kept as chosen.
    RecoveryKey { recovery_key: Secret, keep: Keep },
}

impl Shell {
    /// The view, after a try to open the account that it shows.
    pub async fn opened(&self) -> ShellState {
        if let Some(demo) = &self.demo {
            demo.fill(self).await;
        }
        self.restored.get_or_init(|| self.restore_sign_ins()).await;
        let (untried, server) = {
            let inner = self.inner.read().await;
            let current = inner.current.as_ref().and_then(|id| inner.accounts.get(id));
            let untried = current.filter(|account| {
                account.file().is_some_and(|file| file.engine.is_none())
                    && account.problem.is_none()
            });
            let server = current.filter(|account| account.server().is_some());
            (untried.map(Account::id), server.map(Account::id))
        };
        if let Some(id) = untried {
            // the problem, if there is one, is in the view
            let _ = self.open_account(&id, OpenBy::Keychain).await;
        }
        if let Some(id) = server {
            self.refresh_apart(&id);
        }
        self.view().await
    }

    /// Shows another account, or none for making a new one.
    pub async fn select(&self, connection: Option<String>) -> Answer<ShellState> {
        let language = self.language();
        {
            let mut inner = self.inner.write().await;
            inner.unlocked(language)?;
            if let Some(id) = &connection {
                // what failed before may work now: the keychain was unlocked, another program was closed
                inner.account_mut(id, language)?.problem = None;
            }
            inner.current.clone_from(&connection);
        }
        self.preferences.set_current(connection.as_deref());
        Ok(self.opened().await)
    }

    /// Opens the store. A failure is the answer, and stays with the account until the next try.
    pub async fn open_account(&self, connection: &str, by: OpenBy) -> Answer<ShellState> {
        let language = self.language();
        let (operator_id, path) = {
            let inner = self.inner.read().await;
            let file = inner.account(connection, language)?.file();
            let closed = file.filter(|file| file.engine.is_none());
            let Some(file) = closed else {
                drop(inner);
                return Ok(self.view().await);
            };
            (file.operator_id.clone(), file.path.clone())
        };
        // told before a key is asked for: none would help
        if !path.exists() {
            let missing = store_refusal(&StoreProblem::Missing, false, language);
            return self.failed(connection, missing).await;
        }
        let from_keychain = matches!(by, OpenBy::Keychain);
        let (key, keep) = match self.key(&operator_id, by).await {
            Ok(found) => found,
            Err(refusal) => return self.failed(connection, refusal).await,
        };
        let in_keychain = keep.as_ref().map_or(from_keychain, Keep::in_keychain);
        let engine = match local::open(&path, &key, self.ports(in_keychain)).await {
            Ok(engine) => engine,
            Err(problem) => {
                return self
                    .failed(
                        connection,
                        store_refusal(&problem, keep.is_some(), language),
                    )
                    .await;
            }
        };
        if let Some(keep) = keep
            && let Err(refusal) =
                keeping::keep(&self.folder, &operator_id, key.expose(), &keep, language).await
        {
            engine.close().await;
            return self.failed(connection, refusal).await;
        }
        {
            let mut inner = self.inner.write().await;
            let account = inner.account_mut(connection, language)?;
            if let Some(file) = account.file_mut() {
                file.open(engine);
            }
            account.problem = None;
            if self.preferences.memory(connection).recovery_open {
                account.recovery = Some(RecoveryKey::of(&key));
            }
        }
        Ok(self.announce().await)
    }

    /// The store's key, and how to keep it when it came from the sheet.
    async fn key(&self, operator_id: &str, by: OpenBy) -> Answer<(StoreKey, Option<Keep>)> {
        let language = self.language();
        let bytes = match by {
            OpenBy::Keychain => keeping::from_keychain(&self.folder, operator_id, language).await?,
            OpenBy::Passphrase { passphrase } => {
                keeping::from_passphrase(&self.folder, operator_id, &passphrase, language).await?
            }
            OpenBy::RecoveryKey { recovery_key, keep } => {
                let key = RecoveryKey::parse(recovery_key.expose()).map_err(|problem| Refusal {
                    field: Some("recoveryKey".into()),
                    ..Refusal::new("wrong_recovery_key", problem.message(language))
                })?;
                return Ok((key, Some(keep)));
            }
        };
        let bytes = <[u8; 32]>::try_from(bytes.as_slice())
            .map_err(|_| KeychainProblem::NoEntry.refusal(language))?;
        Ok((StoreKey::from_bytes(bytes), None))
    }

    async fn failed(&self, connection: &str, refusal: Refusal) -> Answer<ShellState> {
        {
            let mut inner = self.inner.write().await;
            let account = inner.account_mut(connection, self.language())?;
            // a mistyped key or phrase is answered where it was typed; the account's own problem stays
            if !matches!(
                refusal.code.as_str(),
                "wrong_recovery_key" | "wrong_passphrase" | "weak_password"
            ) {
                account.problem = Some(refusal.clone());
            }
        }
        self.announce().await;
        Err(refusal)
    }
}

/// The store's problem in words, by what the window can offer. A key from the sheet that does not fit is the sheet's
/// problem; one from the keychain may be an old one, which the sheet replaces.
fn store_refusal(problem: &StoreProblem, from_sheet: bool, language: Language) -> Refusal {
    let code = match problem {
        StoreProblem::WrongKey if from_sheet => {
            return Refusal {
                field: Some("recoveryKey".into()),
                ..Refusal::new("wrong_recovery_key", problem.message(language))
            };
        }
        StoreProblem::WrongKey | StoreProblem::NoKey => "key_gone",
        StoreProblem::Missing => "store_missing",
        StoreProblem::Locked => "store_locked",
        StoreProblem::ReadOnly => "store_read_only",
        StoreProblem::Plain | StoreProblem::Foreign => "store_foreign",
        StoreProblem::Newer { .. } | StoreProblem::Diverged(_) => "store_newer",
        StoreProblem::Truncated | StoreProblem::Empty | StoreProblem::Damaged => "store_damaged",
        _ => "store_unreachable",
    };
    Refusal::new(code, problem.message(language))
}
