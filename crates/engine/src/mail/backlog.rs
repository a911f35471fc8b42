//! How much mail waits, over all accounts: what a machine room watches.

use crate::{Engine, StoreProblem};

/// Mail that has not gone out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Messages that wait or are on their way.
    pub waiting: i64,
    /// For how long the oldest of those has, in milliseconds; 0 without one.
    pub oldest_ms: i64,
    /// Messages that are not tried any more.
    pub failed: i64,
}

impl Engine {
    /// Counts the mail that has not gone out.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn mail_backlog(&self) -> Result<Backlog, StoreProblem> {
        let mut tx = self.inner.db.read().await?;
        // 0 for never: an outbox without such a message has no oldest one
        let (waiting, oldest): (i64, i64) = tx
            .sql("SELECT COUNT(*), COALESCE(MIN(created_at), 0) FROM outbox WHERE state IN ('waiting', 'sending')")
            .fetch_one()
            .await?;
        let (failed,): (i64,) = tx
            .sql("SELECT COUNT(*) FROM outbox WHERE state = 'failed'")
            .fetch_one()
            .await?;
        let now_ms = self.inner.ports.clock.now_ms();
        let oldest_ms = if waiting > 0 {
            now_ms.saturating_sub(oldest).max(0)
        } else {
            0
        };
        Ok(Backlog {
            waiting,
            oldest_ms,
            failed,
        })
    }
}
