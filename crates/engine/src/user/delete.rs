//! `User:deleteUser`: the user goes with its password, keys, sessions and attachments. Its audit rows stay.

use super::{contact, find, not_oneself, within_reach};
use crate::{Engine, Fault, Handle, Work};
use latchkey_api::DeleteUser;

impl Handle<DeleteUser> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: DeleteUser) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        not_oneself(&work.call, &user)?;
        within_reach(work, &user).await?;
        contact::forget(&mut work.tx, op.operator_id.as_str(), &user.user_id).await?;
        // the rest goes by cascade
        work.tx
            .sql("DELETE FROM users WHERE operator_id = $1 AND user_id = $2")
            .bind(op.operator_id.to_string())
            .bind(user.user_id)
            .execute()
            .await?;
        Ok(())
    }
}
