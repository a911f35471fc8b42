//! API patterns: `Tag:operation`, `Tag:*`, `Tag:prefix*` and `*`. Case-sensitive (R51).
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::limits;

/// What a statement is about.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub enum Pattern {
    /// `Tag:operation`: this one operation.
    Exact(String),
    /// Every operation whose name begins so. Empty for `*`, else it has a tag and its colon.
    StartsWith(String),
}

/// The text is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPattern;

impl Pattern {
    /// Reads a pattern; names that no server here knows are legal.
    ///
    /// # Errors
    /// If the text is longer than 128 bytes or has none of the four forms.
    pub fn parse(text: &str) -> Result<Self, NotAPattern> {
        if text == "*" {
            return Ok(Self::StartsWith(String::new()));
        }
        let word = |part: &str| {
            part.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
        };
        let (tag, operation) = text.split_once(':').ok_or(NotAPattern)?;
        let (operation, open) = operation
            .strip_suffix('*')
            .map_or((operation, false), |start| (start, true));
        if text.len() > limits::PATTERN_BYTES || tag.is_empty() || !word(tag) || !word(operation) {
            return Err(NotAPattern);
        }
        match (open, operation.is_empty()) {
            (true, _) => Ok(Self::StartsWith(format!("{tag}:{operation}"))),
            (false, false) => Ok(Self::Exact(text.into())),
            (false, true) => Err(NotAPattern),
        }
    }

    /// Whether the operation is meant.
    #[must_use]
    pub fn matches(&self, operation: &str) -> bool {
        match self {
            Self::Exact(name) => name == operation,
            Self::StartsWith(start) => operation.starts_with(start.as_str()),
        }
    }

    /// Whether every operation that `other` means is meant.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::Exact(name)) => self.matches(name),
            (Self::StartsWith(start), Self::StartsWith(longer)) => {
                longer.starts_with(start.as_str())
            }
            (Self::Exact(_), Self::StartsWith(_)) => false,
        }
    }

    /// What both mean: two patterns either exclude each other or one covers the other.
    pub(crate) fn common<'a>(&'a self, other: &'a Self) -> Option<&'a Self> {
        match (self.covers(other), other.covers(self)) {
            (true, _) => Some(other),
            (_, true) => Some(self),
            _ => None,
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(name) => f.write_str(name),
            Self::StartsWith(start) => write!(f, "{start}*"),
        }
    }
}

impl fmt::Display for NotAPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an API pattern: write Tag:operation, Tag:prefix*, Tag:* or *")
    }
}

impl std::error::Error for NotAPattern {}

impl TryFrom<String> for Pattern {
    type Error = NotAPattern;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.to_string()
    }
}
