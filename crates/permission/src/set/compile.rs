//! The index: patterns in one sorted list, each knowing the longest other pattern that covers it.
//!
//! The patterns that match a name are then one binary search and a walk upwards, however many statements there are.
use std::collections::{BTreeMap, HashMap};

use super::RuleId;
use crate::catalogue::{catalogue, position};
use crate::{Condition, Context, Effect, Pattern, Source, Truth};

#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Sorted by `start`.
    nodes: Vec<Node>,
    /// For every operation of the catalogue, the closest pattern that may match: found once, so that deciding about it
    /// takes as long with ten thousand statements as with ten.
    closest: Vec<Option<usize>>,
}

/// All rules with one pattern.
#[derive(Debug, Clone)]
pub(super) struct Node {
    start: Box<str>,
    /// The node with the longest shorter start.
    parent: Option<usize>,
    /// Rules for every name that begins so.
    open: Rules,
    /// Rules for exactly this name.
    exact: Rules,
}

/// Without what can make no difference: an unconditional rule stands alone.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules {
    pub allow: Vec<Rule>,
    pub deny: Vec<Rule>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub id: RuleId,
    pub when: When,
}

/// The number of the condition; `None` for a rule that always applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When(pub Option<u32>);

impl Index {
    fn new(nodes: Vec<Node>) -> Self {
        let closest = catalogue()
            .iter()
            .map(|entry| closest(&nodes, entry.name))
            .collect();
        Self { nodes, closest }
    }

    /// The rules of every pattern that matches, the closest pattern first.
    pub(super) fn matching<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Rules> {
        let known = position(name).and_then(|at| self.closest.get(at));
        let first = known.copied().unwrap_or_else(|| closest(&self.nodes, name));
        let chain = std::iter::successors(first, |at| self.nodes.get(*at)?.parent);
        chain
            .filter_map(|at| self.nodes.get(at))
            .flat_map(move |node| {
                let exact = (node.start.len() == name.len()).then_some(&node.exact);
                exact.into_iter().chain([&node.open])
            })
    }
}

/// The node with the longest start that `name` begins with. Whatever sorts between a start and a name that begins with
/// it begins with it too, so it is the last node up to `name`, or one that this descends from.
fn closest(nodes: &[Node], name: &str) -> Option<usize> {
    let last = nodes
        .partition_point(|node| *node.start <= *name)
        .checked_sub(1);
    let begins = |at: &usize| {
        nodes
            .get(*at)
            .is_some_and(|node| name.starts_with(&*node.start))
    };
    std::iter::successors(last, |at| nodes.get(*at)?.parent).find(begins)
}

/// Compiles all sources; a broken one contributes nothing, because the whole set is then never asked.
pub(super) fn compile(sources: &[Source]) -> (Index, Vec<Condition>) {
    let mut conditions = Conditions::default();
    let mut nodes: BTreeMap<&str, (Rules, Rules)> = BTreeMap::new();
    for (source, document) in (0..).zip(sources) {
        let statements = document
            .document
            .iter()
            .flat_map(|document| &document.statements);
        for (number, statement) in (0..).zip(statements) {
            let Some(when) = conditions.number(statement.condition.as_ref()) else {
                continue;
            };
            let rule = Rule {
                id: RuleId {
                    source,
                    statement: number,
                },
                when,
            };
            for pattern in &statement.api {
                let rules = match pattern {
                    Pattern::Exact(name) => &mut nodes.entry(name).or_default().1,
                    Pattern::StartsWith(start) => &mut nodes.entry(start).or_default().0,
                };
                rules.add(statement.effect, rule);
            }
        }
    }
    (Index::new(linked(nodes)), conditions.list)
}

impl Rules {
    fn add(&mut self, effect: Effect, rule: Rule) {
        let rules = match effect {
            Effect::Allow => &mut self.allow,
            Effect::Deny => &mut self.deny,
        };
        if rule.when.0.is_none() && rules.first().is_none_or(|first| first.when.0.is_some()) {
            *rules = vec![rule];
        } else if rules
            .iter()
            .all(|other| other.when.0.is_some() && other.when != rule.when)
        {
            rules.push(rule);
        }
    }
}

/// Sorted order puts everything that begins with a start right behind it, so open ancestors are a stack.
fn linked(nodes: BTreeMap<&str, (Rules, Rules)>) -> Vec<Node> {
    let mut linked: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut ancestors: Vec<(&str, usize)> = Vec::new();
    for (index, (start, (open, exact))) in nodes.into_iter().enumerate() {
        while ancestors
            .pop_if(|(ancestor, _)| !start.starts_with(*ancestor))
            .is_some()
        {}
        let parent = ancestors.last().map(|(_, parent)| *parent);
        ancestors.push((start, index));
        linked.push(Node {
            start: start.into(),
            parent,
            open,
            exact,
        });
    }
    linked
}

/// Equal conditions are kept, and looked at, once.
#[derive(Default)]
struct Conditions<'a> {
    list: Vec<Condition>,
    numbers: HashMap<&'a Condition, u32>,
}

impl<'a> Conditions<'a> {
    /// How a rule with this condition is kept; `None` if it can never apply. What is certain without knowing anything
    /// stays so (evaluation is monotone), so constant conditions are settled here.
    fn number(&mut self, condition: Option<&'a Condition>) -> Option<When> {
        let Some(condition) = condition else {
            return Some(When(None));
        };
        match condition.truth(&Context::default()) {
            Truth::True => Some(When(None)),
            Truth::False => None,
            Truth::Unknown => {
                let next = u32::try_from(self.list.len()).ok()?;
                let number = *self.numbers.entry(condition).or_insert(next);
                if number == next {
                    self.list.push(condition.clone());
                }
                Some(When(Some(number)))
            }
        }
    }
}
