//! Adding an address, sending its link and code again, and correcting a typing error while it is not verified:
//! `Email:issueAddEmailToken`, `Email:resendAddEmailToken`, `Email:updateEmail`.

use super::{MOST, Row, account, by_key, find};
use crate::{
    Calling, Engine, Fault, Handle, Prepared, Work,
    mail::{self, Draft, Facts, Kind},
    ports::Draw as _,
    session,
};
use latchkey_api::{
    Code, EmailAddress, IssueAddEmailToken, Operation as _, ResendAddEmailToken, UpdateEmail,
};

impl Handle<IssueAddEmailToken> for Engine {
    async fn prepare(
        &self,
        call: &Calling<'_>,
        op: &IssueAddEmailToken,
    ) -> Result<Prepared, Fault> {
        self.own_password(call, IssueAddEmailToken::NAME, &op.password)
            .await
    }

    async fn handle(&self, work: &mut Work<'_>, op: IssueAddEmailToken) -> Result<(), Fault> {
        session::confirm(work).await?;
        let operator_id = account(work)?;
        work.note.target = Some(op.email.to_string());
        let known = by_key(&mut work.tx, &operator_id, &op.email.key()).await?;
        if known.as_ref().is_some_and(|row| row.verified) {
            return Err(Fault::At(Code::EmailExists, "email"));
        }
        let now = work.now_ms();
        let room = mail::reserve(&mut work.tx, Kind::VerifyAddress, &op.email, now).await?;
        if known.is_none() {
            full(work, &operator_id).await?;
        }
        mail::not_before(&work.call, room.from_ms)?;
        let email_id = if let Some(row) = known {
            rewrite(work, &operator_id, &row.email_id, &op.email).await?;
            row.email_id
        } else {
            self.keep_address(work, &operator_id, &op.email, false)
                .await?
        };
        self.ask_for_proof(work, &operator_id, &email_id, &op.email)
            .await
    }
}

impl Handle<ResendAddEmailToken> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: ResendAddEmailToken) -> Result<(), Fault> {
        let operator_id = op.operator_id.as_str();
        let row = unverified(work, operator_id, &op.email_id).await?;
        let address = row.address();
        let now = work.now_ms();
        let room = mail::reserve(&mut work.tx, Kind::VerifyAddress, &address, now).await?;
        mail::not_before(&work.call, room.politely_from_ms)?;
        work.note.target = Some(row.email);
        self.ask_for_proof(work, operator_id, &row.email_id, &address)
            .await
    }
}

impl Handle<UpdateEmail> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: UpdateEmail) -> Result<(), Fault> {
        let operator_id = op.operator_id.as_str();
        let row = unverified(work, operator_id, &op.email_id).await?;
        let known = by_key(&mut work.tx, operator_id, &op.email.key()).await?;
        if known.is_some_and(|known| known.email_id != row.email_id) {
            return Err(Fault::At(Code::EmailExists, "email"));
        }
        let now = work.now_ms();
        let room = mail::reserve(&mut work.tx, Kind::VerifyAddress, &op.email, now).await?;
        mail::not_before(&work.call, room.from_ms)?;
        work.note.text = Some(format!("{} -> {}", row.email, op.email));
        work.note.target = Some(row.email);
        rewrite(work, operator_id, &row.email_id, &op.email).await?;
        self.ask_for_proof(work, operator_id, &row.email_id, &op.email)
            .await
    }
}

/// An address that can be sent to again, or corrected. A verified one is what somebody proved: it stays as it is (R40).
async fn unverified(work: &mut Work<'_>, operator_id: &str, email_id: &str) -> Result<Row, Fault> {
    let row = find(&mut work.tx, operator_id, email_id).await?;
    if row.verified {
        return Err(Code::NotFound.into());
    }
    Ok(row)
}

/// Refuses the 21st address. Those that wait count: each was written to.
async fn full(work: &mut Work<'_>, operator_id: &str) -> Result<(), Fault> {
    let (count,): (i64,) = work
        .tx
        .sql("SELECT count(*) FROM emails WHERE operator_id = $1")
        .bind(operator_id.to_owned())
        .fetch_one()
        .await?;
    if usize::try_from(count).is_ok_and(|count| count >= MOST) {
        return Err(Fault::At(Code::TooManyEmails, "email"));
    }
    Ok(())
}

/// What is written to is what is stored, in the spelling that was typed last.
async fn rewrite(
    work: &mut Work<'_>,
    operator_id: &str,
    email_id: &str,
    email: &EmailAddress,
) -> Result<(), Fault> {
    let now = work.now_ms();
    work.tx
        .sql("UPDATE emails SET email = $1, email_key = $2, updated_at = $3 WHERE operator_id = $4 AND email_id = $5 AND NOT verified")
        .bind(email.to_string())
        .bind(email.key())
        .bind(now)
        .bind(operator_id.to_owned())
        .bind(email_id.to_owned())
        .execute()
        .await?;
    Ok(())
}

impl Engine {
    /// Keeps a new address; tells its ID.
    pub(crate) async fn keep_address(
        &self,
        work: &mut Work<'_>,
        operator_id: &str,
        email: &EmailAddress,
        verified: bool,
    ) -> Result<String, Fault> {
        let email_id = self.inner.ports.randomness.hex(12);
        let now = work.now_ms();
        work.tx
            .sql("INSERT INTO emails (operator_id, email_id, email, email_key, verified, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)")
            .bind(operator_id.to_owned())
            .bind(email_id.clone())
            .bind(email.to_string())
            .bind(email.key())
            .bind(verified)
            .bind(now)
            .execute()
            .await?;
        Ok(email_id)
    }

    /// Sends link and code to an address; older ones end.
    async fn ask_for_proof(
        &self,
        work: &mut Work<'_>,
        operator_id: &str,
        email_id: &str,
        email: &EmailAddress,
    ) -> Result<(), Fault> {
        let now = work.now_ms();
        let draft = Draft {
            kind: Kind::VerifyAddress,
            to: email,
            language: work.language(),
            subject: email_id,
            facts: Facts {
                email: Some(email.to_string()),
                ..Facts::of(&work.call)
            },
        };
        mail::post(self, &mut work.tx, operator_id, draft, now).await
    }
}
