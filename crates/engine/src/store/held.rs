//! A transaction on PostgreSQL that can be given up at any moment. The driver gives a connection back with whatever was
//! under way on it: whoever has it next would read an old moment, or be told that nothing can be written. So what was
//! begun is begun to its end, and what was asked is answered and rolled back before anybody else has the connection.

use super::whole::Whole;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

/// Dropped, it never happened.
pub struct Held {
    /// There until the drop.
    transaction: Option<Transaction<'static, Postgres>>,
    /// Something was asked and not answered yet.
    busy: bool,
}

impl Held {
    pub(super) async fn begin(pool: &PgPool, statement: &'static str) -> sqlx::Result<Self> {
        let pool = pool.clone();
        let transaction = Whole::new(async move { pool.begin_with(statement).await }).await?;
        Ok(Self {
            transaction: Some(transaction),
            busy: false,
        })
    }

    /// The connection, for one question. [`Held::answered`] comes after it.
    pub(super) fn asking(&mut self) -> sqlx::Result<&mut PgConnection> {
        self.busy = true;
        let transaction = self.transaction.as_mut();
        transaction
            .map(|open| &mut **open)
            .ok_or_else(|| sqlx::Error::Protocol("the transaction is over".into()))
    }

    /// Whatever the answer was.
    pub(super) const fn answered(&mut self) {
        self.busy = false;
    }

    pub(super) async fn commit(mut self) -> sqlx::Result<()> {
        match self.transaction.take() {
            // acknowledged or not: what was sent is not taken back
            Some(transaction) => Whole::new(transaction.commit()).await,
            None => Ok(()),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if !self.busy {
            return;
        }
        // without a runtime the connection ends with the process
        if let (Some(transaction), Ok(runtime)) = (
            self.transaction.take(),
            tokio::runtime::Handle::try_current(),
        ) {
            runtime.spawn(async move {
                if let Err(error) = transaction.rollback().await {
                    tracing::warn!(%error, "a transaction that was given up did not end well");
                }
            });
        }
    }
}
