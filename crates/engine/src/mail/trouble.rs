//! Mail servers that fail: tried once in a while, by one message, while the others wait. And what wakes them.

use super::{
    problem::{Blame, Problem, reason},
    settings::Slot,
    smtp::Failure,
    worker::LEASE_MS,
};
use crate::{Fault, Tx, ports::Draw as _, ports::Randomness};
use latchkey_api::{Language, MailStep, MailTrouble};

const MINUTE_MS: i64 = 60 * 1000;
/// Longest between two tries of a server that fails.
const REST_MS: i64 = 30 * MINUTE_MS;
/// A message is given up only after a try so shortly before its end.
pub(super) const LAST_MS: i64 = 5 * MINUTE_MS;
/// Once there is a way again, what waited for it has so long at least: a long queue does not end before its turn.
pub(super) const DRAIN_MS: i64 = 6 * 60 * MINUTE_MS;

/// Trouble as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Trouble {
    pub(crate) slot: String,
    pub(crate) problem: String,
    pub(crate) said: Option<String>,
    pub(crate) since_at: i64,
    pub(crate) probes: i64,
    pub(crate) next_probe_at: i64,
}

impl Trouble {
    /// As people read it.
    pub(crate) fn told(&self, language: Language) -> MailTrouble {
        MailTrouble {
            step: Problem::of(&self.problem).map_or(MailStep::Connect, Problem::step),
            message: reason(&self.problem, false, language),
            said: self.said.clone(),
            since_date_time: self.since_at / 1000,
        }
    }
}

/// What is wrong with the mail servers of an account, the one that holds first.
async fn all(tx: &mut Tx, operator_id: &str) -> Result<Vec<Trouble>, Fault> {
    Ok(tx
        .sql("SELECT slot, problem, said, since_at, probes, next_probe_at FROM mail_trouble WHERE operator_id = $1 ORDER BY slot")
        .bind(operator_id.to_owned())
        .fetch_all()
        .await?)
}

/// What people are told of: not of a server that they set up no more, see `settings/past.rs`.
pub(crate) async fn shown(tx: &mut Tx, operator_id: &str) -> Result<Option<Trouble>, Fault> {
    let mut all = all(tx, operator_id).await?.into_iter();
    Ok(all.find(|found| found.slot != Slot::Past.word()))
}

/// What is wrong with one of them, unless it is this try's turn to find out whether it still is.
pub(super) async fn in_the_way(
    tx: &mut Tx,
    operator_id: &str,
    slot: Slot,
    now_ms: i64,
) -> Result<Option<Trouble>, Fault> {
    let all = all(tx, operator_id).await?;
    let Some(trouble) = all.into_iter().find(|found| found.slot == slot.word()) else {
        return Ok(None);
    };
    if now_ms < trouble.next_probe_at {
        return Ok(Some(trouble));
    }
    let probes = trouble.probes + 1;
    // the rest begins when this try has failed: a worker that dies during it delays the next one by no more than its lease
    let next = now_ms + LEASE_MS;
    tx.sql("UPDATE mail_trouble SET probes = $1, next_probe_at = $2 WHERE operator_id = $3 AND slot = $4")
        .bind(probes)
        .bind(next)
        .bind(operator_id.to_owned())
        .bind(slot.word())
        .execute()
        .await?;
    Ok(None)
}

/// A server failed. Tells when it is tried next.
pub(super) async fn begin(
    tx: &mut Tx,
    randomness: &dyn Randomness,
    operator_id: &str,
    slot: Slot,
    failure: &Failure,
    now_ms: i64,
) -> Result<i64, Fault> {
    let known: Option<(i64,)> = tx
        .sql("SELECT probes FROM mail_trouble WHERE operator_id = $1 AND slot = $2")
        .bind(operator_id.to_owned())
        .bind(slot.word())
        .fetch_optional()
        .await?;
    let probes = known.map_or(0, |(probes,)| probes);
    let next = now_ms + jittered(randomness, pause_ms(probes));
    let (first_end,): (Option<i64>,) = tx
        .sql("SELECT min(give_up_at) FROM outbox WHERE operator_id = $1 AND state IN ('waiting', 'sending') AND give_up_at > $2")
        .bind(operator_id.to_owned())
        .bind(now_ms + LAST_MS)
        .fetch_one()
        .await?;
    let next = before_an_end(next, first_end, now_ms);
    let (next,): (i64,) = tx
        .sql(
            "INSERT INTO mail_trouble (operator_id, slot, problem, said, since_at, probes, next_probe_at) VALUES ($1, $2, $3, $4, $5, 0, $6) \
             ON CONFLICT (operator_id, slot) DO UPDATE SET problem = $3, said = $4, next_probe_at = $6 RETURNING next_probe_at",
        )
        .bind(operator_id.to_owned())
        .bind(slot.word())
        .bind(failure.problem.word())
        .bind(failure.said.clone())
        .bind(now_ms)
        .bind(next)
        .fetch_one()
        .await?;
    Ok(next)
}

/// A server works: what waited for it goes on. Tells whether something was wrong before.
pub(super) async fn end(
    tx: &mut Tx,
    operator_id: &str,
    slot: Slot,
    now_ms: i64,
) -> Result<bool, Fault> {
    let ended: Option<(String,)> = tx
        .sql("DELETE FROM mail_trouble WHERE operator_id = $1 AND slot = $2 RETURNING problem")
        .bind(operator_id.to_owned())
        .bind(slot.word())
        .fetch_optional()
        .await?;
    if ended.is_some() {
        wake(tx, operator_id, now_ms).await?;
    }
    Ok(ended.is_some())
}

/// Whatever waits is looked at again, and has time for its turn. A message that its receiver's server puts off has only its
/// own time: that this server works is no news to it.
pub(super) async fn wake(tx: &mut Tx, operator_id: &str, now_ms: i64) -> Result<(), Fault> {
    tx.sql(
        "UPDATE outbox SET next_try_at = CASE WHEN next_try_at > $1 THEN $1 ELSE next_try_at END, \
         give_up_at = CASE WHEN give_up_at < $2 AND $4 NOT LIKE '%,' || coalesce(problem, '') || ',%' THEN $2 ELSE give_up_at END \
         WHERE operator_id = $3 AND state IN ('waiting', 'sending') AND (next_try_at > $1 OR give_up_at < $2)",
    )
    .bind(now_ms)
    .bind(now_ms + DRAIN_MS)
    .bind(operator_id.to_owned())
    .bind(Problem::words_of(Blame::Chance))
    .execute()
    .await?;
    Ok(())
}

/// When a server that fails is tried next: before the first of the messages that wait ends, so that each of them ends
/// after a try, and never more often than every minute.
pub(super) fn before_an_end(next_ms: i64, first_end: Option<i64>, now_ms: i64) -> i64 {
    let last_try = first_end.map_or(i64::MAX, |end| end - LAST_MS);
    next_ms.min(last_try.max(now_ms + MINUTE_MS))
}

/// One minute, two, four, up to half an hour.
pub(super) fn pause_ms(probes: i64) -> i64 {
    let doublings = u32::try_from(probes).unwrap_or(u32::MAX).min(5);
    (MINUTE_MS << doublings).min(REST_MS)
}

/// A quarter more or less, so that what failed together does not come together.
pub(super) fn jittered(randomness: &dyn Randomness, ms: i64) -> i64 {
    let spread = u64::try_from(ms / 2).unwrap_or(0).max(1);
    ms - ms / 4 + i64::try_from(randomness.below(spread)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandomness;

    #[test]
    fn a_server_that_fails_is_tried_more_and_more_seldom_but_within_half_an_hour() {
        let pauses: Vec<i64> = (0..8).map(|probes| pause_ms(probes) / MINUTE_MS).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(pause_ms(i64::MAX), REST_MS);
        for _ in 0..1000 {
            let pause = jittered(&SystemRandomness, 1000);
            assert!((750..1250).contains(&pause), "{pause}");
        }
    }

    // R95
    #[test]
    fn it_is_tried_before_a_message_ends_but_not_more_often_than_every_minute() {
        let (now, later) = (1000 * MINUTE_MS, 1030 * MINUTE_MS);
        assert_eq!(before_an_end(later, None, now), later);
        assert_eq!(before_an_end(later, Some(later + LAST_MS), now), later);
        let soon = now + 20 * MINUTE_MS;
        assert_eq!(before_an_end(later, Some(soon + LAST_MS), now), soon);
        let at_once = Some(now + LAST_MS + 1);
        assert_eq!(before_an_end(later, at_once, now), now + MINUTE_MS);
    }
}
