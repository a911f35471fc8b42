//! Problems: what is wrong with a document's text, where, why, and what would put it right.
mod english;
mod japanese;
mod what;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use what::{Wanted, What};

use crate::Language;

/// Whether a problem stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The document cannot be saved.
    Error,
    /// It can be saved, but probably does not say what was meant.
    Warning,
}

/// A problem as it is shown. Offsets and columns count UTF-16 code units, as editors do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Whether it stands in the way.
    pub severity: Severity,
    /// A stable `snake_case` word.
    pub code: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
    /// Where it begins in the text, from 0.
    pub start: u32,
    /// Where it ends; not part of it.
    pub end: u32,
    /// The statement that it is in, from 1.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<u32>,
    /// What is wrong and what to do.
    pub message: String,
    /// A change of the text that would put it right.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// A change of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// Where the part to replace begins, in UTF-16 code units.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// What to put there.
    pub replacement: String,
    /// The change in words.
    pub label: String,
}

/// A problem before it is put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub(crate) what: What,
    pub(crate) place: Place,
    pub(crate) statement: Option<u32>,
    /// Replaces exactly the place.
    pub(crate) replacement: Option<String>,
}

/// See [`Problem`] for the units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub line: u32,
    pub column: u32,
    pub start: u32,
    pub end: u32,
}

impl Finding {
    /// Whether it stands in the way.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.what.severity()
    }

    /// A stable `snake_case` word.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.what.code()
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::En => english::message(&self.what),
            Language::Ja => japanese::message(&self.what),
        }
    }

    /// The problem as it is shown to somebody who reads this language.
    #[must_use]
    pub fn told(&self, language: Language) -> Problem {
        let Place {
            line,
            column,
            start,
            end,
        } = self.place;
        let fix = self.replacement.as_ref().map(|replacement| Fix {
            start,
            end,
            replacement: replacement.clone(),
            label: label(replacement, language),
        });
        Problem {
            severity: self.severity(),
            code: self.code().into(),
            line,
            column,
            start,
            end,
            statement: self.statement,
            message: self.message(language),
            fix,
        }
    }
}

fn label(replacement: &str, language: Language) -> String {
    let word = replacement.trim_matches('"');
    match (language, word.is_empty()) {
        (Language::En, true) => "Remove".into(),
        (Language::En, false) => format!("Change to {word}"),
        (Language::Ja, true) => "削除".into(),
        (Language::Ja, false) => format!("{word} に変更"),
    }
}
