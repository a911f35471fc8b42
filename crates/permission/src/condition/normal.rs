//! Reasoning about a condition without a call: negations pushed inwards, and whether it can be true at all.
//!
//! Both answers err on one side only: "cannot be true" is proven, "can be true" may be a guess.
use std::net::IpAddr;

use ipnet::IpNet;
use jiff::civil::Date;

use super::expression::{Comparison, Expression};
use crate::{Context, Truth};

/// Beyond so many alternatives the answer is "may be true".
const MOST_BRANCHES: usize = 64;

/// What is taken for granted while asking whether a condition can be true.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    /// No earlier day comes again.
    pub from: Option<Date>,
    /// Path variables that the call will not have.
    pub absent: &'a dyn Fn(&str) -> bool,
}

/// The same condition with `not` only in front of address ranges.
pub(super) fn pushed_in(expression: &Expression, negate: bool) -> Expression {
    let push = |parts: &[Expression]| parts.iter().map(|part| pushed_in(part, negate)).collect();
    match expression {
        Expression::Any(parts) if negate => Expression::all(push(parts)),
        Expression::All(parts) if negate => Expression::any(push(parts)),
        Expression::Any(parts) => Expression::any(push(parts)),
        Expression::All(parts) => Expression::all(push(parts)),
        Expression::Not(inner) => pushed_in(inner, !negate),
        Expression::Bool(value) => Expression::Bool(*value != negate),
        Expression::Compare(left, comparison, right) if negate => {
            Expression::Compare(left.clone(), comparison.opposite(), right.clone())
        }
        other if negate => other.clone().negated(),
        other => other.clone(),
    }
}

/// Whether some call may make it true.
pub(crate) fn can_be_true(expression: &Expression, given: &Given<'_>) -> bool {
    let normal = pushed_in(expression, false);
    branches(&normal)
        .is_none_or(|branches| branches.iter().any(|branch| is_possible(branch, given)))
}

/// The alternatives, each a list of conditions that must hold together; `None` if there are too many.
fn branches(expression: &Expression) -> Option<Vec<Vec<&Expression>>> {
    match expression {
        Expression::Any(parts) => {
            let all: Option<Vec<_>> = parts.iter().map(branches).collect();
            Some(all?.into_iter().flatten().collect::<Vec<_>>())
                .filter(|all| all.len() <= MOST_BRANCHES)
        }
        Expression::All(parts) => parts.iter().try_fold(vec![Vec::new()], |so_far, part| {
            let more = branches(part)?;
            if so_far.len() * more.len() > MOST_BRANCHES {
                return None;
            }
            Some(
                so_far
                    .iter()
                    .flat_map(|left| more.iter().map(|right| [left.as_slice(), right].concat()))
                    .collect(),
            )
        }),
        literal => Some(vec![vec![literal]]),
    }
}

fn is_possible(branch: &[&Expression], given: &Given<'_>) -> bool {
    let dead = |literal: &&Expression| {
        literal
            .path_variables()
            .iter()
            .any(|name| (given.absent)(name))
            || literal.truth(&Context::default()) == Truth::False
            || branch.contains(&&pushed_in(literal, true))
    };
    !branch.iter().any(dead)
        && dates_agree(branch, given.from)
        && texts_agree(branch)
        && addresses_agree(branch)
}

/// A comparison of something with a literal, whichever side the literal stands on.
pub(super) fn with_literal(literal: &Expression) -> Option<(&Expression, Comparison, &Expression)> {
    let Expression::Compare(left, comparison, right) = literal else {
        return None;
    };
    let is_literal = |side: &Expression| {
        matches!(
            side,
            Expression::Date(_) | Expression::Text(_) | Expression::Address(_)
        )
    };
    match (is_literal(left), is_literal(right)) {
        (false, true) => Some((left, *comparison, right)),
        (true, false) => Some((right, comparison.mirrored(), left)),
        _ => None,
    }
}

/// The first and last day that the comparisons of `currentDate` leave; `None` in a bound means no bound.
pub(super) fn window<'e>(
    literals: impl Iterator<Item = &'e Expression>,
) -> (Option<Date>, Option<Date>) {
    let (mut first, mut last) = (None, None);
    for (subject, comparison, literal) in literals.filter_map(with_literal) {
        let (Expression::CurrentDate, Expression::Date(date)) = (subject, literal) else {
            continue;
        };
        let (from, until) = match comparison {
            Comparison::Equal => (Some(*date), Some(*date)),
            Comparison::NotEqual => (None, None),
            Comparison::Less => (None, date.yesterday().ok()),
            Comparison::LessOrEqual => (None, Some(*date)),
            Comparison::Greater => (date.tomorrow().ok(), None),
            Comparison::GreaterOrEqual => (Some(*date), None),
        };
        first = first.max(from);
        last = [last, until].into_iter().flatten().min();
    }
    (first, last)
}

fn dates_agree(branch: &[&Expression], from: Option<Date>) -> bool {
    let (first, last) = window(branch.iter().copied());
    match (first.max(from), last) {
        (Some(first), Some(last)) => first <= last,
        _ => true,
    }
}

/// One thing cannot equal two texts.
fn texts_agree(branch: &[&Expression]) -> bool {
    let known: Vec<_> = branch
        .iter()
        .filter_map(|literal| with_literal(literal))
        .collect();
    let clash = |(subject, comparison, literal): &(&Expression, Comparison, &Expression)| {
        *comparison == Comparison::Equal
            && matches!(literal, Expression::Text(_))
            && known.iter().any(|(other, how, text)| {
                other == subject && *how == Comparison::Equal && text != literal
            })
    };
    !known.iter().any(clash)
}

/// Every range that must match has to leave an address that no excluded range takes.
fn addresses_agree(branch: &[&Expression]) -> bool {
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for literal in branch {
        match range_of(literal) {
            Some((range, true)) => inside.push(range),
            Some((range, false)) => outside.push(range),
            None => {}
        }
    }
    let meet = |a: &IpNet, b: &IpNet| a.contains(b) || b.contains(a);
    let fits =
        |a: &IpNet| inside.iter().all(|b| meet(a, b)) && !outside.iter().any(|b| b.contains(a));
    inside.iter().all(fits)
}

/// The addresses that a literal asks for, and whether it wants them or anything but them.
pub(super) fn range_of(literal: &Expression) -> Option<(IpNet, bool)> {
    match literal {
        Expression::From(network) => Some((*network, true)),
        Expression::Not(inner) => match **inner {
            Expression::From(network) => Some((network, false)),
            _ => None,
        },
        _ => match with_literal(literal)? {
            (Expression::SourceIp, comparison, Expression::Address(address)) => {
                Some((host(*address), comparison == Comparison::Equal))
            }
            _ => None,
        },
    }
}

fn host(address: IpAddr) -> IpNet {
    IpNet::from(address)
}

/// The last day on which it can be true, if there is one.
pub(crate) fn last_day(expression: &Expression) -> Option<Date> {
    let normal = pushed_in(expression, false);
    let given = Given {
        from: None,
        absent: &|_| false,
    };
    let possible = branches(&normal)?
        .into_iter()
        .filter(|branch| is_possible(branch, &given));
    let lasts: Option<Vec<Date>> = possible
        .map(|branch| window(branch.into_iter()).1)
        .collect();
    lasts?.into_iter().max()
}

/// Whether it asks for ranges, all of them IPv4: somebody who comes over IPv6 is in none.
pub(crate) fn has_only_ipv4(expression: &Expression) -> bool {
    fn wanted(expression: &Expression) -> Vec<IpNet> {
        match expression {
            Expression::Any(parts) | Expression::All(parts) => {
                parts.iter().flat_map(wanted).collect()
            }
            literal => range_of(literal)
                .filter(|(_, wanted)| *wanted)
                .map(|(range, _)| range)
                .into_iter()
                .collect(),
        }
    }
    let wanted = wanted(&pushed_in(expression, false));
    !wanted.is_empty() && wanted.iter().all(|range| matches!(range, IpNet::V4(_)))
}
