//! `Email:undoPrimaryChange`: the old primary address takes a change back, for 72 hours.
//!
//! It is there for an owner whose password somebody else has. So nobody can take that away: only newer changes are not
//! to be taken back any more, and meanwhile no other account gets to sign in with the address.

use super::{by_key, primary, primary::sign_in_with, roles::drop_roles, verify};
use crate::{
    Calling, Engine, Fault, Handle, Prepared, Tx, Work,
    mail::{Facts, Kind, notice, obsolete, token},
    reset, session,
};
use latchkey_api::{Code, EmailAddress, Error, Language, TokenPurpose, UndoPrimaryChange, say};

const PURPOSE: TokenPurpose = TokenPurpose::UndoPrimary;

impl Handle<UndoPrimaryChange> for Engine {
    async fn prepare(&self, call: &Calling<'_>, op: &UndoPrimaryChange) -> Result<Prepared, Fault> {
        let found = self.mail_token(&op.token, &[PURPOSE], call.now_ms());
        Ok(Prepared {
            token: Some(found.await?),
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, _op: UndoPrimaryChange) -> Result<(), Fault> {
        let found = verify::held(work)?;
        token::redeem(&mut work.tx, &found).await?;
        let (operator_id, now) = (found.operator_id.as_str(), work.now_ms());
        let replaced = primary(&mut work.tx, operator_id).await?.address();
        let old = EmailAddress::stored(found.recipient.clone());
        self.restore(work, operator_id, &old).await?;
        if !sign_in_with(&mut work.tx, operator_id, &old, now).await? {
            return Err(Code::EmailTaken.into());
        }
        end_since(&mut work.tx, operator_id, found.facts()?.at_ms).await?;
        reset::end_of_root(&mut work.tx, operator_id).await?;
        session::end_all(&mut work.tx, operator_id, None, None).await?;
        work.note.target = Some("primary".into());
        work.note.text = Some(format!("{replaced} -> {old}"));
        let told = Facts {
            email: Some(old.to_string()),
            old_email: Some(replaced.to_string()),
            ..Facts::of(&work.call)
        };
        let (tx, kind) = (&mut work.tx, Kind::PrimaryUndone);
        notice::to_primary(self, tx, operator_id, kind, told.clone(), now).await?;
        if replaced.key() != old.key() {
            notice::to_owner(self, tx, operator_id, &replaced, kind, told, now).await?;
        }
        Ok(())
    }
}

impl Engine {
    /// The address is the account's again, even if it was deleted, and has no other role. Whoever has the token reads
    /// its mail: that is what confirms it.
    async fn restore(
        &self,
        work: &mut Work<'_>,
        operator_id: &str,
        old: &EmailAddress,
    ) -> Result<(), Fault> {
        let now = work.now_ms();
        let Some(row) = by_key(&mut work.tx, operator_id, &old.key()).await? else {
            self.keep_address(work, operator_id, old, true).await?;
            return Ok(());
        };
        drop_roles(self, work, operator_id, &row.email_id).await?;
        let pending = TokenPurpose::AddEmail;
        obsolete(&mut work.tx, operator_id, pending, &row.email_id).await?;
        work.tx
            .sql("UPDATE emails SET email = $1, verified = $2, updated_at = $3 WHERE operator_id = $4 AND email_id = $5")
            .bind(old.to_string())
            .bind(true)
            .bind(now)
            .bind(operator_id.to_owned())
            .bind(row.email_id)
            .execute()
            .await?;
        Ok(())
    }
}

/// Ends the links that take changes back which were made since: those changes are gone. Older ones stay, or whoever
/// changed the address twice could end the first owner's link with the second one.
pub(super) async fn end_since(tx: &mut Tx, operator_id: &str, since_ms: i64) -> Result<(), Fault> {
    let links: Vec<(String, String)> = tx
        .sql("SELECT token_id, facts FROM mail_tokens WHERE operator_id = $1 AND purpose = $2")
        .bind(operator_id.to_owned())
        .bind(token::word(PURPOSE))
        .fetch_all()
        .await?;
    for (token_id, facts) in links {
        if Facts::read(&facts)?.at_ms >= since_ms {
            tx.sql("DELETE FROM mail_tokens WHERE operator_id = $1 AND token_id = $2")
                .bind(operator_id.to_owned())
                .bind(token_id)
                .execute()
                .await?;
        }
    }
    tx.sql("UPDATE outbox SET state = 'obsolete' WHERE operator_id = $1 AND purpose = $2 AND created_at >= $3 AND state IN ('waiting', 'sending', 'failed')")
        .bind(operator_id.to_owned())
        .bind(token::word(PURPOSE))
        .bind(since_ms)
        .execute()
        .await?;
    Ok(())
}

/// When the account's sign-in was first changed away from an address that can still take that back.
pub(super) async fn replaced_at(
    tx: &mut Tx,
    operator_id: &str,
    email: &EmailAddress,
    now_ms: i64,
) -> Result<Option<i64>, Fault> {
    let (since,): (Option<i64>,) = tx
        .sql(
            "SELECT min(o.created_at) FROM outbox o LEFT JOIN mail_tokens t ON t.operator_id = o.operator_id AND t.token_id = o.message_id \
             WHERE o.recipient_key = $1 AND o.purpose = $2 AND o.operator_id = $3 AND ((o.state IN ('waiting', 'sending') AND o.give_up_at > $4) OR t.expires_at > $4)",
        )
        .bind(email.key())
        .bind(token::word(PURPOSE))
        .bind(operator_id.to_owned())
        .bind(now_ms)
        .fetch_one()
        .await?;
    Ok(since)
}

/// Another account signed in with the address until now, and can still take that back.
pub(crate) async fn is_held(
    tx: &mut Tx,
    operator_id: &str,
    email: &EmailAddress,
    now_ms: i64,
) -> Result<bool, Fault> {
    let found: Option<(String,)> = tx
        .sql(
            "SELECT o.message_id FROM outbox o LEFT JOIN mail_tokens t ON t.operator_id = o.operator_id AND t.token_id = o.message_id \
             WHERE o.recipient_key = $1 AND o.purpose = $2 AND o.operator_id <> $3 AND ((o.state IN ('waiting', 'sending') AND o.give_up_at > $4) OR t.expires_at > $4) LIMIT 1",
        )
        .bind(email.key())
        .bind(token::word(PURPOSE))
        .bind(operator_id.to_owned())
        .bind(now_ms)
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}

/// What whoever wants such an address is told.
pub(crate) fn held(language: Language, field: &str) -> Fault {
    let message = say(
        language,
        "Another account signed in with this address until a moment ago, and has 72 hours to take that back. Nothing was changed. Use a different one, or wait.",
        "このアドレスは直前まで別のアカウントのサインインに使われており、72時間以内は元に戻せます。何も変更されていません。別のアドレスにするか、お待ちください。",
    );
    Error::with(Code::EmailTaken, message).at(field).into()
}
