//! How one call was decided, statement by statement, for people who ask why.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PermissionSet, why};
use crate::{Condition, Context, Decision, Effect, Language, SourceKind, Statement, Truth};

/// A decision with every statement that is about the operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// What [`PermissionSet::decide`] says.
    pub decision: Decision,
    /// The same in words: "Statement 2 denies Billing:*. A deny always wins over an allow."
    pub headline: String,
    /// In the order of the sources.
    pub steps: Vec<Step>,
}

/// One statement that is about the operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// "Statement 1 allows Billing:export*"
    pub text: String,
    /// Where it is.
    pub source: SourceKind,
    /// Its number, from 1.
    pub statement: u32,
    /// What it does if it applies.
    pub effect: Effect,
    /// The first of its patterns that means the operation.
    pub pattern: String,
    /// What its condition says; true without one.
    pub truth: Truth,
    /// Whether it takes part: an allow on true, a deny unless false.
    pub applies: bool,
}

impl PermissionSet {
    /// Decides one call and shows every statement that is about it. Slower than [`decide`](Self::decide).
    #[must_use]
    pub fn explain(
        &self,
        operation: &str,
        context: &Context<'_>,
        language: Language,
    ) -> Explanation {
        let mut steps = Vec::new();
        for source in &self.sources {
            let statements = source
                .document
                .iter()
                .flat_map(|document| &document.statements);
            for (number, statement) in (1..).zip(statements) {
                steps.extend(step(
                    &source.kind,
                    number,
                    statement,
                    operation,
                    context,
                    language,
                ));
            }
        }
        let decision = self.decide(operation, context);
        let headline = why::headline(&decision.because, &steps, operation, language);
        Explanation {
            decision,
            headline,
            steps,
        }
    }
}

fn step(
    source: &SourceKind,
    number: u32,
    statement: &Statement,
    operation: &str,
    context: &Context<'_>,
    language: Language,
) -> Option<Step> {
    let pattern = statement
        .api
        .iter()
        .find(|pattern| pattern.matches(operation))?
        .to_string();
    let condition = statement.condition.as_ref();
    let truth = condition.map_or(Truth::True, |condition| condition.truth(context));
    let applies = match statement.effect {
        Effect::Allow => truth == Truth::True,
        Effect::Deny => truth != Truth::False,
    };
    let condition = condition.map(|condition: &Condition| condition.words(language));
    let text = why::step(
        source,
        number,
        statement.effect,
        &pattern,
        condition.as_deref(),
        language,
    );
    Some(Step {
        text,
        source: source.clone(),
        statement: number,
        effect: statement.effect,
        pattern,
        truth,
        applies,
    })
}
