//! What an engine is made of, and how one is opened over a server's store. Local accounts are in `local.rs`.

use crate::{
    Ports, StoreKey,
    keys::Keys,
    mail::{Office, Turns},
    password::hash::Hasher,
    store::{Connections, Db, StoreProblem, address, sqlite::Held},
};
use latchkey_api::each_operation;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::Notify;

/// One store with its rules. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) keys: Keys,
    pub(crate) ports: Ports,
    pub(crate) hasher: Hasher,
    held: Mutex<Option<Held>>,
    local: bool,
    /// Wakes the mail worker.
    pub(crate) mail_due: Notify,
    /// Counts what would wake it.
    mail_posted: AtomicU64,
    pub(crate) office: Office,
    pub(crate) mail_tests: Turns,
}

impl Engine {
    /// Opens a server's store, which [`Engine::prepare`] has made once: `postgres://…` or `sqlite:PATH`.
    ///
    /// # Errors
    /// Nothing there, another program's, newer, unsafe settings, a key that is not this store's.
    pub async fn connect(
        address: &str,
        key: &StoreKey,
        ports: Ports,
    ) -> Result<Self, StoreProblem> {
        let opened =
            address::open(address, key, ports.clock.now_ms(), &ports.settings.bounds).await?;
        Self::checked(opened, key, ports).await
    }

    /// Makes the tables in an empty database or in a file that is not there, or brings existing ones up to date.
    ///
    /// # Errors
    /// As [`Engine::connect`]; a database with tables of another program is refused, as is a file that is no store.
    pub async fn prepare(
        address: &str,
        key: &StoreKey,
        ports: Ports,
    ) -> Result<Self, StoreProblem> {
        let opened =
            address::prepare(address, key, ports.clock.now_ms(), &ports.settings.bounds).await?;
        Self::checked(opened, key, ports).await
    }

    /// A wrong key would refuse every password: it is told at once instead (R01).
    async fn checked(
        (db, held): (Db, Option<Held>),
        key: &StoreKey,
        ports: Ports,
    ) -> Result<Self, StoreProblem> {
        let engine = Self::over(db, key, ports, held, false);
        engine.check_key().await?;
        Ok(engine)
    }

    async fn check_key(&self) -> Result<(), StoreProblem> {
        let expected = self.inner.keys.bucket(&["the key of this store"]);
        let mut tx = self.inner.db.write("-").await?;
        let stored: Option<(Vec<u8>,)> = tx
            .sql("SELECT key_check FROM store_key")
            .fetch_optional()
            .await?;
        match stored {
            Some((stored,)) if stored == expected => Ok(()),
            Some(_) => Err(StoreProblem::WrongKey),
            None => {
                tx.sql("INSERT INTO store_key (one, key_check) VALUES (1, $1)")
                    .bind(expected)
                    .execute()
                    .await?;
                Ok(tx.commit().await?)
            }
        }
    }

    pub(crate) fn over(
        db: Db,
        key: &StoreKey,
        ports: Ports,
        held: Option<Held>,
        local: bool,
    ) -> Self {
        let hasher = Hasher::new(
            ports.password_cost,
            ports.password_slots,
            ports.settings.bounds.password_queue,
        );
        Self {
            inner: Arc::new(Inner {
                db,
                keys: Keys::derive(key),
                ports,
                hasher,
                local,
                held: Mutex::new(held),
                mail_due: Notify::new(),
                mail_posted: AtomicU64::new(0),
                office: Office::default(),
                mail_tests: Turns::default(),
            }),
        }
    }

    /// Ends every connection and lets the file's lock go: then the account can be opened elsewhere.
    pub async fn close(&self) {
        self.inner.db.close().await;
        let held = self.inner.held.lock().map(|mut held| held.take());
        drop(held);
    }

    /// The store is there and answers.
    ///
    /// # Errors
    /// Why it does not.
    pub async fn health(&self) -> Result<(), StoreProblem> {
        let mut tx = self.inner.db.read().await?;
        let _: (i64,) = tx.sql("SELECT count(*) FROM store_key").fetch_one().await?;
        Ok(())
    }

    /// Connections to the store at this moment.
    #[must_use]
    pub fn connections(&self) -> Connections {
        self.inner.db.connections()
    }

    /// How many passwords were hashed since the start: what a metric shows, and what tests count.
    #[must_use]
    pub fn password_hashes(&self) -> u64 {
        self.inner.hasher.runs()
    }

    /// The names of all operations, in the contract's order.
    #[must_use]
    pub const fn operations() -> &'static [&'static str] {
        OPERATIONS
    }

    /// The store is the file of one account on this computer.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.inner.local
    }

    /// A message was put into the outbox, or may be tried again.
    pub(crate) fn mail_is_due(&self) {
        self.inner.mail_posted.fetch_add(1, Ordering::Relaxed);
        self.inner.mail_due.notify_one();
    }

    /// To be asked for before a transaction, for [`Engine::mail_is_there`].
    pub(crate) fn mail_posted(&self) -> u64 {
        self.inner.mail_posted.load(Ordering::Relaxed)
    }

    /// The transaction happened: what it posted can be seen only now, and a worker that looked before found nothing.
    pub(crate) fn mail_is_there(&self, posted_before: u64) {
        if self.mail_posted() != posted_before {
            self.inner.mail_due.notify_one();
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_local() {
            "Engine(local)"
        } else {
            "Engine(server)"
        })
    }
}

macro_rules! names {
    ($($op:ident),* $(,)?) => { const OPERATIONS: &[&str] = &[$(<latchkey_api::$op as latchkey_api::Operation>::NAME),*]; };
}
each_operation!(names);
