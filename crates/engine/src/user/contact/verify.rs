//! Confirming a contact address: `User:verifyContactToken`, by whoever has the link, and `verifyContactCode`, by somebody
//! who is signed in.

use super::{authority::may_decide, confirm, must_stand, of};
use crate::{
    Calling, Engine, Fault, Handle, Prepared, Work,
    mail::token,
    user::{by_id, find},
};
use latchkey_api::{Code, TokenPurpose, VerifyContactCode, VerifyContactToken};

impl Handle<VerifyContactToken> for Engine {
    async fn prepare(
        &self,
        call: &Calling<'_>,
        op: &VerifyContactToken,
    ) -> Result<Prepared, Fault> {
        let purposes = [TokenPurpose::Contact];
        let found = self.mail_token(&op.token, &purposes, call.now_ms()).await?;
        Ok(Prepared {
            token: Some(found),
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, _op: VerifyContactToken) -> Result<(), Fault> {
        redeem(work).await
    }
}

impl Handle<VerifyContactCode> for Engine {
    async fn prepare(&self, call: &Calling<'_>, op: &VerifyContactCode) -> Result<Prepared, Fault> {
        let operator_id = op.operator_id.as_str();
        let mut tx = self.db().read().await?;
        let user = find(&mut tx, &op.operator_id, &op.user_name).await?;
        may_decide(call, &mut tx, &user).await?;
        let contact = of(&mut tx, operator_id, &user.user_id).await?;
        contact.ok_or(Code::NotFound)?;
        drop(tx);
        let purpose = TokenPurpose::Contact;
        let found = self.mail_code(call, operator_id, purpose, &user.user_id, &op.code);
        Ok(Prepared {
            token: Some(found.await?),
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, op: VerifyContactCode) -> Result<(), Fault> {
        // rights may have gone since the code was looked at
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        may_decide(&work.call, &mut work.tx, &user).await?;
        redeem(work).await
    }
}

async fn redeem(work: &mut Work<'_>) -> Result<(), Fault> {
    let found = work.prepared.token.take();
    let found = found.ok_or(Fault::Bug("a token was prepared"))?;
    let (operator_id, now) = (found.operator_id.as_str(), work.now_ms());
    token::redeem(&mut work.tx, &found).await?;
    let user = by_id(&mut work.tx, operator_id, &found.subject).await?;
    let user = user.ok_or(Code::BadToken)?;
    must_stand(&mut work.tx, operator_id, &user).await?;
    // bound to the address that it was sent to
    if !confirm(
        &mut work.tx,
        operator_id,
        &user.user_id,
        &found.recipient,
        now,
    )
    .await?
    {
        return Err(Code::BadToken.into());
    }
    work.note.target = Some(user.name);
    Ok(())
}
