//! A change in words, before it is saved: who gains and loses what.
use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::card::{Told, allows_the_unknown, anything_else, fold, one, unknown};
use crate::catalogue::catalogue;
use crate::{Language, PermissionSet, Reach, Sentence};

/// What a change of permissions does to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
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

/// What happens to one operation.
enum Difference {
    Gained(Option<String>),
    Lost,
    Bound(String),
}

/// Compares what somebody can do before and after.
#[must_use]
pub fn change(before: &PermissionSet, after: &PermissionSet, language: Language) -> Change {
    let (mut gained, mut lost, mut bound) = (Told::new(), Told::new(), Told::new());
    for name in catalogue()
        .iter()
        .filter(|entry| entry.is_permitted())
        .map(|entry| entry.name)
    {
        match difference(before, after, name, language) {
            Some(Difference::Gained(condition)) => {
                gained.insert(name, condition);
            }
            Some(Difference::Lost) => {
                lost.insert(name, None);
            }
            Some(Difference::Bound(condition)) => {
                bound.insert(name, Some(condition));
            }
            None => {}
        }
    }
    let reaches = |set: &PermissionSet| {
        WAYS_BACK
            .iter()
            .any(|name| !matches!(set.reach(name), Reach::Never { .. }))
    };
    let mut change = Change {
        gains: fold(&gained, language),
        losses: fold(&lost, language),
        becomes_conditional: fold(&bound, language),
        loses_own_way_back: reaches(before) && !reaches(after),
    };
    change.add_unknown(before, after, language);
    change
}

impl Change {
    /// What the documents name beyond the catalogue, and what nobody named yet.
    fn add_unknown(&mut self, before: &PermissionSet, after: &PermissionSet, language: Language) {
        let names: BTreeSet<String> = [before, after].into_iter().flat_map(unknown).collect();
        for name in names {
            let line = |condition: Option<&str>| one(&name, &[&name], condition, language);
            match difference(before, after, &name, language) {
                Some(Difference::Gained(condition)) => self.gains.push(line(condition.as_deref())),
                Some(Difference::Lost) => self.losses.push(line(None)),
                Some(Difference::Bound(condition)) => {
                    self.becomes_conditional.push(line(Some(&condition)));
                }
                None => {}
            }
        }
        match (allows_the_unknown(before), allows_the_unknown(after)) {
            (false, true) => self.gains.push(anything_else(Vec::new(), language)),
            (true, false) => self.losses.push(anything_else(Vec::new(), language)),
            (true, true) | (false, false) => {}
        }
    }
}

fn difference(
    before: &PermissionSet,
    after: &PermissionSet,
    name: &str,
    language: Language,
) -> Option<Difference> {
    match (before.reach(name), after.reach(name)) {
        (Reach::Never { .. }, Reach::Never { .. }) | (Reach::Always, Reach::Always) => None,
        (_, Reach::Never { .. }) => Some(Difference::Lost),
        (_, Reach::Always) => Some(Difference::Gained(None)),
        (Reach::Never { .. }, Reach::OnlyIf(is)) => {
            Some(Difference::Gained(Some(is.words(language))))
        }
        (Reach::OnlyIf(was), Reach::OnlyIf(is)) if was == is => None,
        (_, Reach::OnlyIf(is)) => Some(Difference::Bound(is.words(language))),
    }
}
