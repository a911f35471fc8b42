//! How far this computer's clock is from the database's. Claims of messages are timed by the clock of whoever makes them:
//! servers whose clocks differ would take each other's messages too early.

use crate::{Db, Engine, StoreProblem};

impl Engine {
    /// By how many milliseconds this computer's clock is ahead of the database's, less than 0 if it is behind; nothing where
    /// the store is a file, which one computer has alone.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn clock_skew_ms(&self) -> Result<Option<i64>, StoreProblem> {
        if matches!(self.inner.db, Db::Sqlite { .. }) {
            return Ok(None);
        }
        let mut tx = self.inner.db.read().await?;
        let clock = &self.inner.ports.clock;
        let before = clock.now_ms();
        let (theirs,): (i64,) = tx
            .sql("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")
            .fetch_one()
            .await?;
        // it was read somewhere between the two
        Ok(Some(i64::midpoint(before, clock.now_ms()) - theirs))
    }
}
