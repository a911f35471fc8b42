//! How a try ended, as it is kept. Only whoever still holds the message may tell.

use super::{
    MailTurn,
    attempt::{FAILED, SENT, WAITS},
    claim::Claim,
    line::Over,
};
use crate::{
    Engine, Fault, Tx,
    mail::{
        post::GIVE_UP_MS,
        problem::{Blame, Problem},
        settings::{self, Slot},
        smtp::Failure,
        trouble::{self, LAST_MS, jittered},
    },
    ports::Randomness,
};

/// Shortest and longest wait before a message is tried again.
const SOON_MS: i64 = 30 * 1000;
const LATE_MS: i64 = 30 * 60 * 1000;
/// The same for one that the server got but did not confirm: each try may be one more copy.
const COPY_SOON_MS: i64 = 30 * 60 * 1000;
const COPY_LATE_MS: i64 = 24 * 60 * 60 * 1000;
/// How long the other messages wait when a server puts one after the other off.
const REST_MS: i64 = 60 * 1000;

/// A try that ended.
pub(super) struct Told<'t> {
    pub(super) claim: &'t Claim,
    pub(super) lease_until: i64,
    pub(super) give_up_at: i64,
    /// What it went over.
    pub(super) over: &'t Over,
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
            Err(failure)
                if failure.problem.blame() != Blame::Chance
                    && is_replaced(&mut tx, told, now_ms).await? =>
            {
                go_on(&mut tx, told, now_ms).await?;
                WAITS
            }
            Err(failure) => self.not_sent(&mut tx, told, failure, now_ms).await?,
        };
        tx.commit().await?;
        self.inner.office.tried(turn);
        log(told, outcome);
        if told.over.is_common() {
            match outcome {
                Err(failure) if failure.problem.blame() == Blame::Server => {
                    self.common_failed(failure, now_ms).await?;
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
        match (failure.problem.blame(), told.over.slot()) {
            // there is a newer way, which may take it
            (Blame::Message, Some(Slot::Past)) => {
                put_back(tx, told, failure, now_ms).await?;
                Ok(WAITS)
            }
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
                let next = next_try(randomness, failure.problem, told.give_up_at, now_ms);
                put_back(tx, told, failure, next).await?;
                Ok(WAITS)
            }
        }
    }

    /// What is due and would go the same way waits a moment: a server that puts one message after the other off wants
    /// fewer of them. What comes meanwhile is still tried.
    pub(super) async fn rest_mail(&self, operator_id: &str, alike: &str) -> Result<(), Fault> {
        let now_ms = self.inner.ports.clock.now_ms();
        let mut tx = self.db().write(operator_id).await?;
        tx.sql(
            "UPDATE outbox SET next_try_at = $1 \
             WHERE operator_id = $2 AND state = 'waiting' AND next_try_at <= $3 AND $4 LIKE '%,' || kind || ',%'",
        )
        .bind(now_ms + jittered(&*self.inner.ports.randomness, REST_MS))
        .bind(operator_id.to_owned())
        .bind(now_ms)
        .bind(alike.to_owned())
        .execute()
        .await?;
        Ok(tx.commit().await?)
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
fn next_try(randomness: &dyn Randomness, why: Problem, give_up_at: i64, now_ms: i64) -> i64 {
    let waited = now_ms - (give_up_at - GIVE_UP_MS);
    let pause = match why {
        Problem::Unconfirmed => (waited * 2).clamp(COPY_SOON_MS, COPY_LATE_MS),
        _ => (waited / 2).clamp(SOON_MS, LATE_MS),
    };
    let pause = jittered(randomness, pause);
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

/// Somebody saved other settings while the try lasted: how it ended says nothing about them.
async fn is_replaced(tx: &mut Tx, told: &Told<'_>, now_ms: i64) -> Result<bool, Fault> {
    let settings = settings::saved(tx, &told.claim.operator_id, now_ms).await?;
    Ok(Over::of(told.over.way, &settings) != *told.over)
}

/// The message is tried again at once, and is not the worse for a server that nobody uses any more.
async fn go_on(tx: &mut Tx, told: &Told<'_>, now_ms: i64) -> Result<(), Fault> {
    tx.sql(
        "UPDATE outbox SET state = 'waiting', next_try_at = $1 \
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
    if let Some(slot) = told.over.slot()
        && !is_replaced(tx, told, now_ms).await?
    {
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

/// Ends a message that came too late to be of use, and that nobody can send again.
pub(super) async fn end(tx: &mut Tx, claim: &Claim) -> Result<(), Fault> {
    tx.sql(
        "UPDATE outbox SET state = 'obsolete', problem = $1, said = NULL \
         WHERE operator_id = $2 AND message_id = $3 AND state = 'sending' AND lease_until = $4",
    )
    .bind(Problem::Over.word())
    .bind(claim.operator_id.clone())
    .bind(claim.message_id.clone())
    .bind(claim.lease_until)
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
            let next = next_try(&SystemRandomness, Problem::Deferred, give_up_at, now);
            assert!(next > now && next - now <= LATE_MS * 5 / 4);
            now = next;
            tries += 1;
        }
        assert!((100..400).contains(&tries), "{tries}");
        assert_eq!(
            next_try(
                &SystemRandomness,
                Problem::Cut,
                give_up_at,
                give_up_at - LAST_MS - 1
            ),
            give_up_at - LAST_MS
        );
    }

    #[test]
    fn a_message_that_is_never_confirmed_is_sent_about_eight_times_in_72_hours() {
        let count = || {
            let (mut now, mut copies) = (0, 0);
            while now < GIVE_UP_MS {
                now = next_try(&SystemRandomness, Problem::Unconfirmed, GIVE_UP_MS, now);
                copies += 1;
            }
            copies
        };
        let counts: Vec<usize> = (0..1000).map(|_| count()).collect();
        assert!(
            counts.iter().all(|count| (6..=10).contains(count)),
            "{counts:?}"
        );
        let all: usize = counts.iter().sum();
        assert!((7000..=8500).contains(&all), "{all} in 1000 messages");
    }
}
