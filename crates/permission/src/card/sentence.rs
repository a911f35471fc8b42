//! How lines are built.
use super::Sentence;
use crate::Language::{self, En, Ja};

/// A line with its condition behind it.
pub(crate) fn with_condition(text: &str, condition: Option<&str>, language: Language) -> String {
    match (condition, language) {
        (None, _) => text.into(),
        (Some(condition), En) => format!("{text}, {condition}"),
        (Some(condition), Ja) => format!("{text} ({condition})"),
    }
}

/// One line for these operations.
pub(crate) fn one(
    text: &str,
    operations: &[&str],
    condition: Option<&str>,
    language: Language,
) -> Sentence {
    Sentence {
        text: with_condition(text, condition, language),
        operations: operations.iter().map(|name| (*name).into()).collect(),
        condition: condition.map(Into::into),
    }
}

/// A line for a part of what `text` says.
pub(super) fn some_of(text: &str, language: Language) -> String {
    match language {
        En => format!("Some of: {text}"),
        Ja => format!("次の一部: {text}"),
    }
}

pub(crate) fn anything_else(operations: Vec<String>, language: Language) -> Sentence {
    let text = match language {
        En => "Anything else",
        Ja => "そのほかすべて",
    };
    Sentence {
        text: text.into(),
        operations,
        condition: None,
    }
}

pub(super) fn owner_only(operations: Vec<String>, language: Language) -> Sentence {
    let text = match language {
        En => "What only the account owner may do",
        Ja => "アカウント所有者だけの操作",
    };
    Sentence {
        text: text.into(),
        operations,
        condition: None,
    }
}

/// "see bills, download invoices and change users"
pub(crate) fn listed(parts: &[String], last_word: &str) -> String {
    match parts {
        [first @ .., before, last] => {
            let comma = if first.is_empty() { "" } else { ", " };
            format!("{}{comma}{before} {last_word} {last}", first.join(", "))
        }
        parts => parts.concat(),
    }
}
