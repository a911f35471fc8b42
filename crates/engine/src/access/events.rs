//! `AuditLog:listUserEvents`: what a user did lately.

use crate::{Engine, Fault, Handle, Work, user};
use latchkey_api::{Event, ListUserEvents, Outcome};
use latchkey_permission::entry;

const USUAL: u32 = 20;
const MOST: u32 = 200;

impl Handle<ListUserEvents> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: ListUserEvents) -> Result<Vec<Event>, Fault> {
        type Row = (i64, String, String, Option<String>);
        let user = user::find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        let language = work.language();
        let rows: Vec<Row> = work
            .tx
            .sql("SELECT time_ms, operation, outcome, target FROM audit WHERE operator_id = $1 AND actor_id = $2 ORDER BY time_ms DESC, entry DESC LIMIT $3")
            .bind(op.operator_id.to_string())
            .bind(user.user_id)
            .bind(i64::from(op.limit.unwrap_or(USUAL).clamp(1, MOST)))
            .fetch_all()
            .await?;
        let event = |(time_epoch_ms, operation, outcome, target): Row| Event {
            time_epoch_ms,
            words: entry(&operation).map_or_else(
                || operation.clone(),
                |entry| entry.words.get(language).to_owned(),
            ),
            outcome: match outcome.as_str() {
                "allowed" => Outcome::Allowed,
                "denied" => Outcome::Denied,
                _ => Outcome::Failed,
            },
            // one's own name says nothing more
            target: target.filter(|target| *target != user.name),
            operation,
        };
        Ok(rows.into_iter().map(event).collect())
    }
}
