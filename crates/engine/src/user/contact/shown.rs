//! The contact address in the answer about a user.

use super::{Stored, of, stands};
use crate::{
    Fault, Tx,
    mail::{Kind, pending, token},
    user::by_id,
};
use latchkey_api::{Code, Contact};

/// With where its confirmation stands, and an invitation that nobody has accepted yet.
pub(in crate::user) async fn shown(
    tx: &mut Tx,
    operator_id: &str,
    user_id: &str,
    has_password: bool,
    now: i64,
) -> Result<Option<Contact>, Fault> {
    let Some(contact) = of(tx, operator_id, user_id).await? else {
        return Ok(None);
    };
    let lapsed = has_lapsed(tx, operator_id, &contact, user_id).await?;
    let to = contact.address();
    let (mut confirmation, mut invitation) = (None, None);
    if !contact.verified && is_open(tx, operator_id, user_id, Kind::VerifyContact).await? {
        let kind = Kind::VerifyContact;
        confirmation = Some(pending(tx, operator_id, kind, user_id, &to, now).await?);
    }
    if !has_password && is_open(tx, operator_id, user_id, Kind::Invitation).await? {
        let kind = Kind::Invitation;
        invitation = Some(pending(tx, operator_id, kind, user_id, &to, now).await?);
    }
    Ok(Some(Contact {
        email: contact.email,
        verified: contact.verified,
        lapsed,
        pending: confirmation,
        invitation,
    }))
}

/// Most addresses are root's word, or the user's own: for those nothing is asked.
async fn has_lapsed(
    tx: &mut Tx,
    operator_id: &str,
    contact: &Stored,
    user_id: &str,
) -> Result<bool, Fault> {
    if contact.stands_for_good(user_id) {
        return Ok(false);
    }
    let user = by_id(tx, operator_id, user_id)
        .await?
        .ok_or(Code::NotFound)?;
    Ok(!stands(tx, operator_id, contact, &user).await?)
}

/// A message that will carry a link, or a link that nobody has used. What was used or taken back is none, though its
/// message was sent.
async fn is_open(tx: &mut Tx, operator_id: &str, user_id: &str, kind: Kind) -> Result<bool, Fault> {
    let (count,): (i64,) = tx
        .sql(
            "SELECT (SELECT count(*) FROM outbox WHERE operator_id = $1 AND purpose = $2 AND subject = $3 AND state IN ('waiting', 'sending', 'failed')) + \
             (SELECT count(*) FROM mail_tokens WHERE operator_id = $1 AND purpose = $2 AND subject = $3)",
        )
        .bind(operator_id.to_owned())
        .bind(kind.purpose().map_or("", token::word))
        .bind(user_id.to_owned())
        .fetch_one()
        .await?;
    Ok(count > 0)
}
