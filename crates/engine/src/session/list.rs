//! Lists of sessions: the caller's own, a user's.

use crate::{Engine, Fault, Handle, Work, call::IDLE_MS, user};
use latchkey_api::{ListSessions, ListUserSessions, Session};

#[derive(sqlx::FromRow)]
struct Row {
    session_id: String,
    device: String,
    source_ip: Option<String>,
    created_at: i64,
    last_used_at: i64,
    expires_at: i64,
}

impl Handle<ListSessions> for Engine {
    async fn handle(&self, work: &mut Work<'_>, _op: ListSessions) -> Result<Vec<Session>, Fault> {
        let user_id = work.who()?.user_id().map(str::to_owned);
        sessions(work, user_id).await
    }
}

impl Handle<ListUserSessions> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        op: ListUserSessions,
    ) -> Result<Vec<Session>, Fault> {
        let user = user::find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        sessions(work, Some(user.user_id)).await
    }
}

/// Those that are alive, newest first.
async fn sessions(work: &mut Work<'_>, user_id: Option<String>) -> Result<Vec<Session>, Fault> {
    let now = work.now_ms();
    let (operator_id, current) = (
        work.who()?.operator_id.clone(),
        work.who()?.session_id.clone(),
    );
    let rows: Vec<Row> = work
        .tx
        .sql(
            "SELECT session_id, device, source_ip, created_at, last_used_at, expires_at FROM sessions \
             WHERE operator_id = $1 AND coalesce(user_id, '') = $2 AND expires_at > $3 AND last_used_at > $4 ORDER BY created_at DESC, session_id",
        )
        .bind(operator_id)
        .bind(user_id.unwrap_or_default())
        .bind(now)
        .bind(now - IDLE_MS)
        .fetch_all()
        .await?;
    let session = |row: Row| Session {
        current: row.session_id == current,
        session_id: row.session_id,
        device: row.device,
        source_ip: row.source_ip,
        create_date_time: row.created_at / 1000,
        last_used_date_time: row.last_used_at / 1000,
        expire_date_time: row.expires_at / 1000,
    };
    Ok(rows.into_iter().map(session).collect())
}
