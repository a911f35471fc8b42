//! `Mail:readMessage`: a message as its receiver would read it, for an account whose mail does not get out. What it opens
//! works from then on. In a message that was sent, or that nobody needs any more, link and code are left out. So they are
//! where mail could get out, if nobody knows whose mailbox it is: reading its code here would be no proof of reading there.

use super::search::state_of;
use crate::{
    Engine, Fault, Handle, Tx, Work,
    mail::{
        Facts, Kind,
        letter::{self, Letter},
        open_parts,
        post::language_of,
        token::{self, Arming},
    },
};
use latchkey_api::{Code, MessageState, MessageText, ReadMessage};

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    recipient: String,
    recipient_key: String,
    language: String,
    facts: String,
    purpose: String,
    subject: String,
    opens_at: i64,
    give_up_at: i64,
    state: String,
}

impl Handle<ReadMessage> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: ReadMessage) -> Result<MessageText, Fault> {
        let operator_id = op.operator_id.to_string();
        let found: Option<Row> = work
            .tx
            .sql("SELECT kind, recipient, recipient_key, language, facts, purpose, subject, opens_at, give_up_at, state FROM outbox WHERE operator_id = $1 AND message_id = $2")
            .bind(operator_id.clone())
            .bind(op.message_id.clone())
            .fetch_optional()
            .await?;
        let row = found.ok_or(Code::NotFound)?;
        let kind = Kind::of(&row.kind).ok_or(Code::NotFound)?;
        let facts = Facts::read(&row.facts)?;
        let now = work.now_ms();
        let is_open = !matches!(
            state_of(&row.state),
            MessageState::Sent | MessageState::Obsolete
        ) && !token::is_over(&row.purpose, row.give_up_at, now);
        let opens_something = is_open && !row.purpose.is_empty();
        if opens_something
            && self.has_common_mail()
            && !is_known(&mut work.tx, &operator_id, &row.recipient_key).await?
        {
            let letter = letter::withheld(kind, &facts, language_of(&row.language));
            return Ok(read(work, row, letter));
        }
        let opens = if opens_something {
            let arming = Arming {
                message_id: &op.message_id,
                kind,
                purpose: &row.purpose,
                subject: &row.subject,
                recipient: &row.recipient,
                facts: &row.facts,
                opens_at: row.opens_at,
            };
            let keys = &self.inner.keys;
            let armed = token::arm(&mut work.tx, keys, &operator_id, arming, now).await?;
            Some(open_parts(self, &operator_id, armed).0)
        } else {
            None
        };
        let letter = letter::write(kind, &facts, language_of(&row.language), opens.as_ref());
        Ok(read(work, row, letter))
    }
}

fn read(work: &mut Work<'_>, row: Row, letter: Letter) -> MessageText {
    work.note.text = Some(row.kind);
    MessageText {
        to: row.recipient,
        subject: letter.subject,
        text: letter.text.into(),
    }
}

/// Somebody of this account has proved to read that mailbox.
async fn is_known(tx: &mut Tx, operator_id: &str, email_key: &str) -> Result<bool, Fault> {
    let (known,): (i64,) = tx
        .sql(
            "SELECT (SELECT count(*) FROM emails WHERE operator_id = $1 AND email_key = $2 AND verified) + \
             (SELECT count(*) FROM user_contacts WHERE operator_id = $1 AND email_key = $2 AND verified)",
        )
        .bind(operator_id.to_owned())
        .bind(email_key.to_owned())
        .fetch_one()
        .await?;
    Ok(known > 0)
}
