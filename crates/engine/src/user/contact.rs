//! A user's contact address: where it is sent a way to a password of its own. Optional, and never a login.

mod set;
mod shown;
mod verify;

pub(super) use set::{Person, put, send};
pub(super) use shown::shown;

use super::{Row, reach};
use crate::{Calling, Fault, Tx, mail};
use latchkey_api::{EmailAddress, TokenPurpose};

/// What whoever decides where a new password can be asked for could do anyway.
const COULD_SET_ONE: &str = "User:createUserPassword";

/// A contact address as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Stored {
    pub(crate) email: String,
    pub(crate) verified: bool,
}

impl Stored {
    pub(crate) fn address(&self) -> EmailAddress {
        EmailAddress::stored(self.email.clone())
    }
}

/// The user's, if there is one.
pub(crate) async fn of(
    tx: &mut Tx,
    operator_id: &str,
    user_id: &str,
) -> Result<Option<Stored>, Fault> {
    Ok(tx
        .sql("SELECT email, verified FROM user_contacts WHERE operator_id = $1 AND user_id = $2")
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .fetch_optional()
        .await?)
}

/// Somebody has shown to read the mail of this address. False if it is no longer the contact address.
pub(crate) async fn confirm(
    tx: &mut Tx,
    operator_id: &str,
    user_id: &str,
    sent_to: &str,
    now: i64,
) -> Result<bool, Fault> {
    let confirmed = tx
        .sql("UPDATE user_contacts SET verified = $1, updated_at = $2 WHERE operator_id = $3 AND user_id = $4 AND email = $5")
        .bind(true)
        .bind(now)
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .bind(sent_to.to_owned())
        .execute()
        .await?;
    Ok(confirmed == 1)
}

/// Refuses to decide on the contact address of somebody whose password the caller could not set. One's own is one's own.
async fn may_decide(call: &Calling<'_>, tx: &mut Tx, user: &Row) -> Result<(), Fault> {
    if call.who()?.user_id() == Some(&user.user_id) {
        return Ok(());
    }
    call.permits(COULD_SET_ONE)?;
    reach(call, tx, user).await
}

/// Ends every message and token that went, or goes, to a contact address.
async fn end(tx: &mut Tx, operator_id: &str, user_id: &str) -> Result<(), Fault> {
    for purpose in [
        TokenPurpose::Contact,
        TokenPurpose::Invitation,
        TokenPurpose::UserPassword,
    ] {
        mail::obsolete(tx, operator_id, purpose, user_id).await?;
    }
    Ok(())
}

/// Ends everything that was to be sent to a user who is no more, or knew a device of it.
pub(super) async fn forget(tx: &mut Tx, operator_id: &str, user_id: &str) -> Result<(), Fault> {
    end(tx, operator_id, user_id).await?;
    tx.sql("UPDATE outbox SET state = 'obsolete' WHERE operator_id = $1 AND purpose = '' AND subject = $2 AND state IN ('waiting', 'sending', 'failed')")
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .execute()
        .await?;
    tx.sql("DELETE FROM known_devices WHERE operator_id = $1 AND user_id = $2")
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .execute()
        .await?;
    Ok(())
}
