//! Conditions: a closed, typed language of comparisons over a handful of facts.
//!
//! ```text
//! or   := and { "or" and }        and := not { "and" not }        not := "not" not | cmp
//! cmp  := prim [ ("==" | "!=" | "<" | "<=" | ">" | ">=") prim ]
//! prim := "(" or ")" | "true" | "false" | INT | STRING | NAME | NAME "(" [ literal { "," literal } ] ")"
//! ```
mod evaluate;
mod expression;
mod lexer;
mod network;
mod normal;
mod parser;
mod print;
mod trouble;
mod words;

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use expression::Expression;
pub(crate) use normal::{Given, can_be_true, has_only_ipv4, last_day};
pub(crate) use parser::{HostBits, parse};
pub(crate) use trouble::{Trouble, What};
pub(crate) use words::{day_in_words, in_words};

use crate::{Context, Language, Truth};

/// A condition that parsed, is well typed and keeps every limit. Equal conditions are the same tree, not the same spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Condition(pub(crate) Expression);

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// With where it went wrong and why, as a sentence.
    pub fn parse(text: &str) -> Result<Self, ConditionProblem> {
        parser::parse(text)
            .map(|parsed| Self(parsed.expression))
            .map_err(ConditionProblem)
    }

    /// Whether it holds. Total: every condition has an answer in every context.
    #[must_use]
    pub fn truth(&self, context: &Context<'_>) -> Truth {
        self.0.truth(context)
    }

    /// The condition as people say it: "only from 203.0.113.0/24".
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        in_words(&self.0, language)
    }
}

/// Canonical text: reading it gives the same condition again.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for Condition {
    type Error = ConditionProblem;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> Self {
        condition.to_string()
    }
}

/// Why a text is no condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionProblem(Trouble);

impl ConditionProblem {
    /// The bytes of the condition's text that are to blame.
    #[must_use]
    pub const fn range(&self) -> std::ops::Range<usize> {
        self.0.span.start..self.0.span.end
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        self.0.what.message(language)
    }
}

impl fmt::Display for ConditionProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::En))
    }
}

impl std::error::Error for ConditionProblem {}
