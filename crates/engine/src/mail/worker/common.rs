//! The mail server for all accounts, as this instance finds it. When it fails, one message finds that out for every account:
//! else each would wait for it by itself, and hold up the accounts that have a mail server of their own.

use super::claim::{ALL, LEASE_MS};
use crate::{
    Engine, Fault, Tx,
    mail::{
        smtp::Failure,
        trouble::{DRAIN_MS, LAST_MS, before_an_end, jittered, pause_ms},
    },
};
use std::sync::PoisonError;

/// Least time between two tries, however often somebody asks for one.
const AGAIN_MS: i64 = 60 * 1000;

/// A mail server that is left alone for a while.
#[derive(Debug, Clone)]
pub(super) struct Rest {
    failure: Failure,
    probes: i64,
    tried_at: i64,
    until: i64,
}

impl Engine {
    /// What is wrong with it and until when it is left alone, unless it is this message's turn to find out.
    pub(super) fn common_rests(&self, now_ms: i64) -> Option<(Failure, i64)> {
        let mut rest = self.inner.office.rest();
        let known = rest.as_mut()?;
        if now_ms < known.until {
            return Some((known.failure.clone(), known.until));
        }
        known.probes += 1;
        known.tried_at = now_ms;
        // the rest begins when this try has failed
        known.until = now_ms + LEASE_MS;
        None
    }

    /// It failed, and rests; but it is tried before the first of the messages ends that wait for it.
    pub(super) async fn common_failed(&self, failure: &Failure, now_ms: i64) -> Result<(), Fault> {
        let mut tx = self.db().read().await?;
        let first_end = first_end(&mut tx, failure, now_ms).await?;
        drop(tx);
        let mut rest = self.inner.office.rest();
        let probes = rest.as_ref().map_or(0, |known| known.probes);
        let next = now_ms + jittered(&*self.inner.ports.randomness, pause_ms(probes));
        let until = before_an_end(next, first_end, now_ms);
        // others that were on their way when it began to fail do not make it rest longer
        let until = match &*rest {
            Some(known) if probes == 0 => known.until,
            _ => until,
        };
        *rest = Some(Rest {
            failure: failure.clone(),
            probes,
            tried_at: now_ms,
            until,
        });
        Ok(())
    }

    /// Somebody wants to know now: the next message finds out, a minute after the last one at the earliest.
    pub(crate) fn common_is_asked_again(&self, now_ms: i64) {
        if let Some(known) = &mut *self.inner.office.rest() {
            known.until = known.until.min(now_ms.max(known.tried_at + AGAIN_MS));
        }
    }

    /// What waited for it goes on, in every account, and has time for its turn.
    pub(super) async fn common_works(&self, now_ms: i64) -> Result<(), Fault> {
        let Some(rest) = self.inner.office.rest().take() else {
            return Ok(());
        };
        let mut tx = self.db().write(ALL).await?;
        tx.sql(
            "UPDATE outbox SET next_try_at = CASE WHEN next_try_at > $1 THEN $1 ELSE next_try_at END, \
             give_up_at = CASE WHEN give_up_at < $2 THEN $2 ELSE give_up_at END \
             WHERE state IN ('waiting', 'sending') AND problem = $3 AND (next_try_at > $1 OR give_up_at < $2)",
        )
        .bind(now_ms)
        .bind(now_ms + DRAIN_MS)
        .bind(rest.failure.problem.word())
        .execute()
        .await?;
        Ok(tx.commit().await?)
    }
}

/// When the first of the messages ends that wait for a server with this failure.
async fn first_end(tx: &mut Tx, failure: &Failure, now_ms: i64) -> Result<Option<i64>, Fault> {
    let (first_end,): (Option<i64>,) = tx
        .sql("SELECT min(give_up_at) FROM outbox WHERE state IN ('waiting', 'sending') AND problem = $1 AND give_up_at > $2")
        .bind(failure.problem.word())
        .bind(now_ms + LAST_MS)
        .fetch_one()
        .await?;
    Ok(first_end)
}

impl super::Office {
    fn rest(&self) -> std::sync::MutexGuard<'_, Option<Rest>> {
        self.common.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
