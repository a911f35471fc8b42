//! A user's contact address: where it is sent a way to a password of its own. Optional, and never a login.

mod authority;
mod set;
mod shown;
mod verify;

pub(crate) use authority::stands;
pub(super) use authority::{still_may, surely_may, takes};
pub(super) use set::{Person, put, send, stand_for};
pub(super) use shown::shown;

use super::Row;
use crate::{Fault, Tx, mail};
use latchkey_api::{Code, EmailAddress, TokenPurpose};

/// A contact address as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Stored {
    pub(crate) email: String,
    pub(crate) verified: bool,
    /// The user who decided on it; none for root.
    pub(crate) set_by: Option<String>,
}

impl Stored {
    pub(crate) fn address(&self) -> EmailAddress {
        EmailAddress::stored(self.email.clone())
    }

    /// Root or the user itself decided on it: who always can.
    fn stands_for_good(&self, user_id: &str) -> bool {
        self.set_by.as_deref().is_none_or(|by| by == user_id)
    }
}

/// The user's, if there is one.
pub(crate) async fn of(
    tx: &mut Tx,
    operator_id: &str,
    user_id: &str,
) -> Result<Option<Stored>, Fault> {
    Ok(tx
        .sql("SELECT email, verified, set_by FROM user_contacts WHERE operator_id = $1 AND user_id = $2")
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .fetch_optional()
        .await?)
}

/// The one where a new password can be asked for: confirmed, by the word of somebody who may still decide on it.
pub(crate) async fn serving(
    tx: &mut Tx,
    operator_id: &str,
    user: &Row,
) -> Result<Option<Stored>, Fault> {
    let Some(contact) = of(tx, operator_id, &user.user_id).await? else {
        return Ok(None);
    };
    let serves = contact.verified && stands(tx, operator_id, &contact, user).await?;
    Ok(serves.then_some(contact))
}

/// Refuses what a mail opens while nobody who may stands for the address that it went to. What was sent stays good for
/// when somebody does.
pub(crate) async fn must_stand(tx: &mut Tx, operator_id: &str, user: &Row) -> Result<(), Fault> {
    let contact = of(tx, operator_id, &user.user_id).await?;
    let contact = contact.ok_or(Code::BadToken)?;
    if stands(tx, operator_id, &contact, user).await? {
        Ok(())
    } else {
        Err(Code::BadToken.into())
    }
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
