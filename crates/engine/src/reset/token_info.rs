//! `Auth:getMailToken`: what a token is for, to be shown before its button is pressed. Changes nothing (R39).

use crate::{Engine, Fault, Handle, Work, mail::token, user};
use latchkey_api::{Code, GetMailToken, MailToken, OperatorId, TokenPurpose};

impl Handle<GetMailToken> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: GetMailToken) -> Result<MailToken, Fault> {
        let now = work.now_ms();
        let found = token::find(&mut work.tx, &self.inner.keys, &op.token).await?;
        found.alive(now)?;
        let purpose = found.purpose()?;
        let (operator_name,): (String,) = work
            .tx
            .sql("SELECT description FROM operators WHERE operator_id = $1")
            .bind(found.operator_id.clone())
            .fetch_one()
            .await?;
        let user_name = if is_of_user(purpose) {
            let user = user::by_id(&mut work.tx, &found.operator_id, &found.subject).await?;
            Some(user.ok_or(Code::BadToken)?.name)
        } else {
            None
        };
        // to object is possible at once
        let waits = purpose != TokenPurpose::ObjectToRecovery && now < found.opens_at;
        Ok(MailToken {
            purpose,
            operator_id: OperatorId::try_from(found.operator_id)
                .map_err(|_| Fault::Bug("a stored operator ID reads"))?,
            operator_name,
            email: found.recipient,
            user_name,
            opens_date_time: waits.then_some((found.opens_at + 999) / 1000),
            expire_date_time: found.expires_at / 1000,
        })
    }
}

const fn is_of_user(purpose: TokenPurpose) -> bool {
    matches!(
        purpose,
        TokenPurpose::Contact | TokenPurpose::Invitation | TokenPurpose::UserPassword
    )
}
