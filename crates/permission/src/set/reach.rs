//! How far an operation is within reach: always, on a condition, or never.
use super::compile::{Rule, Rules};
use super::{PermissionSet, RuleId};
use crate::catalogue::{AskedBy, entry};
use crate::condition::{Expression, Given, can_be_true, in_words};
use crate::{Language, SourceKind};

/// How far an operation is within reach of a principal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// In every context.
    Always,
    /// In some.
    OnlyIf(Requirement),
    /// In none.
    Never {
        /// The statement that denies it, from 1; `None` if nothing allows it.
        denied_by: Option<(SourceKind, u32)>,
    },
}

/// What has to hold for an operation to be allowed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Requirement(Expression);

impl Requirement {
    /// "only from 203.0.113.0/24"
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        in_words(&self.0, language)
    }
}

impl PermissionSet {
    /// How far an operation is within reach. `Always` and `Never` are proven; `OnlyIf` is everything else.
    #[must_use]
    pub fn reach(&self, operation: &str) -> Reach {
        let known = entry(operation);
        match known.map(|entry| entry.asked_by) {
            Some(AskedBy::Public | AskedBy::SignedIn) => return Reach::Always,
            Some(AskedBy::Root) => return Reach::Never { denied_by: None },
            Some(AskedBy::Permitted) | None => {}
        }
        if self.broken().is_some() {
            return Reach::Never { denied_by: None };
        }
        let absent = |name: &str| known.is_some_and(|entry| !entry.path.contains(&name));
        Question {
            set: self,
            given: Given {
                from: None,
                absent: &absent,
            },
        }
        .answer(operation)
    }
}

struct Question<'a> {
    set: &'a PermissionSet,
    given: Given<'a>,
}

impl Question<'_> {
    fn answer(&self, operation: &str) -> Reach {
        let rules: Vec<&Rules> = self.set.index.matching(operation).collect();
        let mut parts = Vec::new();
        for rule in rules.iter().flat_map(|rules| &rules.deny) {
            match self.condition(rule).map(Expression::negated) {
                Some(excused) if parts.contains(&excused) => {}
                Some(excused) if can_be_true(&excused, &self.given) => parts.push(excused),
                _ => return self.denied(rule.id),
            }
        }
        let mut ways = Vec::new();
        for rule in rules.iter().flat_map(|rules| &rules.allow) {
            match self.condition(rule) {
                None => {
                    ways = vec![Expression::Bool(true)];
                    break;
                }
                Some(condition) if ways.contains(&condition) => {}
                Some(condition) if can_be_true(&condition, &self.given) => ways.push(condition),
                Some(_) => {}
            }
        }
        match (ways.as_slice(), parts.is_empty()) {
            ([], _) => return Reach::Never { denied_by: None },
            ([Expression::Bool(true)], true) => return Reach::Always,
            ([Expression::Bool(true)], false) => {}
            _ => parts.insert(0, Expression::any(ways)),
        }
        let requirement = Expression::all(parts);
        if can_be_true(&requirement, &self.given) {
            return Reach::OnlyIf(Requirement(requirement));
        }
        let denies = rules.iter().flat_map(|rules| &rules.deny).next();
        denies.map_or(Reach::Never { denied_by: None }, |rule| {
            self.denied(rule.id)
        })
    }

    fn condition(&self, rule: &Rule) -> Option<Expression> {
        self.set
            .condition(rule.when)
            .map(|condition| condition.0.clone())
    }

    fn denied(&self, rule: RuleId) -> Reach {
        Reach::Never {
            denied_by: Some((self.set.kind(rule), rule.statement + 1)),
        }
    }
}
