//! Taking messages for a while: fairly between accounts, and none twice.

use crate::{Engine, Fault};
use std::collections::BTreeMap;

/// What the claims of all accounts are made under, one after the other.
pub(super) const ALL: &str = "mail";
/// How long a message is somebody's. One try is shorter by far, also with clocks that are not quite together.
pub(in crate::mail) const LEASE_MS: i64 = 90 * 1000;
/// A lease beyond this is of a clock that was set back since: whoever had it is not waited for.
const LONGEST_MS: i64 = 2 * LEASE_MS;
/// Messages of one account that are taken at once.
const AN_ACCOUNT: i64 = 10;

/// A message that is this worker's for a while.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Claim {
    pub(super) operator_id: String,
    pub(super) message_id: String,
    /// Until when, in UNIX milliseconds. Another one with each claim, so it also tells this claim from all others.
    pub(super) lease_until: i64,
    pub(super) next_try_at: i64,
    pub(super) created_at: i64,
}

impl Claim {
    /// Whose turn it is: what was due first. A message that a worker died of is behind the others.
    fn turn(&self) -> (i64, i64, &str) {
        (self.next_try_at, self.created_at, &self.message_id)
    }
}

/// Somebody has it for a while yet.
macro_rules! held {
    ($t:literal) => {
        concat!($t, "lease_until > $1 AND ", $t, "lease_until <= $5")
    };
}

/// Due: its time has come, or whoever had it is gone.
macro_rules! due {
    ($t:literal) => {
        concat!(
            "((",
            $t,
            "state = 'waiting' AND ",
            $t,
            "next_try_at <= $1) OR (",
            $t,
            "state = 'sending' AND NOT (",
            held!($t),
            ")))"
        )
    };
}

/// The first messages of every account that no lane serves now, every account's first before anybody's second.
macro_rules! fair {
    () => {
        concat!(
            "SELECT operator_id, message_id FROM (",
            "SELECT operator_id, message_id, next_try_at, row_number() OVER (PARTITION BY operator_id ORDER BY next_try_at, created_at, message_id) AS place FROM outbox WHERE ", due!(""),
            ") d WHERE d.place <= $2 AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.operator_id = d.operator_id AND b.state = 'sending' AND ", held!("b."), ") ",
            "ORDER BY d.place, d.next_try_at, d.operator_id LIMIT $3"
        )
    };
}

macro_rules! take {
    ($which:expr) => {
        concat!(
            "UPDATE outbox SET state = 'sending', sent_at = 0, lease_until = CASE WHEN lease_until >= $4 AND lease_until <= $5 THEN lease_until + 1 ELSE $4 END ",
            "WHERE (operator_id, message_id) IN (", $which, ") RETURNING operator_id, message_id, lease_until, next_try_at, created_at"
        )
    };
}

impl Engine {
    /// Takes what is due for so many lanes.
    pub(super) async fn claim_mail(&self, lanes: usize) -> Result<Vec<Vec<Claim>>, Fault> {
        let now_ms = self.inner.ports.clock.now_ms();
        let mut tx = self.db().write(ALL).await?;
        let mut claims: Vec<Claim> = tx
            .dialect(
                take!(fair!()),
                // what somebody else writes to at this moment is looked at in the next turn; a row that changed since it
                // was read is looked at again under its lock
                take!(concat!(
                    "SELECT o.operator_id, o.message_id FROM outbox o WHERE (o.operator_id, o.message_id) IN (", fair!(), ") AND ", due!("o."), " FOR UPDATE SKIP LOCKED"
                )),
            )
            .bind(now_ms)
            .bind(AN_ACCOUNT)
            .bind(i64::try_from(lanes).unwrap_or(i64::MAX))
            .bind(now_ms + LEASE_MS)
            .bind(now_ms + LONGEST_MS)
            .fetch_all()
            .await?;
        tx.commit().await?;
        // they come back in no order
        claims.sort_by(|a, b| a.turn().cmp(&b.turn()));
        let mut accounts: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
        for claim in claims {
            let account = accounts.entry(claim.operator_id.clone()).or_default();
            account.push(claim);
        }
        Ok(accounts.into_values().collect())
    }

    /// Lets go of a message that was not begun. What cannot be let go of is free when its lease ends.
    pub(super) async fn give_back(&self, claim: &Claim) {
        if let Err(fault) = self.released(claim).await {
            tracing::warn!(%fault, message = claim.message_id, "a message stays claimed for a while");
        }
    }

    async fn released(&self, claim: &Claim) -> Result<(), Fault> {
        let mut tx = self.db().write(&claim.operator_id).await?;
        tx.sql("UPDATE outbox SET state = 'waiting' WHERE operator_id = $1 AND message_id = $2 AND state = 'sending' AND lease_until = $3")
            .bind(claim.operator_id.clone())
            .bind(claim.message_id.clone())
            .bind(claim.lease_until)
            .execute()
            .await?;
        Ok(tx.commit().await?)
    }

    /// When something is due next; nothing waits without it.
    pub(super) async fn next_mail(&self) -> Result<Option<i64>, Fault> {
        let now_ms = self.inner.ports.clock.now_ms();
        let mut tx = self.db().read().await?;
        let (next,): (Option<i64>,) = tx
            .sql(
                "SELECT min(at) FROM (SELECT min(next_try_at) AS at FROM outbox WHERE state = 'waiting' \
                 UNION ALL SELECT min(CASE WHEN lease_until > $1 THEN 0 ELSE lease_until END) AS at FROM outbox WHERE state = 'sending') n",
            )
            .bind(now_ms + LONGEST_MS)
            .fetch_one()
            .await?;
        Ok(next)
    }
}
