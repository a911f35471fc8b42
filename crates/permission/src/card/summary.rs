//! The one or two sentences on top of a card.
use super::fold::whole;
use super::sentence::listed;
use super::{Levels, Sentence};
use crate::Language::{self, En, Ja};
use crate::language::{Words, words};
use crate::{Pattern, PermissionSet};

/// More than so many things are "and more".
const MOST: usize = 3;

pub(super) fn summary(
    set: &PermissionSet,
    levels: &Levels,
    lines: &[Sentence],
    who: Option<&str>,
    language: Language,
) -> String {
    let subject = subject(who, language);
    if set.broken().is_some() {
        return match language {
            En => format!(
                "{subject} cannot do anything: the permissions cannot be read. Save them again."
            ),
            Ja => format!(
                "{subject}権限を読み取れないため、何もできません。権限を保存し直してください。"
            ),
        };
    }
    if set.surely_all(&Pattern::StartsWith(String::new()), None, |_| false) {
        return match language {
            En => {
                format!("{subject} can do everything, except what only the account owner may do.")
            }
            Ja => format!("{subject}アカウント所有者だけの操作を除き、すべての操作ができます。"),
        };
    }
    let can = can(levels, lines, language);
    let missing = whole(&levels.never);
    let objects = missing
        .iter()
        .filter_map(|topic| word(topic.object, language));
    let objects: Vec<String> = objects.take(MOST).collect();
    let cannot = match language {
        En => listed(&objects, "or"),
        Ja => objects.join("・"),
    };
    match (language, can.is_empty(), cannot.is_empty()) {
        (En, true, _) => format!("{subject} cannot do anything yet."),
        (Ja, true, _) => format!("{subject}まだ何もできません。"),
        (En, false, true) => format!("{subject} can {can}."),
        (Ja, false, true) => format!("{subject}{can}ができます。"),
        (En, false, false) => format!("{subject} can {can}. {subject} cannot change {cannot}."),
        (Ja, false, false) => format!("{subject}{can}ができます。{cannot}の変更はできません。"),
    }
}

/// Japanese leaves the reader out.
fn subject(who: Option<&str>, language: Language) -> String {
    match (who, language) {
        (Some(who), En) => who.into(),
        (None, En) => "You".into(),
        (Some(who), Ja) => format!("{who}さんは、"),
        (None, Ja) => String::new(),
    }
}

fn word(words: Option<Words>, language: Language) -> Option<String> {
    words.map(|words| words.get(language).into())
}

/// Whole topics that have a short name; where there are none, the first lines of the card.
fn can(levels: &Levels, lines: &[Sentence], language: Language) -> String {
    let always = levels.always.keys().copied().collect();
    let named = whole(&always).into_iter();
    let mut parts: Vec<String> = named
        .filter_map(|topic| word(topic.brief, language))
        .collect();
    if parts.is_empty() {
        parts = lines
            .iter()
            .map(|line| in_sentence(line, language))
            .collect();
    }
    if parts.len() > MOST {
        parts.truncate(MOST);
        parts.push(words("more", "その他の操作").get(language).into());
    }
    match language {
        En => listed(&parts, "and"),
        Ja => parts.join(if parts.len() == 2 { "と、" } else { "、" }),
    }
}

/// A line as a part of a sentence: "See bills" becomes "see bills".
fn in_sentence(line: &Sentence, language: Language) -> String {
    let mut characters = line.text.chars();
    match (language, characters.next()) {
        (En, Some(first)) => first.to_lowercase().chain(characters).collect(),
        _ => line.text.clone(),
    }
}
