//! The one or two sentences on top of a card.
use super::Sentence;
use super::fold::Folded;
use super::sentence::listed;
use crate::Language::{self, En, Ja};
use crate::language::Words;
use crate::{Pattern, PermissionSet};

/// More than so many things are "and more".
const MOST: usize = 3;

pub(super) fn summary(
    set: &PermissionSet,
    folded: &Folded,
    who: &str,
    language: Language,
) -> String {
    if set.broken().is_some() {
        return match language {
            En => format!(
                "{who} cannot do anything: the permissions cannot be read. Save them again."
            ),
            Ja => format!(
                "権限を読み取れないため、{who}さんは何もできません。権限を保存し直してください。"
            ),
        };
    }
    if set.surely_all(&Pattern::StartsWith(String::new()), None, |_| false) {
        return match language {
            En => format!("{who} can do everything, except what only the account owner may do."),
            Ja => {
                format!("{who}さんは、アカウント所有者だけの操作を除き、すべての操作ができます。")
            }
        };
    }
    let can = can(folded, language);
    let objects: Vec<String> = folded
        .none
        .iter()
        .filter_map(|topic| word(topic.object, language))
        .take(MOST)
        .collect();
    let cannot = listed(&objects, "or", language);
    match (language, can.is_empty(), cannot.is_empty()) {
        (En, true, _) => format!("{who} cannot do anything yet."),
        (Ja, true, _) => format!("{who}さんにできることは、まだありません。"),
        (En, false, true) => format!("{who} can {can}."),
        (Ja, false, true) => format!("{who}さんは、{can}ができます。"),
        (En, false, false) => format!("{who} can {can}. {who} cannot change {cannot}."),
        (Ja, false, false) => format!("{who}さんは、{can}ができます。{cannot}の変更はできません。"),
    }
}

fn word(words: Option<Words>, language: Language) -> Option<String> {
    words.map(|words| words.get(language).into())
}

/// Whole topics that have a short name; where there are none, the first lines of the card.
fn can(folded: &Folded, language: Language) -> String {
    let mut parts: Vec<String> = folded
        .whole
        .iter()
        .filter_map(|topic| word(topic.brief, language))
        .collect();
    if parts.is_empty() {
        parts = folded
            .can
            .iter()
            .chain(&folded.only_if)
            .map(|line| in_sentence(line, language))
            .collect();
    }
    let more = match language {
        En => "more",
        Ja => "その他の操作",
    };
    if parts.len() > MOST {
        parts.truncate(MOST);
        parts.push(more.into());
    }
    listed(&parts, "and", language)
}

/// A line as a part of a sentence: "See bills" becomes "see bills".
fn in_sentence(line: &Sentence, language: Language) -> String {
    let mut characters = line.text.chars();
    match (language, characters.next()) {
        (En, Some(first)) => first.to_lowercase().chain(characters).collect(),
        _ => line.text.clone(),
    }
}
