//! `User:updateUser`: the description, the one thing of a user that can be rewritten.

use super::{find, list_keys, within_reach};
use crate::{Engine, Fault, Handle, Work};
use latchkey_api::UpdateUser;

impl Handle<UpdateUser> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: UpdateUser) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        within_reach(work, &user).await?;
        let description = op
            .description
            .map(String::from)
            .filter(|text| !text.is_empty());
        let (sort_key, search_key) = list_keys(&user.name, description.as_deref());
        let now = work.now_ms();
        work.tx
            .sql("UPDATE users SET description = $1, sort_key = $2, search_key = $3, updated_at = $4 WHERE operator_id = $5 AND user_id = $6")
            .bind(description)
            .bind(sort_key)
            .bind(search_key)
            .bind(now)
            .bind(op.operator_id.to_string())
            .bind(user.user_id)
            .execute()
            .await?;
        Ok(())
    }
}
