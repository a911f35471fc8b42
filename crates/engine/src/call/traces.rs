//! What a call leaves behind beside its own effect: the session's last use, and the row of a refusal.

use super::{Asked, Note};
use crate::{Engine, Fault, Tx, Who, audit};
use latchkey_api::Error;

/// Notes that a session is in use, at most once a minute.
pub(super) async fn session_used(tx: &mut Tx, who: &Who, now_ms: i64) -> Result<(), Fault> {
    if now_ms - who.last_used_at >= 60_000 {
        tx.sql("UPDATE sessions SET last_used_at = $1 WHERE operator_id = $2 AND session_id = $3 AND last_used_at < $1")
            .bind(now_ms)
            .bind(who.operator_id.clone())
            .bind(who.session_id.clone())
            .execute()
            .await?;
    }
    Ok(())
}

/// Tells the log around the call who it was: account and kind, never a name. Fields that nobody declared are nowhere.
pub(super) fn caller(who: Option<&Who>) {
    if let Some(who) = who {
        let kind = who.user_id().map_or("root", |_| "user");
        tracing::Span::current()
            .record("operator", &who.operator_id)
            .record("caller", kind);
    }
}

impl Engine {
    /// The same beside a read. Missing it once costs nothing, so a busy store is no reason to fail.
    pub(super) async fn touch(&self, who: &Who, now_ms: i64) {
        if now_ms - who.last_used_at < 60_000 {
            return;
        }
        let touched = async {
            let mut tx = self.db().write(&who.operator_id).await?;
            session_used(&mut tx, who, now_ms).await?;
            Ok::<_, Fault>(tx.commit().await?)
        };
        if let Err(fault) = touched.await {
            tracing::warn!(%fault, "the session's last use was not noted");
        }
    }

    /// The row of a refusal, in a transaction of its own: the refused one is gone.
    pub(super) async fn keep_refusal(
        &self,
        asked: &Asked<'_>,
        who: Option<&Who>,
        operation: &str,
        target: Option<String>,
        error: &Error,
    ) {
        let Some(who) = who else { return };
        let note = Note {
            operator_id: Some(who.operator_id.clone()),
            target,
            ..Note::default()
        };
        let entry = audit::Entry::of(asked, Some(who), operation, &note).refused(error);
        let kept = async {
            let mut tx = self.db().write(&who.operator_id).await?;
            audit::write(&mut tx, &entry).await?;
            Ok::<_, Fault>(tx.commit().await?)
        };
        if let Err(fault) = kept.await {
            tracing::error!(operation, code = ?error.code, %fault, "a refusal left no audit row");
        }
    }
}
