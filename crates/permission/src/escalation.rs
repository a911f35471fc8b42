//! Nobody grants more than they surely hold (R47, R48).
//!
//! What is granted is over-estimated (its conditions are taken to hold), what the actor holds is under-estimated (any
//! deny counts). Wrong in one direction only: it can refuse too much, it cannot let authority grow.
use std::collections::BTreeSet;

use crate::catalogue::catalogue;
use crate::{Effect, Pattern, PermissionSet, Statement};

/// The operations, and patterns of operations, that `granted` may allow and `actor` does not surely hold. Empty means
/// that the grant is within the actor's rights.
#[must_use]
pub fn exceeds(actor: &PermissionSet, granted: &PermissionSet) -> Vec<String> {
    if granted.broken().is_some() {
        return Vec::new();
    }
    let withheld: Vec<&Pattern> = of(granted, Effect::Deny)
        .filter(|(_, statement)| statement.condition.is_none())
        .map(|(pattern, _)| pattern)
        .collect();
    let is_withheld = |pattern: &Pattern| withheld.iter().any(|deny| deny.covers(pattern));
    let mut beyond = BTreeSet::new();
    for (pattern, statement) in
        of(granted, Effect::Allow).filter(|(pattern, _)| !is_withheld(pattern))
    {
        // "Only Mei" is not held by whoever has the same statement: what asks for the caller means another one there.
        let condition = statement
            .condition
            .as_ref()
            .filter(|condition| !condition.0.asks_who());
        if actor.surely_all(pattern, condition, is_withheld) {
            continue;
        }
        let known = catalogue()
            .iter()
            .filter(|entry| entry.is_permitted() && pattern.matches(entry.name));
        let names = known.map(|entry| entry.name).filter(|name| {
            !is_withheld(&Pattern::Exact((*name).into())) && !actor.surely_when(name, condition)
        });
        beyond.extend(names.map(str::to_owned));
        // A pattern may mean operations that we do not know: it is beyond the actor even if no known one is.
        beyond.insert(pattern.to_string());
    }
    beyond.into_iter().collect()
}

fn of(set: &PermissionSet, effect: Effect) -> impl Iterator<Item = (&Pattern, &Statement)> {
    set.patterns()
        .filter(move |(_, statement)| statement.effect == effect)
}
