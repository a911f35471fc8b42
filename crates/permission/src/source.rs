//! Where statements come from: a user's own document, roles, the default permissions.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Document, parse};

/// Whose document it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", tag = "kind", content = "role")]
pub enum SourceKind {
    /// The user's own.
    Own,
    /// That of the role with this ID.
    Role(String),
    /// The one that applies to all users.
    Default,
}

/// A stored document that does not parse any more. Its principal may do nothing until it is put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken;

/// One document that applies to a principal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Whose it is.
    pub kind: SourceKind,
    /// What it says.
    pub document: Result<Document, Broken>,
}

impl Source {
    /// A document as it was stored.
    #[must_use]
    pub fn stored(kind: SourceKind, text: &str) -> Self {
        Self {
            kind,
            document: parse(text).map_err(|_| Broken),
        }
    }

    /// The user's own document.
    #[must_use]
    pub const fn own(document: Document) -> Self {
        Self {
            kind: SourceKind::Own,
            document: Ok(document),
        }
    }
}
