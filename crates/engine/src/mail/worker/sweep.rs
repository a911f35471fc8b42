//! What is old goes: messages that were sent or are no longer needed, tokens that expired, ways that mail went before.

use super::claim::ALL;
use crate::{Engine, Fault};
use std::sync::atomic::Ordering;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// How long the outbox tells of a message that was sent.
const SENT_MS: i64 = 30 * DAY_MS;
/// How long it tells of one that was not: somebody may still want it sent.
const FAILED_MS: i64 = 90 * DAY_MS;
/// How long a token that expired is known, so that its link says "expired" and not "wrong".
const EXPIRED_MS: i64 = 30 * DAY_MS;

impl Engine {
    /// At most once an hour.
    pub(super) async fn sweep_mail(&self) -> Result<(), Fault> {
        let now_ms = self.inner.ports.clock.now_ms();
        let swept_at = &self.inner.office.swept_at;
        if now_ms - swept_at.load(Ordering::Relaxed) < HOUR_MS {
            return Ok(());
        }
        let mut tx = self.db().write(ALL).await?;
        tx.sql(
            "DELETE FROM outbox WHERE (state = 'sent' AND sent_at < $1) OR (state = 'obsolete' AND created_at < $1) OR (state = 'failed' AND created_at < $2)",
        )
        .bind(now_ms - SENT_MS)
        .bind(now_ms - FAILED_MS)
        .execute()
        .await?;
        tx.sql("DELETE FROM mail_tokens WHERE expires_at < $1")
            .bind(now_ms - EXPIRED_MS)
            .execute()
            .await?;
        self.forget_past_ways(tx, now_ms).await?;
        swept_at.store(now_ms, Ordering::Relaxed);
        Ok(())
    }
}
