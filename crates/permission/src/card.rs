//! The access card: what one person can do, in a handful of sentences that are always true to [`PermissionSet::reach`].
mod fold;
mod sentence;
mod summary;
mod topics;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalogue::{catalogue, entry};
use crate::{Language, Pattern, PermissionSet, Reach, screens};
use fold::notable;
pub(crate) use fold::{Told, fold};
use sentence::owner_only;
pub(crate) use sentence::{anything_else, listed, one, with_condition};
use topics::owner_operations;

/// What one person can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccessCard {
    /// One or two sentences with the person's name.
    pub summary: String,
    /// What they can always do.
    pub can: Vec<Sentence>,
    /// What they can do on a condition.
    pub only_if: Vec<Sentence>,
    /// What they cannot do.
    pub cannot: Vec<Sentence>,
    /// Every screen, and whether it opens.
    pub screens: Vec<ScreenAccess>,
    /// Operations and patterns in the documents that Latchkey has no words for.
    pub unknown: Vec<String>,
    /// A document cannot be read, so everything is denied.
    pub broken: bool,
}

/// One line of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sentence {
    /// The whole line, with its condition.
    pub text: String,
    /// The operations that it stands for.
    pub operations: Vec<String>,
    /// The condition in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub condition: Option<String>,
}

/// Whether a screen opens for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScreenAccess {
    /// A stable word.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it opens, at least on some condition.
    pub opens: bool,
}

/// Puts a set into sentences about the person of that name; about the reader if there is none.
#[must_use]
pub fn access_card(set: &PermissionSet, who: Option<&str>, language: Language) -> AccessCard {
    let levels = Levels::of(set, language);
    let mut can = fold(&levels.always, language);
    let only_if = fold(&levels.only_if, language);
    let cannot = if allows_the_unknown(set) {
        // Anything else is allowed, so nothing that is not may disappear into it.
        let mut cannot = fold(
            &levels.never.iter().map(|name| (*name, None)).collect(),
            language,
        );
        cannot.push(owner_only(owner_operations(), language));
        can.push(anything_else(Vec::new(), language));
        cannot
    } else {
        let (mut cannot, rest) = notable(&levels.never, language);
        let rest = rest
            .into_iter()
            .map(str::to_owned)
            .chain(owner_operations());
        cannot.push(anything_else(rest.collect(), language));
        cannot
    };
    AccessCard {
        summary: summary::summary(set, &levels, &[&can[..], &only_if].concat(), who, language),
        can,
        only_if,
        cannot,
        screens: screen_access(set, language),
        unknown: unknown(set),
        broken: set.broken().is_some(),
    }
}

/// How far each operation that statements decide about is within reach.
#[derive(Default)]
struct Levels {
    always: Told,
    only_if: Told,
    never: BTreeSet<&'static str>,
}

impl Levels {
    fn of(set: &PermissionSet, language: Language) -> Self {
        let mut levels = Self::default();
        for entry in catalogue().iter().filter(|entry| entry.is_permitted()) {
            match set.reach(entry.name) {
                Reach::Always => {
                    levels.always.insert(entry.name, None);
                }
                Reach::OnlyIf(requirement) => {
                    levels
                        .only_if
                        .insert(entry.name, Some(requirement.words(language)));
                }
                Reach::Never { .. } => {
                    levels.never.insert(entry.name);
                }
            }
        }
        levels
    }
}

/// Whether operations are allowed that have no name yet.
pub(crate) fn allows_the_unknown(set: &PermissionSet) -> bool {
    let everything =
        |pattern: &Pattern| matches!(pattern, Pattern::StartsWith(start) if start.is_empty());
    set.broken().is_none()
        && set.surely_all(&Pattern::StartsWith(String::new()), None, |deny| {
            !everything(deny)
        })
}

fn screen_access(set: &PermissionSet, language: Language) -> Vec<ScreenAccess> {
    let reachable = |name: &str| !matches!(set.reach(name), Reach::Never { .. });
    let access = |screen: &crate::Screen| ScreenAccess {
        id: screen.id.into(),
        name: screen.words.get(language).into(),
        opens: screen.opens_with.iter().all(|name| reachable(name)),
    };
    screens().iter().map(access).collect()
}

/// What the documents name and the catalogue does not.
pub(crate) fn unknown(set: &PermissionSet) -> Vec<String> {
    let is_unknown = |pattern: &Pattern| match pattern {
        Pattern::Exact(name) => entry(name).is_none(),
        Pattern::StartsWith(_) => !catalogue().iter().any(|entry| pattern.matches(entry.name)),
    };
    let unknown = set
        .patterns()
        .map(|(pattern, _)| pattern)
        .filter(|pattern| is_unknown(pattern));
    let names: BTreeSet<String> = unknown.map(ToString::to_string).collect();
    names.into_iter().collect()
}
