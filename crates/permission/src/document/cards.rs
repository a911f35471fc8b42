//! Statements as cards: what the editor shows to people who do not read JSON.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Document, Effect, Statement};
use crate::card::listed;
use crate::catalogue::{catalogue, pattern_words};
use crate::{Language, Pattern};

/// One statement in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct StatementCard {
    /// From 1.
    pub number: u32,
    /// Allow or deny.
    pub effect: Effect,
    /// What it is about, in a line.
    pub title: String,
    /// Each pattern.
    pub what: Vec<PatternCard>,
    /// When it applies; always if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub only_when: Option<ConditionCard>,
}

/// A pattern in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PatternCard {
    /// "See bills"
    pub words: String,
    /// `Billing:get*`
    pub pattern: String,
    /// Whether Latchkey knows an operation that it means.
    pub known: bool,
}

/// A condition in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConditionCard {
    /// "only from 203.0.113.0/24"
    pub words: String,
    /// Canonical text.
    pub text: String,
}

impl Document {
    /// Its statements as cards.
    #[must_use]
    pub fn cards(&self, language: Language) -> Vec<StatementCard> {
        (1..)
            .zip(&self.statements)
            .map(|(number, statement)| card(number, statement, language))
            .collect()
    }
}

fn card(number: u32, statement: &Statement, language: Language) -> StatementCard {
    let what: Vec<PatternCard> = statement
        .api
        .iter()
        .map(|pattern| pattern_card(pattern, language))
        .collect();
    let words: Vec<String> = what.iter().map(|pattern| pattern.words.clone()).collect();
    let only_when = statement.condition.as_ref().map(|condition| ConditionCard {
        words: condition.words(language),
        text: condition.to_string(),
    });
    let title = match language {
        Language::En => listed(&words, "and"),
        Language::Ja => words.join("、"),
    };
    StatementCard {
        number,
        effect: statement.effect,
        title,
        what,
        only_when,
    }
}

fn pattern_card(pattern: &Pattern, language: Language) -> PatternCard {
    PatternCard {
        words: pattern_words(pattern, language),
        pattern: pattern.to_string(),
        known: catalogue().iter().any(|entry| pattern.matches(entry.name)),
    }
}
