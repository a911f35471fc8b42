//! `Access:explainDocument`: what a document would mean before it is saved. Changes nothing.

use crate::{
    Engine, Fault, Handle, Work,
    rights::{self, Documents},
    user,
};
use latchkey_api::{DocumentReport, ExplainDocument};
use latchkey_permission::{access_card, change, check, exceeds, recognise};

impl Handle<ExplainDocument> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        op: ExplainDocument,
    ) -> Result<DocumentReport, Fault> {
        let language = work.language();
        let (before, whose) = match &op.user_name {
            Some(name) => {
                let user = user::find(&mut work.tx, &op.operator_id, name).await?;
                let documents =
                    user::documents(&mut work.tx, op.operator_id.as_str(), &user).await?;
                (Some(documents), user.description.unwrap_or(user.name))
            }
            None => (None, String::new()),
        };
        let checked = check(op.document.as_str(), Some(rights::date(work.now_ms())));
        let problems = checked.problems(language);
        let Some(document) = checked.document else {
            return Ok(DocumentReport {
                problems,
                card: None,
                change: None,
                template: None,
                formatted: None,
                beyond_own_rights: vec![],
            });
        };
        let formatted = document.to_text();
        let after = before
            .clone()
            .unwrap_or_default()
            .with_own(Some(formatted.clone()))
            .compiled(&whose);
        let shown = before.as_ref().map(|_| whose.as_str());
        Ok(DocumentReport {
            problems,
            card: Some(access_card(&after, shown, language)),
            change: before
                .map(|before: Documents| change(&before.compiled(&whose), &after, language)),
            template: recognise(&document).map(str::to_owned),
            formatted: Some(formatted),
            beyond_own_rights: work
                .who()?
                .rights()
                .map(|rights| exceeds(rights, &after))
                .unwrap_or_default(),
        })
    }
}
