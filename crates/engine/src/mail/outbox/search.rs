//! `Mail:searchOutbox`: the messages, newest first, with reasons in words. Never a code or link.

use super::MOST;
use crate::{
    Engine, Fault, Handle, Work,
    mail::{
        Facts, Kind, letter,
        problem::{Blame, Problem, reason},
        settings, token, trouble,
    },
};
use latchkey_api::{Language, MessageState, OutboxMessage, OutboxPage, SearchOutbox};

const USUAL: u32 = 50;

#[derive(sqlx::FromRow)]
struct Row {
    message_id: String,
    kind: String,
    recipient: String,
    facts: String,
    state: String,
    tries: i64,
    created_at: i64,
    next_try_at: i64,
    give_up_at: i64,
    purpose: String,
    sent_at: i64,
    problem: Option<String>,
    said: Option<String>,
}

impl Handle<SearchOutbox> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: SearchOutbox) -> Result<OutboxPage, Fault> {
        let operator_id = op.operator_id.to_string();
        let (language, now) = (work.language(), work.now_ms());
        let state = op.state.map_or("", word);
        let limit = op.limit.unwrap_or(USUAL).clamp(1, MOST);
        let rows: Vec<Row> = work
            .tx
            .sql(
                "SELECT message_id, kind, recipient, facts, state, tries, created_at, next_try_at, give_up_at, purpose, sent_at, problem, said FROM outbox \
                 WHERE operator_id = $1 AND ($2 = '' OR state = $2) ORDER BY created_at DESC, message_id DESC LIMIT $3 OFFSET $4",
            )
            .bind(operator_id.clone())
            .bind(state)
            .bind(i64::from(limit))
            .bind(i64::from(op.offset.unwrap_or(0)))
            .fetch_all()
            .await?;
        let (matching, waiting, failed): (i64, i64, i64) = work
            .tx
            .sql(
                "SELECT count(*) FILTER (WHERE $2 = '' OR state = $2), count(*) FILTER (WHERE state IN ('waiting', 'sending')), \
                 count(*) FILTER (WHERE state = 'failed') FROM outbox WHERE operator_id = $1",
            )
            .bind(operator_id.clone())
            .bind(state)
            .fetch_one()
            .await?;
        let settings = settings::saved(&mut work.tx, &operator_id, now).await?;
        let trouble = trouble::shown(&mut work.tx, &operator_id).await?;
        Ok(OutboxPage {
            messages: rows
                .into_iter()
                .map(|row| told(row, language, now))
                .collect(),
            matching,
            waiting,
            failed,
            trouble: trouble.map(|trouble| trouble.told(language)),
            through: self.mail_through(&settings),
        })
    }
}

fn told(row: Row, language: Language, now_ms: i64) -> OutboxMessage {
    let state = state_of(&row.state);
    let facts = Facts::read(&row.facts).unwrap_or_default();
    let title = Kind::of(&row.kind).map_or_else(
        || row.kind.clone(),
        |kind| letter::title(kind, &facts, language),
    );
    let open = matches!(state, MessageState::Waiting | MessageState::Failed);
    let is_over = |word: &String| Problem::of(word) == Some(Problem::Over);
    let problem = row.problem.filter(|word| open || is_over(word));
    let has_way = problem
        .as_deref()
        .and_then(Problem::of)
        .is_none_or(|problem| problem.blame() != Blame::Nobody);
    let gave_up = state == MessageState::Failed;
    OutboxMessage {
        message_id: row.message_id,
        kind: row.kind,
        title,
        to: row.recipient,
        create_date_time: row.created_at / 1000,
        state,
        tries: u32::try_from(row.tries).unwrap_or(u32::MAX),
        next_try_date_time: (state == MessageState::Waiting && has_way)
            .then_some(row.next_try_at / 1000),
        sent_date_time: (state == MessageState::Sent).then_some(row.sent_at / 1000),
        reason: problem.map(|word| reason(&word, gave_up, language)),
        said: row.said.filter(|_| open),
        can_retry: open && !token::is_over(&row.purpose, row.give_up_at, now_ms),
    }
}

/// A state as it is stored.
pub(crate) const fn word(state: MessageState) -> &'static str {
    match state {
        MessageState::Waiting => "waiting",
        MessageState::Sending => "sending",
        MessageState::Sent => "sent",
        MessageState::Failed => "failed",
        MessageState::Obsolete => "obsolete",
    }
}

/// A state as it was stored.
pub(crate) fn state_of(word: &str) -> MessageState {
    match word {
        "sending" => MessageState::Sending,
        "sent" => MessageState::Sent,
        "failed" => MessageState::Failed,
        "obsolete" => MessageState::Obsolete,
        _ => MessageState::Waiting,
    }
}
