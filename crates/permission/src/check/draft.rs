//! What has been read so far: statements with the places of their parts, and what was found.
use crate::condition::HostBits;
use crate::json::Span;
use crate::problem::What;
use crate::{Document, Severity, Statement, limits};

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
    pub statement: Statement,
    pub api: Span,
    /// One for each pattern.
    pub patterns: Vec<Span>,
    pub condition: Option<Span>,
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

    pub(super) fn document(&self) -> Document {
        Document {
            statements: self
                .statements
                .iter()
                .map(|placed| placed.statement.clone())
                .collect(),
        }
    }
}
