//! `Auth:verifyPasswordResetToken` and `…Code`: a new password, for root or for the user that the mail was sent to.

mod owner;
mod user;

use crate::{
    Calling, Engine, Fault, Handle, Prepared, Work,
    mail::token::{self, Found},
    password,
};
use latchkey_api::{Secret, TokenPurpose, VerifyPasswordResetCode, VerifyPasswordResetToken};

/// What sets a password.
const PURPOSES: [TokenPurpose; 4] = [
    TokenPurpose::ResetPassword,
    TokenPurpose::Recover,
    TokenPurpose::Invitation,
    TokenPurpose::UserPassword,
];

impl Handle<VerifyPasswordResetToken> for Engine {
    async fn prepare(
        &self,
        call: &Calling<'_>,
        op: &VerifyPasswordResetToken,
    ) -> Result<Prepared, Fault> {
        let found = self.mail_token(&op.token, &PURPOSES, call.now_ms()).await?;
        self.hash_new(call, found, &op.password).await
    }

    async fn handle(
        &self,
        work: &mut Work<'_>,
        _op: VerifyPasswordResetToken,
    ) -> Result<(), Fault> {
        self.use_token(work).await
    }
}

impl Handle<VerifyPasswordResetCode> for Engine {
    async fn prepare(
        &self,
        call: &Calling<'_>,
        op: &VerifyPasswordResetCode,
    ) -> Result<Prepared, Fault> {
        let found = self.reset_code(call, op).await?;
        self.hash_new(call, found, &op.password).await
    }

    async fn handle(&self, work: &mut Work<'_>, _op: VerifyPasswordResetCode) -> Result<(), Fault> {
        self.use_token(work).await
    }
}

impl Engine {
    /// Nothing is hashed for whoever has no token that works, and a weak password uses none up.
    async fn hash_new(
        &self,
        call: &Calling<'_>,
        found: Found,
        new: &Secret,
    ) -> Result<Prepared, Fault> {
        token::is_open(call, &found)?;
        let names = self.names_around(&found).await?;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        password::require(new.expose(), &names, "password", call.language())?;
        Ok(Prepared {
            hash: Some(self.hash(new).await?),
            token: Some(found),
            ..Prepared::default()
        })
    }

    /// What is easy to guess for others.
    async fn names_around(&self, found: &Found) -> Result<Vec<String>, Fault> {
        let mut tx = self.db().read().await?;
        let (email, account): (String, String) = tx
            .sql("SELECT email, description FROM operators WHERE operator_id = $1")
            .bind(found.operator_id.clone())
            .fetch_one()
            .await?;
        let user: Option<(String, Option<String>)> = tx
            .sql("SELECT name, description FROM users WHERE operator_id = $1 AND user_id = $2")
            .bind(found.operator_id.clone())
            .bind(found.subject.clone())
            .fetch_optional()
            .await?;
        let mut names = vec![email, account, found.recipient.clone()];
        if let Some((name, description)) = user {
            names.push(name);
            names.extend(description);
        }
        Ok(names)
    }

    /// Of many at once, one gets here: the token goes in the transaction that sets the password (R38).
    async fn use_token(&self, work: &mut Work<'_>) -> Result<(), Fault> {
        let found = work.prepared.token.take();
        let found = found.ok_or(Fault::Bug("a token was prepared"))?;
        let hash = work.prepared.hash.take();
        let hash = hash.ok_or(Fault::Bug("a hash was prepared"))?;
        token::redeem(&mut work.tx, &found).await?;
        match found.purpose()? {
            TokenPurpose::ResetPassword | TokenPurpose::Recover => {
                self.reset_owner(work, &found, hash).await
            }
            TokenPurpose::Invitation | TokenPurpose::UserPassword => {
                self.reset_sam(work, &found, hash).await
            }
            _ => Err(Fault::Bug("the purpose was looked at")),
        }
    }
}
