//! `User:inviteUser`: a user chooses a password of its own. As long as whoever invited may still set that password (R42).

use super::{Row, contact, find, not_oneself, within_reach};
use crate::{
    Calling, Engine, Fault, Handle, Work,
    mail::{Kind, not_before, reserve, token::Found},
    rights,
};
use latchkey_api::{Code, EmailAddress, InviteUser};

impl Handle<InviteUser> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: InviteUser) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        within_reach(work, &user).await?;
        is_invitable(&work.call, &user)?;
        let operator_id = op.operator_id.as_str();
        let contact = contact::of(&mut work.tx, operator_id, &user.user_id).await?;
        let contact = contact.ok_or(Code::NoContact)?;
        contact::stand_for(work, operator_id, &contact, &user).await?;
        invite(self, work, &user, &contact.address()).await
    }
}

/// Refuses to invite oneself, or somebody who has a password: who forgot it asks for another one.
pub(super) fn is_invitable(call: &Calling<'_>, user: &Row) -> Result<(), Fault> {
    not_oneself(call, user)?;
    contact::surely_may(call, false)?;
    if user.has_password() {
        Err(Code::PasswordExists.into())
    } else {
        Ok(())
    }
}

/// Sends the invitation.
pub(super) async fn invite(
    engine: &Engine,
    work: &mut Work<'_>,
    user: &Row,
    to: &EmailAddress,
) -> Result<(), Fault> {
    let now = work.now_ms();
    let room = reserve(&mut work.tx, Kind::Invitation, to, now).await?;
    not_before(&work.call, room.from_ms)?;
    let operator_id = work.who()?.operator_id.clone();
    let person = user.person(&operator_id);
    contact::send(engine, work, &person, to, Kind::Invitation).await
}

/// Whoever invited still exists, and could set this user's password at this moment. Root always can.
pub(crate) async fn still_stands(
    work: &mut Work<'_>,
    invited: &Row,
    found: &Found,
) -> Result<(), Fault> {
    let Some(by_id) = found.facts()?.by_id else {
        return Ok(());
    };
    if contact::still_may(&mut work.tx, &found.operator_id, &by_id, invited).await? {
        return Ok(());
    }
    let needed = contact::takes(invited.has_password());
    let needed = needed.iter().map(|it| (*it).to_owned()).collect();
    Err(rights::beyond(needed, work.language()))
}
