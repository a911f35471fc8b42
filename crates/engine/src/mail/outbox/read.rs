//! `Mail:readMessage`: a message as its receiver would read it, for an account whose mail does not get out. What it opens
//! works from then on. In a message that was sent, or that nobody needs any more, link and code are left out.

use super::search::state_of;
use crate::{
    Engine, Fault, Handle, Work,
    mail::{
        Facts, Kind, letter, open_parts,
        post::language_of,
        token::{self, Arming},
    },
};
use latchkey_api::{Code, MessageState, MessageText, ReadMessage};

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    recipient: String,
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
            .sql("SELECT kind, recipient, language, facts, purpose, subject, opens_at, give_up_at, state FROM outbox WHERE operator_id = $1 AND message_id = $2")
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
        let opens = if is_open && !row.purpose.is_empty() {
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
        work.note.text = Some(row.kind);
        Ok(MessageText {
            to: row.recipient,
            subject: letter.subject,
            text: letter.text.into(),
        })
    }
}
