//! `User:setUserContact`, `deleteUserContact` and `resendContactToken`.

use super::{
    Stored,
    authority::{may_decide, stands, surely_may, vouch},
    end, of,
};
use crate::{
    Calling, Engine, Fault, Handle, Tx, Work,
    mail::{Draft, Facts, Kind, not_before, notice, post, post::language_of, reserve},
    user::{
        Row, find,
        invite::{invite, is_invitable},
    },
};
use latchkey_api::{
    Code, DeleteUserContact, EmailAddress, Error, Language, ResendContactToken, SetUserContact, say,
};

/// A user as a message to it needs it.
pub(crate) struct Person<'p> {
    pub(crate) operator_id: &'p str,
    pub(crate) user_id: &'p str,
    pub(crate) name: &'p str,
    pub(crate) description: Option<&'p str>,
}

impl Handle<SetUserContact> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: SetUserContact) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        may_set(&work.call, &mut work.tx, &user).await?;
        work.note.text = Some(op.email.to_string());
        let operator_id = op.operator_id.as_str();
        let invites = op.invite.unwrap_or(false);
        if invites {
            is_invitable(&work.call, &user)?;
        }
        let before = of(&mut work.tx, operator_id, &user.user_id).await?;
        if let Some(before) = before {
            // what is confirmed need not be confirmed again
            if before.verified && before.email == op.email.as_str() {
                vouch(&work.call, &mut work.tx, &before, &user).await?;
                return if invites {
                    invite(self, work, &user, &op.email).await
                } else {
                    Ok(())
                };
            }
            self.tell_older(work, &user, before, Some(&op.email))
                .await?;
        }
        // accepting an invitation confirms the address as well
        let kind = if invites {
            Kind::Invitation
        } else {
            Kind::VerifyContact
        };
        put(self, work, &user.person(operator_id), &op.email, kind).await
    }
}

impl Handle<DeleteUserContact> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: DeleteUserContact) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        may_decide(&work.call, &mut work.tx, &user).await?;
        let operator_id = op.operator_id.as_str();
        let before = of(&mut work.tx, operator_id, &user.user_id).await?;
        let before = before.ok_or(Code::NotFound)?;
        self.tell_older(work, &user, before, None).await?;
        work.tx
            .sql("DELETE FROM user_contacts WHERE operator_id = $1 AND user_id = $2")
            .bind(operator_id.to_owned())
            .bind(user.user_id.clone())
            .execute()
            .await?;
        end(&mut work.tx, operator_id, &user.user_id).await
    }
}

impl Handle<ResendContactToken> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: ResendContactToken) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        may_decide(&work.call, &mut work.tx, &user).await?;
        let operator_id = op.operator_id.as_str();
        let contact = of(&mut work.tx, operator_id, &user.user_id).await?;
        let contact = contact.filter(|contact| !contact.verified);
        let contact = contact.ok_or(Code::NotFound)?;
        // it would confirm nothing
        if !stands(&mut work.tx, operator_id, &contact, &user).await? {
            return Err(lapsed(&work.call));
        }
        let to = contact.address();
        let now = work.now_ms();
        let room = reserve(&mut work.tx, Kind::VerifyContact, &to, now).await?;
        not_before(&work.call, room.politely_from_ms)?;
        send(
            self,
            work,
            &user.person(operator_id),
            &to,
            Kind::VerifyContact,
        )
        .await
    }
}

impl Engine {
    /// Whoever read the mail of the address of until now, if that is confirmed, hears that it is a way back in no more (R44).
    async fn tell_older(
        &self,
        work: &mut Work<'_>,
        user: &Row,
        older: Stored,
        newer: Option<&EmailAddress>,
    ) -> Result<(), Fault> {
        let facts = Facts {
            email: newer.map(ToString::to_string),
            old_email: Some(older.email),
            user_name: Some(user.name.clone()),
            person: user.description.clone(),
            ..Facts::of(&work.call)
        };
        let (kind, now) = (Kind::ContactChanged, work.now_ms());
        let operator_id = work.who()?.operator_id.clone();
        let (tx, user_id) = (&mut work.tx, &user.user_id);
        notice::to_user(self, tx, &operator_id, user_id, kind, facts, now).await
    }
}

/// Decides on the address, and for as long as it serves: whose right depends on the day or the place does not.
async fn may_set(call: &Calling<'_>, tx: &mut Tx, user: &Row) -> Result<(), Fault> {
    may_decide(call, tx, user).await?;
    if call.who()?.user_id() == Some(&user.user_id) {
        return Ok(());
    }
    surely_may(call, user.has_password())
}

/// Whoever writes to an address for which nobody stands any more stands for it from now on.
pub(in crate::user) async fn stand_for(
    work: &mut Work<'_>,
    operator_id: &str,
    contact: &Stored,
    user: &Row,
) -> Result<(), Fault> {
    if stands(&mut work.tx, operator_id, contact, user).await? {
        return Ok(());
    }
    vouch(&work.call, &mut work.tx, contact, user).await
}

fn lapsed(call: &Calling<'_>) -> Fault {
    let message = say(
        call.language(),
        "Whoever set this address may not decide on it any more. Nothing was sent. Set it again first.",
        "このアドレスを設定した人には、設定する権限がなくなっています。何も送信していません。先にアドレスを設定し直してください。",
    );
    Error::with(Code::BadRequest, message).into()
}

/// Makes an address the contact address, unconfirmed, and sends a message of this kind to it. What went to the older one
/// ends.
pub(in crate::user) async fn put(
    engine: &Engine,
    work: &mut Work<'_>,
    person: &Person<'_>,
    to: &EmailAddress,
    kind: Kind,
) -> Result<(), Fault> {
    let now = work.now_ms();
    let room = reserve(&mut work.tx, kind, to, now).await?;
    not_before(&work.call, room.from_ms)?;
    end(&mut work.tx, person.operator_id, person.user_id).await?;
    let by = work.who()?.user_id().map(str::to_owned);
    work.tx
        .sql(
            "INSERT INTO user_contacts (operator_id, user_id, email, email_key, verified, set_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (operator_id, user_id) DO UPDATE SET email = $3, email_key = $4, verified = $5, set_by = $6, updated_at = $7",
        )
        .bind(person.operator_id.to_owned())
        .bind(person.user_id.to_owned())
        .bind(to.to_string())
        .bind(to.key())
        .bind(false)
        .bind(by)
        .bind(now)
        .execute()
        .await?;
    send(engine, work, person, to, kind).await
}

/// Sends a user a message of its own, with whoever asks for it.
pub(in crate::user) async fn send(
    engine: &Engine,
    work: &mut Work<'_>,
    person: &Person<'_>,
    to: &EmailAddress,
    kind: Kind,
) -> Result<(), Fault> {
    let language = language(work, person).await?;
    let facts = Facts {
        email: Some(to.to_string()),
        user_name: Some(person.name.to_owned()),
        person: person.description.map(str::to_owned),
        by_id: work.who()?.user_id().map(str::to_owned),
        ..Facts::of(&work.call)
    };
    let draft = Draft {
        kind,
        to,
        language,
        subject: person.user_id,
        facts,
    };
    let now = work.now_ms();
    post(engine, &mut work.tx, person.operator_id, draft, now).await
}

/// That of whoever reads it, if it ever signed in; else the caller's is the best guess.
async fn language(work: &mut Work<'_>, person: &Person<'_>) -> Result<Language, Fault> {
    if work.who()?.user_id() == Some(person.user_id) {
        return Ok(work.language());
    }
    let (stored, last_sign_in_at): (String, i64) = work
        .tx
        .sql("SELECT language, last_sign_in_at FROM users WHERE operator_id = $1 AND user_id = $2")
        .bind(person.operator_id.to_owned())
        .bind(person.user_id.to_owned())
        .fetch_one()
        .await?;
    Ok(if last_sign_in_at > 0 {
        language_of(&stored)
    } else {
        work.language()
    })
}
