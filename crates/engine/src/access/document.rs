//! `Access:explainDocument`: what a document would mean before it is saved. Changes nothing.

use crate::{Engine, Fault, Handle, Work, explain, user};
use latchkey_api::{DocumentReport, ExplainDocument};

impl Handle<ExplainDocument> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        op: ExplainDocument,
    ) -> Result<DocumentReport, Fault> {
        let before = match &op.user_name {
            Some(name) => {
                let user = user::find(&mut work.tx, &op.operator_id, name).await?;
                let documents =
                    user::documents(&mut work.tx, op.operator_id.as_str(), &user).await?;
                Some((documents, user.description.unwrap_or(user.name)))
            }
            None => None,
        };
        Ok(explain::report(
            op.document.as_str(),
            before,
            work.who()?.rights(),
            work.now_ms(),
            work.language(),
        ))
    }
}
