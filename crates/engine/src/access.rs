//! What somebody can do, in words: the same function that decides, asked differently.

mod document;
mod events;
mod lists;
mod own;
mod user;

use crate::rights::Documents;
use latchkey_api::AccessSource;
use latchkey_permission::{PermissionSet, SourceKind};

/// Where rights come from, with how much.
pub(crate) fn sources(set: &PermissionSet) -> Vec<AccessSource> {
    let one = |source: &latchkey_permission::Source| {
        let statements = source.document.as_ref().map_or(0, |document| {
            u32::try_from(document.statements.len()).unwrap_or(u32::MAX)
        });
        match &source.kind {
            SourceKind::Own => AccessSource::Own { statements },
            SourceKind::Role(role_id) => AccessSource::Role {
                role_id: role_id.clone(),
                statements,
            },
            SourceKind::Default => AccessSource::Default { statements },
        }
    };
    set.sources().iter().map(one).collect()
}

/// Root as a set: it is not evaluated, but it can be put into words.
fn everything() -> PermissionSet {
    let all = r#"{"statements":[{"effect":"allow","api":["*"]}]}"#;
    Documents {
        own: Some(all.to_owned()),
        ..Documents::default()
    }
    .compiled("root")
}
