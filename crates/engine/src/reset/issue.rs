//! Asking for a way back in. Nobody looks whether there is such an account: one row is written either way, so that neither
//! the answer nor its time tells anything (R11, R12).

use crate::{
    Engine, Fault, Handle, Tx, Work,
    mail::{post::word_of, token},
    ports::Draw as _,
    tries,
};
use latchkey_api::{
    IssuePasswordResetToken, IssueRecoveryToken, IssueUserPasswordResetToken, TokenPurpose,
};

/// How long a wish counts, and can be granted.
pub(super) const COUNTED_MS: i64 = 60 * 60 * 1000;
/// Wishes that one network has in that time.
const EACH: i64 = 20;
/// Wishes of the networks around it that wait to be looked at: whoever has thousands of networks mostly has those.
const AROUND: i64 = 500;
/// Wishes in all, so that the store does not fill up.
const ALL: i64 = 10_000;

impl Handle<IssuePasswordResetToken> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: IssuePasswordResetToken) -> Result<(), Fault> {
        self.wish(work, TokenPurpose::ResetPassword, op.email.key())
            .await
    }
}

impl Handle<IssueRecoveryToken> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: IssueRecoveryToken) -> Result<(), Fault> {
        self.wish(work, TokenPurpose::Recover, op.email.key()).await
    }
}

impl Handle<IssueUserPasswordResetToken> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        op: IssueUserPasswordResetToken,
    ) -> Result<(), Fault> {
        let account = super::wishes::of_user(&op.operator_id, &op.user_name);
        self.wish(work, TokenPurpose::UserPassword, account).await
    }
}

impl Engine {
    async fn wish(
        &self,
        work: &mut Work<'_>,
        what: TokenPurpose,
        account: String,
    ) -> Result<(), Fault> {
        // whose it is, if it is anybody's, is found out later: the row of the log is written then
        work.note.nowhere = true;
        let (now, language) = (work.now_ms(), work.language());
        let caller = work.call.asked.caller;
        let network = tries::source(caller.source_ip);
        let around = tries::around(caller.source_ip);
        let tx = &mut work.tx;
        tx.sql("DELETE FROM mail_wishes WHERE created_at <= $1")
            .bind(now - COUNTED_MS)
            .execute()
            .await?;
        let there = There::before(tx, &network, &around).await?;
        if there.here >= EACH || there.around >= AROUND || there.waiting >= ALL {
            return Ok(());
        }
        make_room(tx, there.all - ALL + 1).await?;
        tx.sql("INSERT INTO mail_wishes (wish_id, what, account, language, network, around, source, device, granted, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(self.inner.ports.randomness.hex(12))
            .bind(token::word(what))
            .bind(account)
            .bind(word_of(language))
            .bind(network)
            .bind(around)
            .bind(caller.source().unwrap_or_default())
            .bind(caller.device())
            .bind(false)
            .bind(now)
            .execute()
            .await?;
        self.mail_is_due();
        Ok(())
    }
}

/// Wishes of the last hour.
#[derive(sqlx::FromRow)]
struct There {
    all: i64,
    /// Not looked at yet.
    waiting: i64,
    /// Of this network.
    here: i64,
    /// Of the networks around it, and not looked at yet.
    around: i64,
}

impl There {
    async fn before(tx: &mut Tx, network: &str, around: &str) -> Result<Self, Fault> {
        Ok(tx
            .sql(
                "SELECT count(*) AS \"all\", count(*) FILTER (WHERE NOT granted) AS waiting, count(*) FILTER (WHERE network = $1) AS here, \
                 count(*) FILTER (WHERE around = $2 AND NOT granted) AS around FROM mail_wishes",
            )
            .bind(network.to_owned())
            .bind(around.to_owned())
            .fetch_one()
            .await?)
    }
}

/// Lets the oldest go that were looked at already and are only counted: however many strangers ask, an owner who asks now
/// is heard as soon as the worker has caught up (R18).
async fn make_room(tx: &mut Tx, too_many: i64) -> Result<(), Fault> {
    if too_many <= 0 {
        return Ok(());
    }
    tx.sql("DELETE FROM mail_wishes WHERE wish_id IN (SELECT wish_id FROM mail_wishes WHERE granted ORDER BY created_at, wish_id LIMIT $1)")
        .bind(too_many)
        .execute()
        .await?;
    Ok(())
}
