//! Everything that applies to one principal, compiled for deciding.
//!
//! Any matching deny wins, nothing matching means no (R45); an allow needs a condition that is true, a deny bites unless
//! its condition is false (R46).
mod compile;
mod decide;
mod explain;
mod reach;
mod surely;
mod why;

pub use decide::{Because, Decision, NearMiss};
pub use explain::{Explanation, Step};
pub use reach::{Reach, Requirement};

use crate::{Condition, Pattern, Source, SourceKind};
use compile::Index;

/// What one principal may do. Compile it once, ask it often; it is read-only.
#[derive(Debug, Clone)]
pub struct PermissionSet {
    sources: Vec<Source>,
    conditions: Vec<Condition>,
    index: Index,
    /// The first source that does not parse.
    broken: Option<usize>,
}

/// Which statement of which source. Both count from 0 here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RuleId {
    source: u32,
    statement: u32,
}

impl PermissionSet {
    /// Compiles the documents that apply to one principal.
    #[must_use]
    pub fn new(sources: Vec<Source>) -> Self {
        let (index, conditions) = compile::compile(&sources);
        let broken = sources.iter().position(|source| source.document.is_err());
        Self {
            sources,
            conditions,
            index,
            broken,
        }
    }

    /// The documents that it was made of.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The source that does not parse, if there is one: then everything is denied.
    #[must_use]
    pub fn broken(&self) -> Option<&SourceKind> {
        self.sources.get(self.broken?).map(|source| &source.kind)
    }

    fn kind(&self, rule: RuleId) -> SourceKind {
        let source = usize::try_from(rule.source)
            .ok()
            .and_then(|index| self.sources.get(index));
        source.map_or(SourceKind::Own, |source| source.kind.clone())
    }

    fn condition(&self, id: compile::When) -> Option<&Condition> {
        self.conditions.get(usize::try_from(id.0?).ok()?)
    }

    /// Every pattern of every document that could be read.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = (&Pattern, &crate::Statement)> {
        self.sources
            .iter()
            .filter_map(|source| source.document.as_ref().ok())
            .flat_map(crate::Document::patterns)
    }
}
