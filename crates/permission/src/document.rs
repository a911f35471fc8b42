//! Permission documents: what is stored, shown and sent.
mod cards;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use cards::{ConditionCard, PatternCard, StatementCard};

use crate::{Condition, Pattern};

/// A permission document: `{"statements": […]}`. Read it with [`parse`](crate::parse) or [`check`](crate::check).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// In the order of the text; the order changes nothing.
    pub statements: Vec<Statement>,
}

/// One rule: allow or deny, what, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Statement {
    /// Allow or deny.
    pub effect: Effect,
    /// The operations that it is about.
    pub api: Vec<Pattern>,
    /// When it applies; always if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub condition: Option<Condition>,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// Grants, unless anything denies.
    Allow,
    /// Refuses, whatever allows.
    Deny,
}

/// A list of patterns longer than this goes over several lines.
const SHORT_LINE: usize = 100;

impl Document {
    /// Canonical text: two spaces, a short list of patterns on one line. Reading it gives the same document.
    #[must_use]
    pub fn to_text(&self) -> String {
        if self.statements.is_empty() {
            return "{\n  \"statements\": []\n}\n".into();
        }
        let statements: Vec<String> = self.statements.iter().map(statement_text).collect();
        format!(
            "{{\n  \"statements\": [\n{}\n  ]\n}}\n",
            statements.join(",\n")
        )
    }

    /// Every pattern, with the effect of its statement.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = (&Pattern, &Statement)> {
        self.statements.iter().flat_map(|statement| {
            statement
                .api
                .iter()
                .map(move |pattern| (pattern, statement))
        })
    }
}

fn statement_text(statement: &Statement) -> String {
    let effect = match statement.effect {
        Effect::Allow => "allow",
        Effect::Deny => "deny",
    };
    let mut text = format!(
        "    {{\n      \"effect\": \"{effect}\",\n      \"api\": {}",
        api_text(&statement.api)
    );
    if let Some(condition) = &statement.condition {
        text.push_str(",\n      \"condition\": ");
        text.push_str(&serde_json::Value::from(condition.to_string()).to_string());
    }
    text.push_str("\n    }");
    text
}

/// Patterns hold nothing that JSON would escape.
fn api_text(api: &[Pattern]) -> String {
    let quoted: Vec<String> = api.iter().map(|pattern| format!("\"{pattern}\"")).collect();
    let line = quoted.join(", ");
    if line.len() <= SHORT_LINE {
        return format!("[{line}]");
    }
    format!("[\n        {}\n      ]", quoted.join(",\n        "))
}
