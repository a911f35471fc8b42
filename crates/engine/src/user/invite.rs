//! `User:inviteUser`: a user chooses a password of its own. As long as whoever invited may still set that password (R42).

use super::{Row, contact, documents, find, not_oneself, within_reach};
use crate::{
    Calling, Engine, Fault, Handle, Tx, Work,
    mail::{Kind, not_before, reserve, token::Found},
    rights,
};
use latchkey_api::{Code, InviteUser};
use latchkey_permission::PermissionSet;

/// What an invitation takes.
const SET: &str = "User:createUserPassword";

impl Handle<InviteUser> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: InviteUser) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        not_oneself(&work.call, &user)?;
        within_reach(work, &user).await?;
        may_invite(&work.call)?;
        if user.password_hash.is_some() {
            return Err(Code::PasswordExists.into());
        }
        let operator_id = op.operator_id.as_str();
        let contact = contact::of(&mut work.tx, operator_id, &user.user_id).await?;
        let to = contact.ok_or(Code::NoContact)?.address();
        let now = work.now_ms();
        let room = reserve(&mut work.tx, Kind::Invitation, &to, now).await?;
        not_before(&work.call, room.from_ms)?;
        let person = user.person(operator_id);
        contact::send(self, work, &person, &to, Kind::Invitation).await
    }
}

/// Refuses somebody whose right depends on the day or the place: when the invitation is accepted, nobody could tell
/// whether it holds.
pub(super) fn may_invite(call: &Calling<'_>) -> Result<(), Fault> {
    let surely = call.who()?.rights().is_none_or(|set| set.surely(SET));
    if surely {
        Ok(())
    } else {
        Err(rights::beyond(vec![SET.to_owned()], call.language()))
    }
}

/// Whoever invited still exists, and could set this user's password at this moment. Root always can.
pub(crate) async fn still_stands(
    work: &mut Work<'_>,
    invited: &Row,
    found: &Found,
) -> Result<(), Fault> {
    let facts = found.facts()?;
    let Some(by_id) = facts.by_id else {
        return Ok(());
    };
    let (operator_id, tx) = (found.operator_id.as_str(), &mut work.tx);
    let stands = match super::by_id(tx, operator_id, &by_id).await? {
        None => false,
        Some(by) => {
            let held = compiled(tx, operator_id, &by).await?;
            let given = compiled(tx, operator_id, invited).await?;
            held.surely(SET) && rights::covers(&held, &given)
        }
    };
    if stands {
        Ok(())
    } else {
        Err(rights::beyond(vec![SET.to_owned()], work.language()))
    }
}

async fn compiled(tx: &mut Tx, operator_id: &str, user: &Row) -> Result<PermissionSet, Fault> {
    let documents = documents(tx, operator_id, user).await?;
    Ok(documents.compiled(&user.name))
}
