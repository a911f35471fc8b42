//! `Auth:objectToRecovery`: the owner says no, with the mail that the primary address got.

use crate::{
    Calling, Engine, Fault, Handle, Prepared, Tx, Work,
    mail::{Facts, Kind, notice, token},
};
use latchkey_api::{ObjectToRecovery, TokenPurpose};

impl Handle<ObjectToRecovery> for Engine {
    async fn prepare(&self, call: &Calling<'_>, op: &ObjectToRecovery) -> Result<Prepared, Fault> {
        let purposes = [TokenPurpose::ObjectToRecovery];
        let found = self.mail_token(&op.token, &purposes, call.now_ms()).await?;
        Ok(Prepared {
            token: Some(found),
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, _op: ObjectToRecovery) -> Result<(), Fault> {
        let found = work.prepared.token.take();
        let found = found.ok_or(Fault::Bug("a token was prepared"))?;
        token::redeem(&mut work.tx, &found).await?;
        let facts = Facts {
            email: found.facts()?.email,
            ..Facts::of(&work.call)
        };
        let now = work.now_ms();
        stop(self, &mut work.tx, &found.operator_id, facts, now).await?;
        work.note.target = Some("root".into());
        Ok(())
    }
}

/// Ends what was begun through recovery, and tells the owner.
pub(crate) async fn stop(
    engine: &Engine,
    tx: &mut Tx,
    operator_id: &str,
    facts: Facts,
    now: i64,
) -> Result<(), Fault> {
    super::end_recovery(tx, operator_id).await?;
    notice::to_primary(engine, tx, operator_id, Kind::RecoveryStopped, facts, now).await
}
