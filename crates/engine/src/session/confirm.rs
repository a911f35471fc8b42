//! Giving the password again: the session counts as fresh for ten minutes.

use crate::{Calling, Engine, Fault, Handle, Prepared, Work, user};
use latchkey_api::{Code, ConfirmPassword, Error};

impl Handle<ConfirmPassword> for Engine {
    async fn prepare(&self, call: &Calling<'_>, op: &ConfirmPassword) -> Result<Prepared, Fault> {
        let account = self.own_account(call).await?;
        let wrong = Error::new(Code::WrongPassword, call.language()).at("password");
        self.check_password(
            call,
            "Session:confirmPassword",
            &account,
            &op.password,
            &wrong,
        )
        .await?;
        Ok(Prepared {
            checked: account.hash,
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, _op: ConfirmPassword) -> Result<(), Fault> {
        let (operator_id, session_id) = (
            work.who()?.operator_id.clone(),
            work.who()?.session_id.clone(),
        );
        let user_id = work.who()?.user_id().map(str::to_owned);
        let now = user::stored_hash(&mut work.tx, &operator_id, user_id.as_deref()).await?;
        if now != work.prepared.checked {
            return Err(Fault::At(Code::WrongPassword, "password"));
        }
        let time = work.now_ms();
        work.tx
            .sql("UPDATE sessions SET confirmed_at = $1 WHERE operator_id = $2 AND session_id = $3")
            .bind(time)
            .bind(operator_id)
            .bind(session_id)
            .execute()
            .await?;
        Ok(())
    }
}
