//! Warnings: a document that can be saved but probably does not say what was meant.
use jiff::civil::Date;

use super::draft::{Draft, Placed};
use crate::catalogue::{Entry, catalogue, entry};
use crate::condition::{Given, can_be_true, has_only_ipv4, last_day};
use crate::nearest::nearest;
use crate::problem::What;
use crate::{Condition, Effect, Pattern, limits};

pub(super) fn lint(draft: &mut Draft, today: Option<Date>) {
    let statements = std::mem::take(&mut draft.statements);
    for placed in &statements {
        draft.current = Some(placed.number);
        api(draft, placed);
        if let Some(condition) = &placed.condition {
            never_true(draft, placed, condition, today);
            condition_of_a_deny(draft, placed, condition);
        }
        for bits in &placed.host_bits {
            let fix = Some(format!("'{}'", bits.range));
            draft.fixable(What::HostBits(bits.range.clone()), bits.span, fix);
        }
        if draft.findings.len() >= limits::PROBLEMS {
            break;
        }
    }
    draft.current = None;
    draft.statements = statements;
}

fn api(draft: &mut Draft, placed: &Placed) {
    if placed.api.is_empty() {
        draft.found(What::NoOperations, placed.api_span);
    }
    for (pattern, span) in placed.api.iter().zip(&placed.patterns) {
        match pattern {
            Pattern::StartsWith(start) if start.is_empty() => {
                if placed.effect == Some(Effect::Allow) {
                    draft.found(What::GrantsEverything, *span);
                }
            }
            Pattern::StartsWith(_) if known(pattern).next().is_none() => {
                draft.found(What::MatchesNothing(pattern.to_string()), *span);
            }
            Pattern::Exact(name)
                if entry(name).is_none() && draft.findings.len() < limits::PROBLEMS =>
            {
                let closest = nearest(name, catalogue().iter().map(|entry| entry.name));
                let fix = closest.map(|closest| format!("\"{closest}\""));
                draft.fixable(
                    What::UnknownOperation {
                        name: name.clone(),
                        closest,
                    },
                    *span,
                    fix,
                );
            }
            Pattern::StartsWith(_) | Pattern::Exact(_) => {}
        }
    }
}

fn known(pattern: &Pattern) -> impl Iterator<Item = &'static Entry> {
    catalogue()
        .iter()
        .filter(move |entry| pattern.matches(entry.name))
}

/// The operations of a statement, or nothing if it may also mean some that we do not know.
fn all_known(placed: &Placed) -> Option<Vec<&'static Entry>> {
    let of = |pattern: &Pattern| {
        Some(known(pattern).collect::<Vec<_>>()).filter(|known| !known.is_empty())
    };
    let all = placed.api.iter().map(of).collect::<Option<Vec<_>>>()?;
    Some(all.concat()).filter(|all| !all.is_empty())
}

fn never_true(draft: &mut Draft, placed: &Placed, condition: &Condition, today: Option<Date>) {
    let span = placed.condition_span;
    let Condition(expression) = condition;
    let possible =
        |from, absent: &dyn Fn(&str) -> bool| can_be_true(expression, &Given { from, absent });
    let nothing = |_: &str| false;
    if !possible(None, &nothing) {
        return draft.found(What::NeverTrue, span);
    }
    if !possible(today, &nothing)
        && let Some(last) = last_day(expression)
    {
        return draft.found(What::WindowOver(last), span);
    }
    let Some(entries) = all_known(placed) else {
        return;
    };
    let absent = |name: &str| !entries.iter().any(|entry| entry.path.contains(&name));
    let missing = expression
        .path_variables()
        .into_iter()
        .find(|name| absent(name));
    if let Some(name) = missing.filter(|_| !possible(None, &absent)) {
        draft.found(What::PathVariableAbsent(name.into()), span);
    }
}

fn condition_of_a_deny(draft: &mut Draft, placed: &Placed, condition: &Condition) {
    if placed.effect != Some(Effect::Deny) {
        return;
    }
    let span = placed.condition_span;
    let Condition(expression) = condition;
    if has_only_ipv4(expression) {
        draft.found(What::DenyByIpv4, span);
    }
    // A deny whose condition is unknown bites (R46): say so where it always is.
    let excused = expression.clone().negated();
    for entry in placed.api.iter().flat_map(known) {
        let absent = |name: &str| !entry.path.contains(&name);
        let lacks = expression
            .path_variables()
            .into_iter()
            .find(|name| absent(name));
        let given = Given {
            from: None,
            absent: &absent,
        };
        if let Some(name) = lacks.filter(|_| !can_be_true(&excused, &given)) {
            let what = What::DenyWithoutPathVariable {
                variable: name.into(),
                operation: entry.name,
            };
            return draft.found(what, span);
        }
    }
}
