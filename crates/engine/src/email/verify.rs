//! Confirming an address: with the token of a link, which needs nobody signed in, or with the code, typed by root.
//! `Email:verifyAddEmailToken`, `Email:verifyEmailCode`.

use super::find;
use crate::{
    Calling, Engine, Fault, Handle, Prepared, Work,
    mail::token::{Found, redeem},
};
use latchkey_api::{Code, TokenPurpose, VerifyAddEmailToken, VerifyEmailCode};

impl Handle<VerifyAddEmailToken> for Engine {
    async fn prepare(
        &self,
        call: &Calling<'_>,
        op: &VerifyAddEmailToken,
    ) -> Result<Prepared, Fault> {
        let purposes = [TokenPurpose::AddEmail];
        let found = self.mail_token(&op.token, &purposes, call.now_ms()).await?;
        Ok(Prepared {
            token: Some(found),
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, _op: VerifyAddEmailToken) -> Result<(), Fault> {
        let found = held(work)?;
        confirm(work, &found).await
    }
}

impl Handle<VerifyEmailCode> for Engine {
    async fn prepare(&self, call: &Calling<'_>, op: &VerifyEmailCode) -> Result<Prepared, Fault> {
        let operator_id = op.operator_id.as_str();
        let mut tx = self.db().read().await?;
        let row = find(&mut tx, operator_id, &op.email_id).await?;
        drop(tx);
        let purpose = TokenPurpose::AddEmail;
        let found = self
            .mail_code(call, operator_id, purpose, &row.email_id, &op.code)
            .await?;
        Ok(Prepared {
            token: Some(found),
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, _op: VerifyEmailCode) -> Result<(), Fault> {
        let found = held(work)?;
        confirm(work, &found).await
    }
}

/// The token that the slow half found.
pub(super) fn held(work: &mut Work<'_>) -> Result<Found, Fault> {
    let found = work.prepared.token.take();
    found.ok_or(Fault::Bug("a token was prepared"))
}

/// The proof is of the address that was written to, and of no other that may stand in its place by now (R24).
async fn confirm(work: &mut Work<'_>, found: &Found) -> Result<(), Fault> {
    redeem(&mut work.tx, found).await?;
    let now = work.now_ms();
    let confirmed = work
        .tx
        .sql("UPDATE emails SET verified = $1, updated_at = $2 WHERE operator_id = $3 AND email_id = $4 AND email = $5 AND NOT verified")
        .bind(true)
        .bind(now)
        .bind(found.operator_id.clone())
        .bind(found.subject.clone())
        .bind(found.recipient.clone())
        .execute()
        .await?;
    if confirmed != 1 {
        return Err(Code::BadToken.into());
    }
    work.note.target = Some(found.recipient.clone());
    Ok(())
}
