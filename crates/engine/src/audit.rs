//! The audit log: who did what, when, from where, and how it ended. Rows are only added, in the transaction of what
//! they tell of. Never secrets.

use crate::{
    Fault, Tx, Who,
    call::{Asked, Note},
};
use latchkey_api::{Code, Error, Kind, Operation};

/// One row to be.
pub(crate) struct Entry {
    operator_id: Option<String>,
    time_ms: i64,
    actor_id: String,
    actor_name: String,
    operation: String,
    target: Option<String>,
    outcome: &'static str,
    code: Option<String>,
    note: Option<String>,
    source_ip: Option<String>,
    session_id: Option<String>,
    request_id: String,
}

impl Entry {
    /// What was done.
    pub(crate) fn of(asked: &Asked<'_>, who: Option<&Who>, operation: &str, note: &Note) -> Self {
        let (actor_id, actor_name) = match (who, &note.actor) {
            (Some(who), _) => (
                who.user_id().unwrap_or("root").to_owned(),
                who.name().to_owned(),
            ),
            (None, Some(actor)) => actor.clone(),
            (None, None) => ("-".into(), "-".into()),
        };
        Self {
            operator_id: who
                .map(|who| who.operator_id.clone())
                .or_else(|| note.operator_id.clone()),
            time_ms: asked.now_ms,
            actor_id,
            actor_name,
            operation: operation.to_owned(),
            target: note.target.clone(),
            outcome: "allowed",
            code: None,
            note: note.text.clone(),
            source_ip: asked.caller.source(),
            session_id: who.map(|who| who.session_id.clone()),
            request_id: asked.request_id.to_owned(),
        }
    }

    /// What was done for somebody who is not known, later than it was asked for.
    pub(crate) fn for_stranger(
        operator_id: &str,
        operation: &str,
        target: Option<String>,
        asked: (&str, Option<String>, i64),
    ) -> Self {
        let (request_id, source_ip, time_ms) = asked;
        Self {
            operator_id: Some(operator_id.to_owned()),
            time_ms,
            actor_id: "-".into(),
            actor_name: "-".into(),
            operation: operation.to_owned(),
            target,
            outcome: "allowed",
            code: None,
            note: None,
            source_ip,
            session_id: None,
            request_id: request_id.to_owned(),
        }
    }

    /// What was refused.
    pub(crate) fn refused(mut self, error: &Error) -> Self {
        self.outcome = if matches!(
            error.code,
            Code::Denied
                | Code::RootOnly
                | Code::RootOnlyRead
                | Code::BeyondOwnRights
                | Code::OwnUser
                | Code::MustChangePassword
                | Code::StepUpRequired
        ) {
            "denied"
        } else {
            "failed"
        };
        self.code = serde_json::to_value(error.code)
            .ok()
            .and_then(|code| code.as_str().map(str::to_owned));
        self.note = error
            .detail
            .as_ref()
            .and_then(|detail| detail.because.clone());
        self
    }
}

/// Whether a refusal leaves a row: every refused change, and every read that was denied. Pauses leave none, else a
/// stranger could fill the store.
pub(crate) fn is_kept<O: Operation>(code: Code) -> bool {
    match code {
        Code::Denied | Code::RootOnly | Code::RootOnlyRead | Code::MustChangePassword => true,
        // a wrong password is told where it is counted, see `tries`
        Code::WrongPassword
        | Code::TooManyAttempts
        | Code::Busy
        | Code::StoreUnavailable
        | Code::Internal
        | Code::NotSignedIn
        | Code::SessionExpired => false,
        _ => O::KIND != Kind::Read,
    }
}

/// Adds the row. The caller holds the account's write transaction, so the number is its own.
pub(crate) async fn write(tx: &mut Tx, entry: &Entry) -> Result<(), Fault> {
    let Some(operator_id) = entry.operator_id.clone() else {
        return Err(Fault::Bug("an audit row belongs to an account"));
    };
    tx.sql(
        "INSERT INTO audit (operator_id, entry, time_ms, actor_id, actor_name, operation, target, outcome, code, note, source_ip, session_id, request_id) \
         SELECT $1, coalesce(max(entry), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM audit WHERE operator_id = $1",
    )
    .bind(operator_id)
    .bind(entry.time_ms)
    .bind(entry.actor_id.clone())
    .bind(entry.actor_name.clone())
    .bind(entry.operation.clone())
    .bind(entry.target.clone())
    .bind(entry.outcome)
    .bind(entry.code.clone())
    .bind(entry.note.clone())
    .bind(entry.source_ip.clone())
    .bind(entry.session_id.clone())
    .bind(entry.request_id.clone())
    .execute()
    .await
    .map_err(Fault::Audit)?;
    Ok(())
}
