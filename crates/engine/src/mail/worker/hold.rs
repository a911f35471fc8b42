//! Keeping a message while its try lasts. A mail server may look at it for minutes; whoever dies lets go of it soon all
//! the same.

use super::claim::{Claim, LEASE_MS};
use crate::{Engine, Fault, Tx};
use std::{
    pin::pin,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

/// How often a lease is made longer. Several of these fit into it.
const RENEW: Duration = Duration::from_secs(25);

/// A try that lasts is counted, for as long as it does.
struct Lasting<'c>(&'c AtomicUsize);

impl<'c> Lasting<'c> {
    fn begin(count: &'c AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Lasting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A try of a claimed message begins: false if it is somebody else's by now. Whoever dies in the try leaves the message
/// behind the others that are due, or one that kills would be tried first for ever.
/// Until it is known how the try ended, it counts for its mailbox as sent.
pub(super) async fn begin(
    tx: &mut Tx,
    claim: &Claim,
    lease_until: i64,
    now_ms: i64,
) -> Result<bool, Fault> {
    let begun = tx
        .sql(
            "UPDATE outbox SET tries = tries + 1, lease_until = $1, next_try_at = $1, sent_at = $5 \
             WHERE operator_id = $2 AND message_id = $3 AND state = 'sending' AND lease_until = $4",
        )
        .bind(lease_until)
        .bind(claim.operator_id.clone())
        .bind(claim.message_id.clone())
        .bind(claim.lease_until)
        .bind(now_ms)
        .execute()
        .await?;
    Ok(begun == 1)
}

/// Until when a message is ours that was until `held`. Grows always.
pub(super) fn next_lease(now_ms: i64, held: i64) -> i64 {
    (now_ms + LEASE_MS).max(held + 1)
}

impl Engine {
    /// Waits for the end of a try, and keeps its message ours until then.
    pub(super) async fn hold_during<T>(
        &self,
        claim: &Claim,
        lease_until: &mut i64,
        attempt: impl Future<Output = T>,
    ) -> T {
        let mut attempt = pin!(attempt);
        let mut lasting = None;
        loop {
            tokio::select! {
                ended = &mut attempt => return ended,
                () = tokio::time::sleep(RENEW) => {}
            }
            lasting.get_or_insert_with(|| Lasting::begin(&self.inner.office.lasting));
            match self.renew(claim, *lease_until).await {
                Ok(Some(longer)) => *lease_until = longer,
                // somebody else's by now: what becomes of this try is nobody's news, but may still be a message sent
                Ok(None) => {}
                Err(fault) => {
                    tracing::warn!(%fault, message = claim.message_id, "a message was not kept for longer");
                }
            }
        }
    }

    async fn renew(&self, claim: &Claim, held: i64) -> Result<Option<i64>, Fault> {
        let longer = next_lease(self.inner.ports.clock.now_ms(), held);
        let mut tx = self.db().write(&claim.operator_id).await?;
        let renewed = tx
            .sql(
                "UPDATE outbox SET lease_until = $1, next_try_at = $1 \
                 WHERE operator_id = $2 AND message_id = $3 AND state = 'sending' AND lease_until = $4",
            )
            .bind(longer)
            .bind(claim.operator_id.clone())
            .bind(claim.message_id.clone())
            .bind(held)
            .execute()
            .await?;
        tx.commit().await?;
        Ok((renewed == 1).then_some(longer))
    }
}
