//! `Account:createOperator`: a new account and its root user.

use crate::{
    Calling, Engine, Fault, Handle, Prepared, Work, email, mail::post::word_of, password,
    ports::Draw as _, store::is_taken,
};
use latchkey_api::{Code, CreateOperator, CreatedOperator, OperatorId};

/// Drawing an ID that is taken ten times in a row does not happen.
const DRAWS: usize = 10;

impl Handle<CreateOperator> for Engine {
    async fn prepare(&self, call: &Calling<'_>, op: &CreateOperator) -> Result<Prepared, Fault> {
        self.may_sign_up(op.invitation.as_ref(), call.now_ms())
            .await?;
        let context = [
            op.email.as_str(),
            op.description.as_ref().map_or("", |text| text.as_str()),
        ];
        password::require(op.password.expose(), &context, "password", call.language())?;
        let hash = self.hash(&op.password).await?;
        Ok(Prepared {
            hash: Some(hash),
            ..Prepared::default()
        })
    }

    async fn handle(
        &self,
        work: &mut Work<'_>,
        op: CreateOperator,
    ) -> Result<CreatedOperator, Fault> {
        let hash = work
            .prepared
            .hash
            .take()
            .ok_or(Fault::Bug("a hash was prepared"))?;
        if self.is_local() && self.holds_an_account(work).await? {
            return Err(Code::NotServed.into());
        }
        self.redeem(work, op.invitation.as_ref()).await?;
        let operator_id = self.draw(work).await?;
        let now = work.now_ms();
        let inserted = work
            .tx
            .sql("INSERT INTO operators (operator_id, email, email_key, description, password_hash, password_changed_at, language, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $6, $6)")
            .bind(operator_id.to_string())
            .bind(op.email.to_string())
            .bind(op.email.key())
            .bind(op.description.map(String::from).unwrap_or_default())
            .bind(hash)
            .bind(now)
            .bind(word_of(work.call.language()))
            .execute()
            .await;
        match inserted {
            Ok(_) => {}
            Err(error) if is_taken(&error) => return Err(Fault::At(Code::EmailTaken, "email")),
            Err(error) => return Err(error.into()),
        }
        // looked at now: before, somebody could have been about to let the address go
        if email::is_held(&mut work.tx, operator_id.as_str(), &op.email, now).await? {
            return Err(email::held(work.language(), "email"));
        }
        // whoever makes an account vouches for its primary address: there is no other yet to confirm it from
        self.keep_address(work, operator_id.as_str(), &op.email, true)
            .await?;
        work.note.operator_id = Some(operator_id.to_string());
        work.note.actor = Some(("root".into(), "root".into()));
        Ok(CreatedOperator { operator_id })
    }
}

impl Engine {
    /// A local file is one account: a second one gets a file of its own.
    async fn holds_an_account(&self, work: &mut Work<'_>) -> Result<bool, Fault> {
        let (accounts,): (i64,) = work
            .tx
            .sql("SELECT count(*) FROM operators")
            .fetch_one()
            .await?;
        Ok(accounts > 0)
    }

    /// An ID that is free. Accounts are created one after the other, so it stays free.
    async fn draw(&self, work: &mut Work<'_>) -> Result<OperatorId, Fault> {
        for _ in 0..DRAWS {
            let id = format!(
                "OP{:010}",
                self.inner.ports.randomness.below(10_000_000_000)
            );
            let taken: Option<(String,)> = work
                .tx
                .sql("SELECT operator_id FROM operators WHERE operator_id = $1")
                .bind(id.clone())
                .fetch_optional()
                .await?;
            if taken.is_none() {
                return OperatorId::try_from(id)
                    .map_err(|_| Fault::Bug("OP and ten digits are an operator ID"));
            }
        }
        Err(Fault::Bug("a free operator ID is found"))
    }
}
