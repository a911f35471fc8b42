//! The decision that enforces. Everything else in this crate explains or predicts it.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::compile::Rule;
use super::{PermissionSet, RuleId};
use crate::{Context, SourceKind, Truth};

/// Whether a call is allowed, and what decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// Whether it is.
    pub allowed: bool,
    /// What decided.
    pub because: Because,
}

/// What decided. Statements count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
pub enum Because {
    /// A statement allows it and none denies it.
    AllowedBy {
        /// Where the statement is.
        source: SourceKind,
        /// Its number.
        statement: u32,
    },
    /// A statement denies it.
    DeniedBy {
        /// Where the statement is.
        source: SourceKind,
        /// Its number.
        statement: u32,
    },
    /// No statement allows it here.
    NothingAllows {
        /// The ones that would, if their condition held.
        near: Vec<NearMiss>,
    },
    /// A document cannot be read, so everything is denied.
    Broken {
        /// The document.
        source: SourceKind,
    },
}

/// A statement that allows the operation on a condition which did not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct NearMiss {
    /// Where the statement is.
    pub source: SourceKind,
    /// Its number, from 1.
    pub statement: u32,
    /// Its condition, canonical; [`Condition::words`](crate::Condition::words) says it in words.
    pub condition: String,
    /// False, or unknown because the call lacks what it asks for.
    pub truth: Truth,
}

/// Near misses told at once.
const MOST_NEAR: usize = 10;

enum Verdict {
    Allowed(RuleId),
    Denied(RuleId),
    Nothing,
}

impl PermissionSet {
    /// Decides one call, and says why. Total: every name and every context has an answer.
    ///
    /// Statements only: operations for everybody or for root alone (see [`AskedBy`](crate::AskedBy)) are settled before.
    #[must_use]
    pub fn decide(&self, operation: &str, context: &Context<'_>) -> Decision {
        if let Some(source) = self.broken() {
            return Decision {
                allowed: false,
                because: Because::Broken {
                    source: source.clone(),
                },
            };
        }
        match self.verdict(operation, context) {
            Verdict::Allowed(id) => Decision {
                allowed: true,
                because: Because::AllowedBy {
                    source: self.kind(id),
                    statement: id.number(),
                },
            },
            Verdict::Denied(id) => Decision {
                allowed: false,
                because: Because::DeniedBy {
                    source: self.kind(id),
                    statement: id.number(),
                },
            },
            Verdict::Nothing => {
                let near = self.near_misses(operation, context);
                Decision {
                    allowed: false,
                    because: Because::NothingAllows { near },
                }
            }
        }
    }

    /// [`decide`](Self::decide) without the reason, and without an allocation.
    #[must_use]
    pub fn allows(&self, operation: &str, context: &Context<'_>) -> bool {
        self.broken().is_none() && matches!(self.verdict(operation, context), Verdict::Allowed(_))
    }

    fn verdict(&self, operation: &str, context: &Context<'_>) -> Verdict {
        let mut allowed = None;
        for rules in self.index.matching(operation) {
            if let Some(rule) = rules
                .deny
                .iter()
                .find(|rule| self.truth(rule, context) != Truth::False)
            {
                return Verdict::Denied(rule.id);
            }
            if allowed.is_none() {
                allowed = rules
                    .allow
                    .iter()
                    .find(|rule| self.truth(rule, context) == Truth::True);
            }
        }
        allowed.map_or(Verdict::Nothing, |rule| Verdict::Allowed(rule.id))
    }

    fn truth(&self, rule: &Rule, context: &Context<'_>) -> Truth {
        match rule.when.0 {
            None => Truth::True,
            Some(_) => self
                .condition(rule.when)
                .map_or(Truth::Unknown, |condition| condition.truth(context)),
        }
    }

    fn near_misses(&self, operation: &str, context: &Context<'_>) -> Vec<NearMiss> {
        let allows = self
            .index
            .matching(operation)
            .flat_map(|rules| &rules.allow);
        let near = |rule: &Rule| {
            let condition = self.condition(rule.when)?;
            Some(NearMiss {
                source: self.kind(rule.id),
                statement: rule.id.number(),
                condition: condition.to_string(),
                truth: condition.truth(context),
            })
        };
        allows.filter_map(near).take(MOST_NEAR).collect()
    }
}

impl RuleId {
    /// As people count.
    const fn number(self) -> u32 {
        self.statement + 1
    }
}
