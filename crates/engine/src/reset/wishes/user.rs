//! What a user is sent who forgot its password: to its contact address, if that is verified, and whoever set it may still
//! decide on it.

use super::{Wish, has_room};
use crate::{
    Engine, Fault, Tx,
    mail::{Draft, Facts, Kind, post},
    user::{self, contact},
};

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
        let found = user::by_key(tx, operator_id, name_key).await?;
        let Some(user) = found.filter(user::Row::has_password) else {
            return Ok(None);
        };
        let Some(contact) = contact::serving(tx, operator_id, &user).await? else {
            return Ok(None);
        };
        let to = contact.address();
        if !has_room(tx, Kind::UserPassword, &to, now).await? {
            return Ok(None);
        }
        let facts = Facts {
            email: Some(contact.email),
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
