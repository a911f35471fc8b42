//! A change in words, before it is saved: who gains and loses what.
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::card::{one, unknown};
use crate::catalogue::{catalogue, entry};
use crate::{Language, PermissionSet, Reach, Sentence};

/// What a change of permissions does to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// "Mei will be able to …"
    pub gains: Vec<Sentence>,
    /// "Mei will no longer be able to …"
    pub losses: Vec<Sentence>,
    /// What stays possible, on a condition that is new or another.
    pub becomes_conditional: Vec<Sentence>,
    /// They could change permissions before and cannot any more: if it is themselves, nothing they do undoes it.
    pub loses_own_way_back: bool,
}

/// What undoes a change of permissions.
const WAYS_BACK: [&str; 3] = [
    "User:updateUserPermission",
    "User:updateDefaultPermissions",
    "Role:updateRole",
];

/// Compares what somebody can do before and after.
#[must_use]
pub fn change(before: &PermissionSet, after: &PermissionSet, language: Language) -> Change {
    let mut change = Change {
        gains: vec![],
        losses: vec![],
        becomes_conditional: vec![],
        loses_own_way_back: false,
    };
    for name in names(before, after) {
        let (was, is) = (before.reach(&name), after.reach(&name));
        if was == is {
            continue;
        }
        let condition = match &is {
            Reach::OnlyIf(requirement) => Some(requirement.words(language)),
            Reach::Always | Reach::Never { .. } => None,
        };
        let list = match (&was, &is) {
            (Reach::Never { .. }, Reach::Never { .. }) => continue,
            (_, Reach::Never { .. }) => &mut change.losses,
            (_, Reach::Always) | (Reach::Never { .. }, _) => &mut change.gains,
            (_, Reach::OnlyIf(_)) => &mut change.becomes_conditional,
        };
        let text = entry(&name).map_or(name.as_str(), |entry| entry.words.get(language));
        list.push(one(text, &[&name], condition.as_deref(), language));
    }
    let reaches = |set: &PermissionSet| {
        WAYS_BACK
            .iter()
            .any(|name| !matches!(set.reach(name), Reach::Never { .. }))
    };
    change.loses_own_way_back = reaches(before) && !reaches(after);
    change
}

/// Every operation that statements decide about, and what the documents name beyond the catalogue.
fn names(before: &PermissionSet, after: &PermissionSet) -> Vec<String> {
    let known = catalogue()
        .iter()
        .filter(|entry| entry.is_permitted())
        .map(|entry| entry.name.to_owned());
    let unknown: BTreeSet<String> = [before, after].into_iter().flat_map(unknown).collect();
    known.chain(unknown).collect()
}
