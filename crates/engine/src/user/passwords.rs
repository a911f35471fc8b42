//! A user's password: has, create, update, delete. Hashing and checking happen before the transaction.

use super::{Row, find, not_oneself, within_reach};
use crate::{
    Calling, Engine, Fault, Handle, Prepared, Work,
    mail::{Facts, Kind, notice},
    password, reset, session,
    tries::{Account, user_key},
};
use latchkey_api::{
    Code, CreateUserPassword, DeleteUserPassword, Error, HasPassword, HasUserPassword, OperatorId,
    Secret, UpdateUserPassword,
};

impl Handle<HasUserPassword> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: HasUserPassword) -> Result<HasPassword, Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        Ok(HasPassword {
            has_password: user.password_hash.is_some(),
        })
    }
}

impl Handle<CreateUserPassword> for Engine {
    async fn prepare(
        &self,
        call: &Calling<'_>,
        op: &CreateUserPassword,
    ) -> Result<Prepared, Fault> {
        let mut tx = self.db().read().await?;
        let user = find(&mut tx, &op.operator_id, &op.user_name).await?;
        drop(tx);
        may_set(call, &user, op)?;
        let hash = self.new_hash(call, &user, &op.password, "password").await?;
        Ok(Prepared {
            hash: Some(hash),
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, op: CreateUserPassword) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        may_set(&work.call, &user, &op)?;
        within_reach(work, &user).await?;
        let hash = work.prepared.hash.take();
        store(
            work,
            &op.operator_id,
            &user,
            hash,
            op.must_change_password.unwrap_or(false),
        )
        .await?;
        session::end_all(
            &mut work.tx,
            op.operator_id.as_str(),
            Some(&user.user_id),
            None,
        )
        .await?;
        tell(self, work, &op.operator_id, &user).await
    }
}

/// What can be told without a hash: so it is told before one is made, and again in the transaction.
fn may_set(call: &Calling<'_>, user: &Row, op: &CreateUserPassword) -> Result<(), Fault> {
    not_oneself(call, user)?;
    if user.password_hash.is_none() {
        return Ok(());
    }
    if !op.replace.unwrap_or(false) {
        return Err(Code::PasswordExists.into());
    }
    call.permits("User:deleteUserPassword")
}

impl Handle<UpdateUserPassword> for Engine {
    async fn prepare(
        &self,
        call: &Calling<'_>,
        op: &UpdateUserPassword,
    ) -> Result<Prepared, Fault> {
        let mut tx = self.db().read().await?;
        let user = find(&mut tx, &op.operator_id, &op.user_name).await?;
        drop(tx);
        password::require_new(&op.current_password, &op.new_password, call.language())?;
        self.require_good(call, &user, &op.new_password, "newPassword")
            .await?;
        let wrong = Error::new(Code::WrongPassword, call.language()).at("currentPassword");
        let account = Account {
            key: user_key(op.operator_id.as_str(), &user.name_key),
            operator_id: Some(op.operator_id.to_string()),
            actor: (user.user_id.clone(), user.name.clone()),
            hash: user.password_hash.clone(),
        };
        self.check_password(
            call,
            "User:updateUserPassword",
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

    async fn handle(&self, work: &mut Work<'_>, op: UpdateUserPassword) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        if user.password_hash.is_none() || user.password_hash != work.prepared.checked {
            return Err(Fault::At(Code::WrongPassword, "currentPassword"));
        }
        let hash = work.prepared.hash.take();
        store(work, &op.operator_id, &user, hash, false).await?;
        let who = work.call.who()?;
        let kept = (who.user_id() == Some(&user.user_id)).then(|| who.session_id.clone());
        session::end_all(
            &mut work.tx,
            op.operator_id.as_str(),
            Some(&user.user_id),
            kept.as_deref(),
        )
        .await?;
        tell(self, work, &op.operator_id, &user).await
    }
}

impl Handle<DeleteUserPassword> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: DeleteUserPassword) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        within_reach(work, &user).await?;
        if user.password_hash.is_none() {
            return Err(Code::NotFound.into());
        }
        store(work, &op.operator_id, &user, None, false).await?;
        session::end_all(
            &mut work.tx,
            op.operator_id.as_str(),
            Some(&user.user_id),
            None,
        )
        .await?;
        Ok(())
    }
}

async fn store(
    work: &mut Work<'_>,
    operator_id: &OperatorId,
    user: &Row,
    hash: Option<String>,
    must_change: bool,
) -> Result<(), Fault> {
    let now = work.now_ms();
    work.tx
        .sql("UPDATE users SET password_hash = $1, has_password = $2, password_changed_at = $3, must_change = $4, updated_at = $5 WHERE operator_id = $6 AND user_id = $7")
        .bind(hash.clone())
        .bind(hash.is_some())
        .bind(if hash.is_some() { now } else { 0 })
        .bind(must_change)
        .bind(now)
        .bind(operator_id.to_string())
        .bind(user.user_id.clone())
        .execute()
        .await?;
    // a mail that was to set a password is older than this (R38)
    reset::end_of_user(&mut work.tx, operator_id.as_str(), &user.user_id).await
}

/// The user hears of a new password, by whomever it was set.
async fn tell(
    engine: &Engine,
    work: &mut Work<'_>,
    operator_id: &OperatorId,
    user: &Row,
) -> Result<(), Fault> {
    let facts = Facts {
        user_name: Some(user.name.clone()),
        person: user.description.clone(),
        ..Facts::of(&work.call)
    };
    let (kind, now) = (Kind::UserPasswordChanged, work.now_ms());
    let tx = &mut work.tx;
    notice::to_user(
        engine,
        tx,
        operator_id.as_str(),
        &user.user_id,
        kind,
        facts,
        now,
    )
    .await
}

impl Engine {
    async fn new_hash(
        &self,
        call: &Calling<'_>,
        user: &Row,
        new: &Secret,
        field: &str,
    ) -> Result<String, Fault> {
        self.require_good(call, user, new, field).await?;
        self.hash(new).await
    }

    /// Names and addresses around the user are easy to guess for others.
    async fn require_good(
        &self,
        call: &Calling<'_>,
        user: &Row,
        new: &Secret,
        field: &str,
    ) -> Result<(), Fault> {
        let mut tx = self.db().read().await?;
        let (email, account): (String, String) = tx
            .sql("SELECT email, description FROM operators WHERE operator_id = $1")
            .bind(call.who()?.operator_id.clone())
            .fetch_one()
            .await?;
        let context = [
            user.name.as_str(),
            user.description.as_deref().unwrap_or_default(),
            &email,
            &account,
        ];
        Ok(password::require(
            new.expose(),
            &context,
            field,
            call.language(),
        )?)
    }
}
