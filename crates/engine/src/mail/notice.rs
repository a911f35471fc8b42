//! Notices: what somebody is told without having asked. They go out in the transaction of what they tell of.

use super::{Draft, Facts, Kind, post, post::language_of};
use crate::{Engine, Fault, Tx, email};
use latchkey_api::EmailAddress;

/// Notices of one kind that a mailbox is sent an hour: what happens more often is in the audit log, and whoever makes it
/// happen must not fill a mailbox with it.
const AN_HOUR: i64 = 10;
const HOUR_MS: i64 = 60 * 60 * 1000;

/// Tells the owner, in the language of its last sign-in.
pub(crate) async fn to_primary(
    engine: &Engine,
    tx: &mut Tx,
    operator_id: &str,
    kind: Kind,
    facts: Facts,
    now_ms: i64,
) -> Result<(), Fault> {
    let to = email::primary(tx, operator_id).await?.address();
    to_owner(engine, tx, operator_id, &to, kind, facts, now_ms).await
}

/// Tells the owner at an address that is not the primary one: it was until now, or is no more.
pub(crate) async fn to_owner(
    engine: &Engine,
    tx: &mut Tx,
    operator_id: &str,
    to: &EmailAddress,
    kind: Kind,
    facts: Facts,
    now_ms: i64,
) -> Result<(), Fault> {
    if !has_room(tx, operator_id, to, kind, now_ms).await? {
        return Ok(());
    }
    let (language,): (String,) = tx
        .sql("SELECT language FROM operators WHERE operator_id = $1")
        .bind(operator_id.to_owned())
        .fetch_one()
        .await?;
    let draft = Draft {
        kind,
        to,
        language: language_of(&language),
        subject: "",
        facts,
    };
    post(engine, tx, operator_id, draft, now_ms).await
}

/// Tells a user who has a verified contact address; nobody else.
pub(crate) async fn to_user(
    engine: &Engine,
    tx: &mut Tx,
    operator_id: &str,
    user_id: &str,
    kind: Kind,
    facts: Facts,
    now_ms: i64,
) -> Result<(), Fault> {
    let found: Option<(String, String)> = tx
        .sql(
            "SELECT c.email, u.language FROM user_contacts c JOIN users u ON u.operator_id = c.operator_id AND u.user_id = c.user_id \
             WHERE c.operator_id = $1 AND c.user_id = $2 AND c.verified",
        )
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .fetch_optional()
        .await?;
    let Some((email, language)) = found else {
        return Ok(());
    };
    let to = EmailAddress::stored(email);
    if !has_room(tx, operator_id, &to, kind, now_ms).await? {
        return Ok(());
    }
    let draft = Draft {
        kind,
        to: &to,
        language: language_of(&language),
        subject: user_id,
        facts,
    };
    post(engine, tx, operator_id, draft, now_ms).await
}

/// Whether a mailbox is told of this, too. What cannot be switched off always is. Each account has room of its own: another
/// one with the same mailbox takes none of it away.
async fn has_room(
    tx: &mut Tx,
    operator_id: &str,
    to: &EmailAddress,
    kind: Kind,
    now_ms: i64,
) -> Result<bool, Fault> {
    if !kind.is_optional() {
        return Ok(true);
    }
    let (recent,): (i64,) = tx
        .sql("SELECT count(*) FROM outbox WHERE recipient_key = $1 AND created_at > $2 AND operator_id = $3 AND kind = $4")
        .bind(to.key())
        .bind(now_ms - HOUR_MS)
        .bind(operator_id.to_owned())
        .bind(kind.word())
        .fetch_one()
        .await?;
    Ok(recent < AN_HOUR)
}
