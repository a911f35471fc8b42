//! The mail server for all accounts, as this instance finds it. When it fails, one message finds that out for every account:
//! else each would wait for it by itself, and hold up the accounts that have a mail server of their own.

use super::claim::ALL;
use crate::{
    Engine, Fault,
    mail::{
        smtp::Failure,
        trouble::{jittered, pause_ms},
    },
};
use std::sync::PoisonError;

/// A mail server that is left alone for a while.
#[derive(Debug, Clone)]
pub(super) struct Rest {
    failure: Failure,
    probes: i64,
    pub(super) until: i64,
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
        known.until = now_ms + self.rest_ms(known.probes);
        None
    }

    pub(super) fn common_failed(&self, failure: &Failure, now_ms: i64) {
        let until = now_ms + self.rest_ms(0);
        let mut rest = self.inner.office.rest();
        match &mut *rest {
            Some(known) => known.failure = failure.clone(),
            None => {
                *rest = Some(Rest {
                    failure: failure.clone(),
                    probes: 0,
                    until,
                });
            }
        }
    }

    /// What waited for it goes on, in every account.
    pub(super) async fn common_works(&self, now_ms: i64) -> Result<(), Fault> {
        let Some(rest) = self.inner.office.rest().take() else {
            return Ok(());
        };
        let mut tx = self.db().write(ALL).await?;
        tx.sql("UPDATE outbox SET next_try_at = $1 WHERE state = 'waiting' AND problem = $2 AND next_try_at > $1")
            .bind(now_ms)
            .bind(rest.failure.problem.word())
            .execute()
            .await?;
        Ok(tx.commit().await?)
    }

    fn rest_ms(&self, probes: i64) -> i64 {
        jittered(&*self.inner.ports.randomness, pause_ms(probes))
    }
}

impl super::Office {
    fn rest(&self) -> std::sync::MutexGuard<'_, Option<Rest>> {
        self.common.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
