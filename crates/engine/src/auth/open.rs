//! Opening a session for somebody who has proven who they are.

use super::SignedIn;
use crate::{Engine, Fault, Work, keys::sha256, ports::Draw as _, token};

/// Sessions that one user may have; the oldest makes way (R25).
const SESSIONS: i64 = 100;

impl Engine {
    pub(super) async fn open_session(
        &self,
        work: &mut Work<'_>,
        signed_in: &SignedIn,
    ) -> Result<token::Pair, Fault> {
        let now = work.now_ms();
        let expires_at = now + signed_in.seconds * 1000;
        let randomness = &*self.inner.ports.randomness;
        let pair = token::issue(
            randomness,
            &self.inner.keys,
            &signed_in.operator_id,
            signed_in.user_name.as_deref(),
            expires_at,
        );
        make_room(work, signed_in).await?;
        let caller = work.call.asked.caller;
        work.tx
            .sql(
                "INSERT INTO sessions (operator_id, session_id, user_id, token_hash, api_key_hash, device, source_ip, created_at, last_used_at, expires_at, confirmed_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)",
            )
            .bind(signed_in.operator_id.clone())
            .bind(randomness.hex(12))
            .bind(signed_in.user_id.clone())
            .bind(sha256(pair.token.expose()))
            .bind(sha256(pair.api_key.expose()))
            .bind(caller.device())
            .bind(caller.source())
            .bind(now)
            .bind(expires_at)
            .bind(if signed_in.by_password { now } else { crate::call::BY_KEY })
            .execute()
            .await?;
        Ok(pair)
    }
}

/// Forgets the sessions that are over; of too many, the oldest.
async fn make_room(work: &mut Work<'_>, signed_in: &SignedIn) -> Result<(), Fault> {
    work.tx.sql("DELETE FROM sessions WHERE operator_id = $1 AND coalesce(user_id, '') = $2 AND expires_at <= $3").bind(signed_in.operator_id.clone()).bind(signed_in.user_id.clone().unwrap_or_default()).bind(work.call.now_ms()).execute().await?;
    work.tx
        .sql(
            "DELETE FROM sessions WHERE operator_id = $1 AND session_id IN \
             (SELECT session_id FROM sessions WHERE operator_id = $1 AND coalesce(user_id, '') = $2 ORDER BY created_at DESC, session_id LIMIT 1000 OFFSET $3)",
        )
        .bind(signed_in.operator_id.clone())
        .bind(signed_in.user_id.clone().unwrap_or_default())
        .bind(SESSIONS - 1)
        .execute()
        .await?;
    Ok(())
}
