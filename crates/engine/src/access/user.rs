//! `Access:explainUser`: what a user can do.

use super::sources;
use crate::{Engine, Fault, Handle, Work, user};
use latchkey_api::{ExplainUser, UserReport};
use latchkey_permission::access_card;

impl Handle<ExplainUser> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: ExplainUser) -> Result<UserReport, Fault> {
        let user = user::find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        let set = user::documents(&mut work.tx, op.operator_id.as_str(), &user)
            .await?
            .compiled(&user.name);
        let shown = user.description.as_deref().unwrap_or(&user.name);
        Ok(UserReport {
            card: access_card(&set, Some(shown), work.language()),
            sources: sources(&set),
        })
    }
}
