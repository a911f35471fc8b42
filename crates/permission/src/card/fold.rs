//! Folding: as few lines as are true. A topic whose operations are all equally within reach is one line; else its parts.
use std::collections::HashMap;

use super::sentence::{one, some_of};
use super::topics::{Parts, TOPICS, Topic};
use super::{Sentence, allows_the_unknown};
use crate::catalogue::entry;
use crate::{Language, PermissionSet, Reach};

/// So many operations of a topic are told one by one; more of them are "some of" it.
const FEW: usize = 3;

/// How far an operation is within reach, with its condition in words.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Level {
    Always,
    OnlyIf(String),
    Never,
}

#[derive(Default)]
pub(super) struct Folded {
    pub can: Vec<Sentence>,
    pub only_if: Vec<Sentence>,
    pub cannot: Vec<Sentence>,
    /// What is not allowed and not worth a line.
    pub rest: Vec<&'static str>,
    /// Topics that are allowed as a whole, and that are not allowed at all, for the summary.
    pub whole: Vec<&'static Topic>,
    pub none: Vec<&'static Topic>,
}

pub(super) fn fold(set: &PermissionSet, language: Language) -> Folded {
    let level = |name: &'static str| match set.reach(name) {
        Reach::Always => (name, Level::Always),
        Reach::OnlyIf(requirement) => (name, Level::OnlyIf(requirement.words(language))),
        Reach::Never { .. } => (name, Level::Never),
    };
    let levels = TOPICS
        .iter()
        .flat_map(Topic::operations)
        .map(level)
        .collect();
    let mut folding = Folding {
        levels,
        language,
        tell_all: allows_the_unknown(set),
        folded: Folded::default(),
    };
    for topic in TOPICS {
        folding.topic(topic, false);
    }
    folding.folded
}

struct Folding {
    levels: HashMap<&'static str, Level>,
    language: Language,
    /// Nothing may disappear into "anything else", because anything else is allowed.
    tell_all: bool,
    folded: Folded,
}

impl Folding {
    fn level(&self, name: &str) -> Level {
        self.levels.get(name).cloned().unwrap_or(Level::Never)
    }

    /// The level of all operations of a topic, if they have the same.
    fn common(&self, operations: &[&'static str]) -> Option<Level> {
        let first = self.level(operations.first()?);
        operations
            .iter()
            .all(|name| self.level(name) == first)
            .then_some(first)
    }

    /// `told`: a line for it is already there, and only the summary still wants its parts.
    fn topic(&mut self, topic: &'static Topic, told: bool) {
        let operations = topic.operations();
        let common = self.common(&operations);
        match common {
            Some(Level::Always) => self.folded.whole.push(topic),
            Some(Level::Never) => self.folded.none.push(topic),
            Some(Level::OnlyIf(_)) | None => {}
        }
        let is_line = common
            .as_ref()
            .is_some_and(|level| *level != Level::Never || topic.notable || self.tell_all);
        if let Some(level) = common.filter(|_| is_line && !told) {
            self.line(topic.words.get(self.language), &operations, &level);
        }
        match topic.parts {
            Parts::Topics(topics) => topics
                .iter()
                .for_each(|part| self.topic(part, told || is_line)),
            Parts::Operations(operations) if !told && !is_line => self.split(topic, operations),
            Parts::Operations(_) => {}
        }
    }

    /// A topic of which only a part is allowed, or which is not worth a line.
    fn split(&mut self, topic: &'static Topic, operations: &'static [&'static str]) {
        let mut levels: Vec<(Level, Vec<&'static str>)> = Vec::new();
        for name in operations {
            let level = self.level(name);
            match levels.iter_mut().find(|(other, _)| *other == level) {
                Some((_, names)) => names.push(name),
                None => levels.push((level, vec![name])),
            }
        }
        for (level, names) in levels {
            if level == Level::Never && !self.tell_all {
                self.folded.rest.extend(names);
            } else if names.len() > FEW {
                self.line(
                    &some_of(topic.words.get(self.language), self.language),
                    &names,
                    &level,
                );
            } else {
                for name in names {
                    let words = entry(name).map_or(name, |entry| entry.words.get(self.language));
                    self.line(words, &[name], &level);
                }
            }
        }
    }

    fn line(&mut self, text: &str, operations: &[&str], level: &Level) {
        let (list, condition) = match level {
            Level::Always => (&mut self.folded.can, None),
            Level::OnlyIf(condition) => (&mut self.folded.only_if, Some(condition.as_str())),
            Level::Never => (&mut self.folded.cannot, None),
        };
        list.push(one(text, operations, condition, self.language));
    }
}
