//! What a principal surely holds: an under-estimate, for questions where too much would be dangerous.
use super::PermissionSet;
use crate::{Condition, Effect, Pattern};

impl PermissionSet {
    /// Whether the operation is allowed in every context: an allow without condition, and no deny at all.
    #[must_use]
    pub fn surely(&self, operation: &str) -> bool {
        self.surely_when(operation, None)
    }

    /// Whether the operation is allowed at least whenever `condition` holds.
    pub(crate) fn surely_when(&self, operation: &str, condition: Option<&Condition>) -> bool {
        if self.broken().is_some() {
            return false;
        }
        let mut matching = self.index.matching(operation);
        let holds = |rules: &super::compile::Rules| {
            rules
                .allow
                .iter()
                .any(|rule| rule.when.0.is_none() || self.condition(rule.when) == condition)
        };
        let mut held = false;
        let denied = matching.any(|rules| {
            held = held || holds(rules);
            !rules.deny.is_empty()
        });
        held && !denied
    }

    /// The same for every operation that a pattern means, known to us or not. A deny that `excused` settles does not
    /// count against it.
    pub(crate) fn surely_all(
        &self,
        pattern: &Pattern,
        condition: Option<&Condition>,
        excused: impl Fn(&Pattern) -> bool,
    ) -> bool {
        if self.broken().is_some() {
            return false;
        }
        let mut held = false;
        for (other, statement) in self.patterns() {
            match statement.effect {
                Effect::Allow => {
                    let enough =
                        statement.condition.is_none() || statement.condition.as_ref() == condition;
                    held = held || (enough && other.covers(pattern));
                }
                Effect::Deny if other.common(pattern).is_some_and(|common| !excused(common)) => {
                    return false;
                }
                Effect::Deny => {}
            }
        }
        held
    }
}
