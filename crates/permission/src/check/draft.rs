//! What has been read so far: statements with the places of their parts, and what was found.
use crate::condition::HostBits;
use crate::json::Span;
use crate::problem::What;
use crate::{Condition, Document, Effect, Pattern, Severity, Statement, limits};

#[derive(Debug, Default)]
pub(super) struct Draft {
    pub statements: Vec<Placed>,
    pub findings: Vec<Found>,
    /// The statement that is being read, from 1.
    pub current: Option<u32>,
}

/// A statement and where its parts stand.
#[derive(Debug)]
pub(super) struct Placed {
    pub number: u32,
    /// Absent if it is wrong; then the draft has an error, and becomes no document.
    pub effect: Option<Effect>,
    pub api: Vec<Pattern>,
    pub api_span: Span,
    /// One for each pattern.
    pub patterns: Vec<Span>,
    pub condition: Option<Condition>,
    pub condition_span: Span,
    pub host_bits: Vec<HostBits>,
}

#[derive(Debug)]
pub(super) struct Found {
    pub what: What,
    pub span: Span,
    pub statement: Option<u32>,
    pub replacement: Option<String>,
}

impl Draft {
    pub(super) fn found(&mut self, what: What, span: Span) {
        self.fixable(what, span, None);
    }

    /// A warning never takes the place of an error: beyond the limit only the first error is kept.
    pub(super) fn fixable(&mut self, what: What, span: Span, replacement: Option<String>) {
        let is_needed = what.severity() == Severity::Error && !self.has_errors();
        if self.findings.len() < limits::PROBLEMS || is_needed {
            self.findings.push(Found {
                what,
                span,
                statement: self.current,
                replacement,
            });
        }
    }

    pub(super) fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|found| found.what.severity() == Severity::Error)
    }

    /// The document, if there is no error.
    pub(super) fn document(&self) -> Document {
        let statement = |placed: &Placed| {
            let (api, condition) = (placed.api.clone(), placed.condition.clone());
            Some(Statement {
                effect: placed.effect?,
                api,
                condition,
            })
        };
        Document {
            statements: self.statements.iter().filter_map(statement).collect(),
        }
    }
}
