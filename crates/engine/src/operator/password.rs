//! `Operator:updateOperatorPassword`: the root user's own password.

use crate::{
    Calling, Engine, Fault, Handle, Prepared, Work,
    mail::{Facts, Kind, notice},
    password, reset, session, user,
};
use latchkey_api::{Code, Error, UpdateOperatorPassword};

impl Handle<UpdateOperatorPassword> for Engine {
    async fn prepare(
        &self,
        call: &Calling<'_>,
        op: &UpdateOperatorPassword,
    ) -> Result<Prepared, Fault> {
        password::require_new(&op.current_password, &op.new_password, call.language())?;
        let mut tx = self.db().read().await?;
        let (email, name): (String, String) = tx
            .sql("SELECT email, description FROM operators WHERE operator_id = $1")
            .bind(op.operator_id.to_string())
            .fetch_one()
            .await?;
        drop(tx);
        password::require(
            op.new_password.expose(),
            &[&email, &name],
            "newPassword",
            call.language(),
        )?;
        let account = self.own_account(call).await?;
        let wrong = Error::new(Code::WrongPassword, call.language()).at("currentPassword");
        self.check_password(
            call,
            "Operator:updateOperatorPassword",
            &account,
            &op.current_password,
            &wrong,
        )
        .await?;
        let hash = self.hash(&op.new_password).await?;
        Ok(Prepared {
            hash: Some(hash),
            checked: account.hash,
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, op: UpdateOperatorPassword) -> Result<(), Fault> {
        let operator_id = op.operator_id.to_string();
        if user::stored_hash(&mut work.tx, &operator_id, None).await? != work.prepared.checked {
            return Err(Fault::At(Code::WrongPassword, "currentPassword"));
        }
        let (hash, now) = (work.prepared.hash.take(), work.now_ms());
        work.tx.sql("UPDATE operators SET password_hash = $1, password_changed_at = $2, updated_at = $2 WHERE operator_id = $3").bind(hash).bind(now).bind(operator_id.clone()).execute().await?;
        let session_id = work.who()?.session_id.clone();
        session::end_all(&mut work.tx, &operator_id, None, Some(&session_id)).await?;
        reset::end_of_root(&mut work.tx, &operator_id).await?;
        let facts = Facts::of(&work.call);
        let kind = Kind::PasswordChanged;
        notice::to_primary(self, &mut work.tx, &operator_id, kind, facts, now).await
    }
}
