//! Patterns in words: "Everything in Billing", "See bills".
use super::{area, entry};
use crate::Language::{self, En, Ja};
use crate::{Pattern, Words};

/// The usual beginnings of operation names as verbs; `{}` is what the area is about.
const VERBS: [(&str, Words); 10] = [
    (
        "get",
        Words {
            en: "See {}",
            ja: "{}の閲覧",
        },
    ),
    (
        "list",
        Words {
            en: "List {}",
            ja: "{}の一覧の閲覧",
        },
    ),
    (
        "export",
        Words {
            en: "Download {}",
            ja: "{}のダウンロード",
        },
    ),
    (
        "create",
        Words {
            en: "Create {}",
            ja: "{}の作成",
        },
    ),
    (
        "generate",
        Words {
            en: "Generate keys for {}",
            ja: "{}のキーの作成",
        },
    ),
    (
        "update",
        Words {
            en: "Change {}",
            ja: "{}の変更",
        },
    ),
    (
        "set",
        Words {
            en: "Set {}",
            ja: "{}の設定",
        },
    ),
    (
        "delete",
        Words {
            en: "Delete {}",
            ja: "{}の削除",
        },
    ),
    (
        "attach",
        Words {
            en: "Give {}",
            ja: "{}の付与",
        },
    ),
    (
        "detach",
        Words {
            en: "Take away {}",
            ja: "{}の取り外し",
        },
    ),
];

/// What a pattern means, in words; its own text where there are none.
#[must_use]
pub fn pattern_words(pattern: &Pattern, language: Language) -> String {
    let words = match pattern {
        Pattern::Exact(name) => entry(name).map(|entry| entry.words.get(language).into()),
        Pattern::StartsWith(start) => match start.split_once(':') {
            None => Some(
                Words {
                    en: "Everything",
                    ja: "すべて",
                }
                .get(language)
                .into(),
            ),
            Some((tag, beginning)) => beginning_in_words(tag, beginning, language),
        },
    };
    words.unwrap_or_else(|| pattern.to_string())
}

fn beginning_in_words(tag: &str, beginning: &str, language: Language) -> Option<String> {
    let area = area(tag)?;
    if beginning.is_empty() {
        let name = area.words.get(language);
        return Some(match language {
            En => format!("Everything in {name}"),
            Ja => format!("{name}のすべて"),
        });
    }
    let (_, verb) = VERBS.iter().find(|(verb, _)| *verb == beginning)?;
    Some(verb.get(language).replace("{}", area.things.get(language)))
}
