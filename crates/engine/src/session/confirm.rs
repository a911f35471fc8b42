//! Giving the password again: the session counts as fresh for ten minutes.

use crate::{Calling, Engine, Fault, Handle, Prepared, Work, user};
use latchkey_api::{Code, ConfirmPassword, Error, Operation as _, Secret};

impl Handle<ConfirmPassword> for Engine {
    async fn prepare(&self, call: &Calling<'_>, op: &ConfirmPassword) -> Result<Prepared, Fault> {
        self.own_password(call, ConfirmPassword::NAME, &op.password)
            .await
    }

    async fn handle(&self, work: &mut Work<'_>, _op: ConfirmPassword) -> Result<(), Fault> {
        confirm(work).await
    }
}

impl Engine {
    /// Checks the caller's own password, which an operation has in its field `password`; for [`confirm`].
    pub(crate) async fn own_password(
        &self,
        call: &Calling<'_>,
        operation: &str,
        password: &Secret,
    ) -> Result<Prepared, Fault> {
        let account = self.own_account(call).await?;
        let wrong = Error::new(Code::WrongPassword, call.language()).at("password");
        self.check_password(call, operation, &account, password, &wrong)
            .await?;
        Ok(Prepared {
            checked: account.hash,
            ..Prepared::default()
        })
    }
}

/// What [`Engine::own_password`] found right is still the password, and was given just now.
pub(crate) async fn confirm(work: &mut Work<'_>) -> Result<(), Fault> {
    let (operator_id, session_id) = (
        work.who()?.operator_id.clone(),
        work.who()?.session_id.clone(),
    );
    let user_id = work.who()?.user_id().map(str::to_owned);
    let stored = user::stored_hash(&mut work.tx, &operator_id, user_id.as_deref()).await?;
    if stored != work.prepared.checked {
        return Err(Fault::At(Code::WrongPassword, "password"));
    }
    let now = work.now_ms();
    work.tx
        .sql("UPDATE sessions SET confirmed_at = $1 WHERE operator_id = $2 AND session_id = $3")
        .bind(now)
        .bind(operator_id)
        .bind(session_id)
        .execute()
        .await?;
    Ok(())
}
