//! How one call was decided, statement by statement, for people who ask why.
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PermissionSet;
use crate::{Context, Decision, Effect, SourceKind, Truth};

/// A decision with every statement that is about the operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// What [`PermissionSet::decide`] says.
    pub decision: Decision,
    /// In the order of the sources.
    pub steps: Vec<Step>,
}

/// One statement that is about the operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Where it is.
    pub source: SourceKind,
    /// Its number, from 1.
    pub statement: u32,
    /// What it does if it applies.
    pub effect: Effect,
    /// The first of its patterns that means the operation.
    pub pattern: String,
    /// Its condition, canonical.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub condition: Option<String>,
    /// What the condition says; true without one.
    pub truth: Truth,
    /// Whether it takes part: an allow on true, a deny unless false.
    pub applies: bool,
}

impl PermissionSet {
    /// Decides one call and shows every statement that is about it. Slower than [`decide`](Self::decide).
    #[must_use]
    pub fn explain(&self, operation: &str, context: &Context<'_>) -> Explanation {
        let mut steps = Vec::new();
        for source in &self.sources {
            let statements = source
                .document
                .iter()
                .flat_map(|document| &document.statements);
            for (number, statement) in (1..).zip(statements) {
                let Some(pattern) = statement
                    .api
                    .iter()
                    .find(|pattern| pattern.matches(operation))
                else {
                    continue;
                };
                let truth = statement
                    .condition
                    .as_ref()
                    .map_or(Truth::True, |condition| condition.truth(context));
                steps.push(Step {
                    source: source.kind.clone(),
                    statement: number,
                    effect: statement.effect,
                    pattern: pattern.to_string(),
                    condition: statement.condition.as_ref().map(ToString::to_string),
                    truth,
                    applies: match statement.effect {
                        Effect::Allow => truth == Truth::True,
                        Effect::Deny => truth != Truth::False,
                    },
                });
            }
        }
        Explanation {
            decision: self.decide(operation, context),
            steps,
        }
    }
}
