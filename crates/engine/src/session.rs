//! Sessions: where somebody is signed in, ending that, and giving the password again.

mod confirm;
mod end;
mod list;

pub(crate) use confirm::confirm;

use crate::{Fault, Tx};

/// Ends one session; tells how many there were.
pub(crate) async fn end(tx: &mut Tx, operator_id: &str, session_id: &str) -> Result<u64, Fault> {
    Ok(tx
        .sql("DELETE FROM sessions WHERE operator_id = $1 AND session_id = $2")
        .bind(operator_id.to_owned())
        .bind(session_id.to_owned())
        .execute()
        .await?)
}

/// Ends all sessions of a user, or of root, but the one that is kept.
pub(crate) async fn end_all(
    tx: &mut Tx,
    operator_id: &str,
    user_id: Option<&str>,
    but: Option<&str>,
) -> Result<u64, Fault> {
    Ok(tx
        .sql("DELETE FROM sessions WHERE operator_id = $1 AND coalesce(user_id, '') = $2 AND session_id <> $3")
        .bind(operator_id.to_owned())
        .bind(user_id.unwrap_or_default().to_owned())
        .bind(but.unwrap_or_default().to_owned())
        .execute()
        .await?)
}
