//! The counters as they are stored. A day's count begins anew after 24 hours.

use super::{DAY_MS, KNOWN_MS};
use crate::{Fault, Tx};

#[derive(sqlx::FromRow, Clone, Copy, Default)]
pub(super) struct Row {
    pub(super) failures: i64,
    pub(super) paused_until: i64,
    pub(super) day_began_at: i64,
    pub(super) day_failures: i64,
    pub(super) succeeded_at: i64,
}

pub(super) async fn row(
    tx: &mut Tx,
    account: &[u8],
    source: &[u8],
    now: i64,
) -> Result<Row, Fault> {
    let found: Option<Row> = tx
        .sql("SELECT failures, paused_until, day_began_at, day_failures, succeeded_at FROM sign_in_tries WHERE account = $1 AND source = $2")
        .bind(account.to_vec())
        .bind(source.to_vec())
        .fetch_optional()
        .await?;
    let mut row = found.unwrap_or(Row {
        day_began_at: now,
        ..Row::default()
    });
    if now - row.day_began_at >= DAY_MS {
        row = Row {
            failures: 0,
            day_failures: 0,
            day_began_at: now,
            ..row
        };
    }
    Ok(row)
}

pub(super) async fn save(
    tx: &mut Tx,
    account: &[u8],
    source: &[u8],
    row: &Row,
    now: i64,
) -> Result<(), Fault> {
    let forget_at = if row.succeeded_at > 0 {
        row.succeeded_at.max(now - KNOWN_MS) + KNOWN_MS
    } else {
        now + DAY_MS
    };
    tx.sql(
        "INSERT INTO sign_in_tries (account, source, failures, paused_until, day_began_at, day_failures, succeeded_at, forget_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (account, source) DO UPDATE SET failures = $3, paused_until = $4, day_began_at = $5, day_failures = $6, succeeded_at = $7, forget_at = $8",
    )
    .bind(account.to_vec())
    .bind(source.to_vec())
    .bind(row.failures)
    .bind(row.paused_until)
    .bind(row.day_began_at)
    .bind(row.day_failures)
    .bind(row.succeeded_at)
    .bind(forget_at)
    .execute()
    .await?;
    Ok(())
}
