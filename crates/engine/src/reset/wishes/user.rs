//! What a user is sent who forgot its password: to its contact address, if that is verified.

use super::{Wish, has_room};
use crate::{
    Engine, Fault, Tx,
    mail::{Draft, Facts, Kind, post},
};
use latchkey_api::EmailAddress;

#[derive(sqlx::FromRow)]
struct Forgetful {
    user_id: String,
    name: String,
    description: Option<String>,
    email: String,
}

impl Engine {
    /// Tells whom the audit row names as done to; nothing if nothing was sent. Somebody whose password was taken away
    /// forgot none.
    pub(super) async fn reset_user(
        &self,
        tx: &mut Tx,
        operator_id: &str,
        wish: &Wish,
        now: i64,
    ) -> Result<Option<String>, Fault> {
        let (_, name_key) = wish.account.split_once('\n').unwrap_or_default();
        let found: Option<Forgetful> = tx
            .sql(
                "SELECT u.user_id, u.name, u.description, c.email FROM users u JOIN user_contacts c ON c.operator_id = u.operator_id AND c.user_id = u.user_id \
                 WHERE u.operator_id = $1 AND u.name_key = $2 AND u.has_password AND c.verified",
            )
            .bind(operator_id.to_owned())
            .bind(name_key.to_owned())
            .fetch_optional()
            .await?;
        let Some(user) = found else {
            return Ok(None);
        };
        let to = EmailAddress::stored(user.email.clone());
        if !has_room(tx, Kind::UserPassword, &to, now).await? {
            return Ok(None);
        }
        let facts = Facts {
            email: Some(user.email),
            user_name: Some(user.name.clone()),
            person: user.description,
            ..wish.facts()
        };
        let draft = Draft {
            kind: Kind::UserPassword,
            to: &to,
            language: wish.language(),
            subject: &user.user_id,
            facts,
        };
        post(self, tx, operator_id, draft, now).await?;
        Ok(Some(user.name))
    }
}
