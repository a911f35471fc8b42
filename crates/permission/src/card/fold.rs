//! Folding: as few lines as are true. A topic whose operations are all told the same way is one line; else its parts.
use std::collections::{BTreeMap, BTreeSet};

use super::Sentence;
use super::sentence::{one, some_of};
use super::topics::{Parts, TOPICS, Topic};
use crate::Language;
use crate::catalogue::entry;

/// So many operations of a topic are told one by one; more of them are "some of" it.
const FEW: usize = 3;

/// Operations to put into lines, each with its condition in words.
pub(crate) type Told = BTreeMap<&'static str, Option<String>>;

/// The lines for these operations: every one of them is in exactly one line, with no other.
pub(crate) fn fold(told: &Told, language: Language) -> Vec<Sentence> {
    let mut folding = Folding {
        told,
        language,
        lines: Vec::new(),
    };
    for topic in TOPICS {
        folding.topic(topic);
    }
    folding.lines
}

struct Folding<'a> {
    told: &'a Told,
    language: Language,
    lines: Vec<Sentence>,
}

impl Folding<'_> {
    fn topic(&mut self, topic: &Topic) {
        let operations = topic.operations();
        if self.are_alike(&operations) {
            let condition = operations
                .first()
                .and_then(|name| self.told.get(name)?.as_deref());
            return self.line(topic.words.get(self.language), &operations, condition);
        }
        match topic.parts {
            Parts::Topics(topics) => {
                for part in topics {
                    self.topic(part);
                }
            }
            Parts::Operations(operations) => self.split(topic, operations),
        }
    }

    /// Whether all of them are told, with the same condition.
    fn are_alike(&self, operations: &[&str]) -> bool {
        let first = operations.first().and_then(|name| self.told.get(name));
        first.is_some() && operations.iter().all(|name| self.told.get(name) == first)
    }

    /// A topic of which only a part is told.
    fn split(&mut self, topic: &Topic, operations: &[&'static str]) {
        let mut parts: Vec<(&Option<String>, Vec<&'static str>)> = Vec::new();
        for name in operations {
            let Some(condition) = self.told.get(name) else {
                continue;
            };
            match parts.iter_mut().find(|(other, _)| *other == condition) {
                Some((_, names)) => names.push(name),
                None => parts.push((condition, vec![name])),
            }
        }
        for (condition, names) in parts {
            if names.len() > FEW {
                let text = some_of(topic.words.get(self.language), self.language);
                self.line(&text, &names, condition.as_deref());
                continue;
            }
            for name in names {
                let words = entry(name).map_or(name, |entry| entry.words.get(self.language));
                self.line(words, &[name], condition.as_deref());
            }
        }
    }

    fn line(&mut self, text: &str, operations: &[&str], condition: Option<&str>) {
        let line = one(text, operations, condition, self.language);
        self.lines.push(line);
    }
}

/// The widest topics that are worth a line when they are missing, and the operations that no such line tells.
pub(super) fn notable(
    missing: &BTreeSet<&'static str>,
    language: Language,
) -> (Vec<Sentence>, Vec<&'static str>) {
    let mut widest: Vec<&Topic> = Vec::new();
    for topic in whole(missing).into_iter().filter(|topic| topic.notable) {
        // Wider topics come first, so a part of one that is told already is left out.
        let told: Vec<_> = widest.iter().flat_map(|wider| wider.operations()).collect();
        if !topic.operations().iter().all(|name| told.contains(name)) {
            widest.push(topic);
        }
    }
    let told: Vec<_> = widest.iter().flat_map(|topic| topic.operations()).collect();
    let line = |topic: &&Topic| {
        one(
            topic.words.get(language),
            &topic.operations(),
            None,
            language,
        )
    };
    let rest = missing.iter().filter(|name| !told.contains(name)).copied();
    (widest.iter().map(line).collect(), rest.collect())
}

/// The topics, wide and narrow, of which every operation is among these.
pub(super) fn whole(names: &BTreeSet<&'static str>) -> Vec<&'static Topic> {
    fn within(topic: &'static Topic, names: &BTreeSet<&'static str>) -> Vec<&'static Topic> {
        let own = topic
            .operations()
            .iter()
            .all(|name| names.contains(name))
            .then_some(topic);
        let parts: &[Topic] = match topic.parts {
            Parts::Topics(topics) => topics,
            Parts::Operations(_) => &[],
        };
        own.into_iter()
            .chain(parts.iter().flat_map(|part| within(part, names)))
            .collect()
    }
    TOPICS
        .iter()
        .flat_map(|topic| within(topic, names))
        .collect()
}
