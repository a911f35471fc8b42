//! How a try ended, as it is kept. Only whoever still holds the message may tell.

use super::{
    MailTurn,
    attempt::{FAILED, SENT, WAITS},
    claim::Claim,
};
use crate::{
    Engine, Fault, Tx,
    mail::{
        post::GIVE_UP_MS,
        problem::Blame,
        settings::Slot,
        smtp::Failure,
        trouble::{self, jittered},
    },
    ports::Randomness,
};

/// Shortest and longest wait before a message is tried again.
const SOON_MS: i64 = 30 * 1000;
const LATE_MS: i64 = 30 * 60 * 1000;
/// The last try comes so long before the end.
const LAST_MS: i64 = 5 * 60 * 1000;

/// A try that ended.
pub(super) struct Told<'t> {
    pub(super) claim: &'t Claim,
    pub(super) lease_until: i64,
    pub(super) give_up_at: i64,
    pub(super) slot: Option<Slot>,
    /// It went to the mail server for all accounts.
    pub(super) is_common: bool,
    /// The kinds that go the same way.
    pub(super) alike: String,
}

/// What keeps messages waiting.
pub(super) struct Held {
    pub(super) problem: String,
    pub(super) said: Option<String>,
    pub(super) until: i64,
}

impl Engine {
    /// Keeps how a try ended.
    pub(super) async fn settle_mail(
        &self,
        told: &Told<'_>,
        outcome: &Result<(), Failure>,
    ) -> Result<MailTurn, Fault> {
        let now_ms = self.inner.ports.clock.now_ms();
        let mut tx = self.db().write(&told.claim.operator_id).await?;
        let turn = match outcome {
            Ok(()) => {
                sent(&mut tx, told, now_ms).await?;
                works(&mut tx, told, now_ms).await?;
                SENT
            }
            Err(failure) => self.not_sent(&mut tx, told, failure, now_ms).await?,
        };
        tx.commit().await?;
        log(told, outcome);
        if told.is_common {
            match outcome {
                Err(failure) if failure.problem.blame() == Blame::Server => {
                    self.common_failed(failure, now_ms);
                }
                Err(failure) if failure.said.is_none() => {}
                _ => self.common_works(now_ms).await?,
            }
        }
        Ok(turn)
    }

    async fn not_sent(
        &self,
        tx: &mut Tx,
        told: &Told<'_>,
        failure: &Failure,
        now_ms: i64,
    ) -> Result<MailTurn, Fault> {
        let randomness = &*self.inner.ports.randomness;
        let problem = failure.problem.word();
        let said = failure.said.clone();
        match (failure.problem.blame(), told.slot) {
            (Blame::Message, _) => {
                fail(tx, told.claim, told.lease_until, problem, said).await?;
                // it was asked, and gave an answer
                if failure.said.is_some() {
                    works(tx, told, now_ms).await?;
                }
                Ok(FAILED)
            }
            (Blame::Server, Some(slot)) => {
                let operator_id = &told.claim.operator_id;
                let until =
                    trouble::begin(tx, randomness, operator_id, slot, failure, now_ms).await?;
                let claim = Claim {
                    lease_until: told.lease_until,
                    ..told.claim.clone()
                };
                let held = Held {
                    problem: problem.to_owned(),
                    said,
                    until,
                };
                hold(tx, &claim, &told.alike, &held, now_ms).await?;
                Ok(WAITS)
            }
            _ => {
                let next = next_try(randomness, told.give_up_at, now_ms);
                put_back(tx, told, failure, next).await?;
                Ok(WAITS)
            }
        }
    }
}

fn log(told: &Told<'_>, outcome: &Result<(), Failure>) {
    let (operator, message) = (&told.claim.operator_id, &told.claim.message_id);
    match outcome {
        Ok(()) => tracing::info!(operator, message, "a message was sent"),
        Err(failure) => {
            let problem = failure.problem.word();
            tracing::warn!(operator, message, problem, "a message was not sent");
        }
    }
}

/// When a message is tried again: the longer it has waited the later, but not past its end.
fn next_try(randomness: &dyn Randomness, give_up_at: i64, now_ms: i64) -> i64 {
    let waited = now_ms - (give_up_at - GIVE_UP_MS);
    let pause = jittered(randomness, (waited / 2).clamp(SOON_MS, LATE_MS));
    let last = give_up_at - LAST_MS;
    if now_ms < last {
        (now_ms + pause).min(last)
    } else {
        give_up_at
    }
}

async fn sent(tx: &mut Tx, told: &Told<'_>, now_ms: i64) -> Result<(), Fault> {
    tx.sql(
        "UPDATE outbox SET state = 'sent', sent_at = $1, problem = NULL, said = NULL \
         WHERE operator_id = $2 AND message_id = $3 AND state = 'sending' AND lease_until = $4",
    )
    .bind(now_ms)
    .bind(told.claim.operator_id.clone())
    .bind(told.claim.message_id.clone())
    .bind(told.lease_until)
    .execute()
    .await?;
    Ok(())
}

/// The mail server did its part.
async fn works(tx: &mut Tx, told: &Told<'_>, now_ms: i64) -> Result<(), Fault> {
    if let Some(slot) = told.slot {
        trouble::end(tx, &told.claim.operator_id, slot, now_ms).await?;
    }
    Ok(())
}

async fn put_back(
    tx: &mut Tx,
    told: &Told<'_>,
    failure: &Failure,
    next_ms: i64,
) -> Result<(), Fault> {
    tx.sql(
        "UPDATE outbox SET state = 'waiting', next_try_at = $1, problem = $2, said = $3 \
         WHERE operator_id = $4 AND message_id = $5 AND state = 'sending' AND lease_until = $6",
    )
    .bind(next_ms)
    .bind(failure.problem.word())
    .bind(failure.said.clone())
    .bind(told.claim.operator_id.clone())
    .bind(told.claim.message_id.clone())
    .bind(told.lease_until)
    .execute()
    .await?;
    Ok(())
}

/// Ends a message that no later try would send; somebody can send it again.
pub(super) async fn fail(
    tx: &mut Tx,
    claim: &Claim,
    lease_until: i64,
    problem: &str,
    said: Option<String>,
) -> Result<(), Fault> {
    tx.sql(
        "UPDATE outbox SET state = 'failed', problem = $1, said = coalesce($2, said) \
         WHERE operator_id = $3 AND message_id = $4 AND state = 'sending' AND lease_until = $5",
    )
    .bind(problem.to_owned())
    .bind(said)
    .bind(claim.operator_id.clone())
    .bind(claim.message_id.clone())
    .bind(lease_until)
    .execute()
    .await?;
    Ok(())
}

/// Puts a message back, and with it all that are due and would go the same way: they would end the same.
pub(super) async fn hold(
    tx: &mut Tx,
    claim: &Claim,
    alike: &str,
    held: &Held,
    now_ms: i64,
) -> Result<(), Fault> {
    tx.sql(
        "UPDATE outbox SET state = 'waiting', next_try_at = CASE WHEN give_up_at < $1 THEN give_up_at ELSE $1 END, problem = $2, said = $3 \
         WHERE operator_id = $4 AND ((message_id = $5 AND state = 'sending' AND lease_until = $6) \
         OR (state = 'waiting' AND next_try_at <= $7 AND $8 LIKE '%,' || kind || ',%'))",
    )
    .bind(held.until)
    .bind(held.problem.clone())
    .bind(held.said.clone())
    .bind(claim.operator_id.clone())
    .bind(claim.message_id.clone())
    .bind(claim.lease_until)
    .bind(now_ms)
    .bind(alike.to_owned())
    .execute()
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandomness;

    // R95
    #[test]
    fn a_message_is_tried_for_72_hours_and_a_last_time_just_before_their_end() {
        let (mut now, give_up_at) = (0, GIVE_UP_MS);
        let mut tries = 0;
        while now < give_up_at {
            let next = next_try(&SystemRandomness, give_up_at, now);
            assert!(next > now && next - now <= LATE_MS * 5 / 4);
            now = next;
            tries += 1;
        }
        assert!((100..400).contains(&tries), "{tries}");
        assert_eq!(
            next_try(&SystemRandomness, give_up_at, give_up_at - LAST_MS - 1),
            give_up_at - LAST_MS
        );
    }
}
