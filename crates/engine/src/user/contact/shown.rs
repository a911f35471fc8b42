//! The contact address in the answer about a user.

use super::of;
use crate::{
    Fault, Tx,
    mail::{Kind, pending, token},
};
use latchkey_api::Contact;

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
    let to = contact.address();
    let (mut confirmation, mut invitation) = (None, None);
    if !contact.verified && stands(tx, operator_id, user_id, Kind::VerifyContact).await? {
        let kind = Kind::VerifyContact;
        confirmation = Some(pending(tx, operator_id, kind, user_id, &to, now).await?);
    }
    if !has_password && stands(tx, operator_id, user_id, Kind::Invitation).await? {
        let kind = Kind::Invitation;
        invitation = Some(pending(tx, operator_id, kind, user_id, &to, now).await?);
    }
    Ok(Some(Contact {
        email: contact.email,
        verified: contact.verified,
        pending: confirmation,
        invitation,
    }))
}

/// A message that will carry a link, or a link that nobody has used. What was used or taken back is none, though its
/// message was sent.
async fn stands(tx: &mut Tx, operator_id: &str, user_id: &str, kind: Kind) -> Result<bool, Fault> {
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
