//! Putting a message into the outbox, in the transaction of what it tells of; and taking back what nobody needs any more.

use super::{Facts, Kind};
use crate::{Engine, Fault, Tx, ports::Draw as _};
use latchkey_api::{EmailAddress, Language, TokenPurpose};

/// How long a message is tried.
pub(crate) const GIVE_UP_MS: i64 = 72 * 60 * 60 * 1000;

/// A message to be.
pub(crate) struct Draft<'d> {
    pub(crate) kind: Kind,
    pub(crate) to: &'d EmailAddress,
    pub(crate) language: Language,
    /// What its token is about: an address's or a user's ID; empty for the account.
    pub(crate) subject: &'d str,
    pub(crate) facts: Facts,
}

/// Puts a message into the outbox, unless its kind is switched off. Older ones with the same purpose and subject, and
/// their tokens, end.
pub(crate) async fn post(
    engine: &Engine,
    tx: &mut Tx,
    operator_id: &str,
    draft: Draft<'_>,
    now_ms: i64,
) -> Result<(), Fault> {
    let Draft {
        kind,
        to,
        language,
        subject,
        mut facts,
    } = draft;
    if kind.is_optional() && is_off(tx, operator_id, kind).await? {
        return Ok(());
    }
    if facts.account.is_empty() {
        let (name,): (String,) = tx
            .sql("SELECT description FROM operators WHERE operator_id = $1")
            .bind(operator_id.to_owned())
            .fetch_one()
            .await?;
        facts.account = name;
    }
    operator_id.clone_into(&mut facts.operator_id);
    if facts.at_ms == 0 {
        facts.at_ms = now_ms;
    }
    let purpose = kind.purpose();
    // of the owner's changes each can be taken back by itself, and each recovery address has a link of its own
    if let Some(purpose) = purpose
        && !matches!(kind, Kind::PrimaryWasYou | Kind::Recover)
    {
        obsolete(tx, operator_id, purpose, subject).await?;
    }
    tx.sql(
        "INSERT INTO outbox (operator_id, message_id, kind, recipient, recipient_key, language, facts, purpose, subject, opens_at, asked, state, created_at, next_try_at, give_up_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', $12, $12, $13)",
    )
    .bind(operator_id.to_owned())
    .bind(engine.inner.ports.randomness.hex(12))
    .bind(kind.word())
    .bind(to.to_string())
    .bind(to.key())
    .bind(word_of(language))
    .bind(facts.to_text()?)
    .bind(purpose.map_or("", super::token::word))
    .bind(subject.to_owned())
    // whoever objects does so before it opens: that link works at once
    .bind(if kind == Kind::Recover {
        facts.opens_ms
    } else {
        0
    })
    .bind(kind.is_asked_for())
    .bind(now_ms)
    .bind(now_ms + GIVE_UP_MS)
    .execute()
    .await?;
    engine.mail_is_due();
    Ok(())
}

/// Ends the tokens with this purpose and subject, and the messages that would carry one.
pub(crate) async fn obsolete(
    tx: &mut Tx,
    operator_id: &str,
    purpose: TokenPurpose,
    subject: &str,
) -> Result<u64, Fault> {
    let word = super::token::word(purpose);
    let tokens = tx
        .sql("DELETE FROM mail_tokens WHERE operator_id = $1 AND purpose = $2 AND subject = $3")
        .bind(operator_id.to_owned())
        .bind(word)
        .bind(subject.to_owned())
        .execute()
        .await?;
    let messages = tx
        .sql("UPDATE outbox SET state = 'obsolete' WHERE operator_id = $1 AND purpose = $2 AND subject = $3 AND state IN ('waiting', 'sending', 'failed')")
        .bind(operator_id.to_owned())
        .bind(word)
        .bind(subject.to_owned())
        .execute()
        .await?;
    Ok(tokens + messages)
}

async fn is_off(tx: &mut Tx, operator_id: &str, kind: Kind) -> Result<bool, Fault> {
    let off: Option<(String,)> = tx
        .sql("SELECT kind FROM mail_switched_off WHERE operator_id = $1 AND kind = $2")
        .bind(operator_id.to_owned())
        .bind(kind.word())
        .fetch_optional()
        .await?;
    Ok(off.is_some())
}

/// A language as it is stored.
pub(crate) const fn word_of(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Ja => "ja",
    }
}

/// A language as it was stored.
pub(crate) fn language_of(word: &str) -> Language {
    if word == "ja" {
        Language::Ja
    } else {
        Language::En
    }
}
