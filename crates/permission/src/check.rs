//! From text to document: `check` while somebody edits, `parse` when a stored document is loaded.
mod draft;
mod lint;
mod place;
mod read;

use jiff::civil::Date;

use crate::problem::What;
use crate::{Document, Finding, Language, Problem, Severity, limits};
use draft::Draft;
use place::place;

/// What a text says, and everything that is wrong or doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Present if there is no error.
    pub document: Option<Document>,
    /// In the order of the text, at most 50.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// The findings in words.
    #[must_use]
    pub fn problems(&self, language: Language) -> Vec<Problem> {
        self.findings
            .iter()
            .map(|finding| finding.told(language))
            .collect()
    }

    /// Whether something stands in the way of saving.
    #[must_use]
    pub const fn is_saveable(&self) -> bool {
        self.document.is_some()
    }
}

/// Reads a document and looks for everything that its author may want to know. Without `today`, no window is over.
#[must_use]
pub fn check(text: &str, today: Option<Date>) -> Checked {
    let mut draft = read(text);
    lint::lint(&mut draft, today);
    finish(text, draft)
}

/// Reads a stored document.
///
/// # Errors
/// With everything that is wrong. A principal with such a document may do nothing at all (R46): see
/// [`Broken`](crate::Broken).
pub fn parse(text: &str) -> Result<Document, Vec<Finding>> {
    let Checked { document, findings } = finish(text, read(text));
    document.ok_or(findings)
}

fn read(text: &str) -> Draft {
    let mut draft = Draft::default();
    if text.len() > limits::DOCUMENT_BYTES {
        draft.found(What::DocumentTooLong, crate::json::Span::default());
        return draft;
    }
    read::document(text, &mut draft);
    // What is stored is the canonical text, and it has to load again.
    if !draft.has_errors() && draft.document().to_text().len() > limits::DOCUMENT_BYTES {
        draft.found(What::DocumentTooLong, crate::json::Span::default());
    }
    draft
}

fn finish(text: &str, mut draft: Draft) -> Checked {
    draft
        .findings
        .sort_by_key(|found| (found.span.start, found.span.end));
    let findings: Vec<Finding> = draft
        .findings
        .iter()
        .map(|found| Finding {
            what: found.what.clone(),
            place: place(text, found.span),
            statement: found.statement,
            replacement: found.replacement.clone(),
        })
        .collect();
    let broken = findings
        .iter()
        .any(|finding| finding.severity() == Severity::Error);
    Checked {
        document: (!broken).then(|| draft.document()),
        findings,
    }
}
