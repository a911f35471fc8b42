//! The facts of a message as it tells them: harmless, and in its language.

use super::{Phrases, harmless};
use crate::mail::Facts;
use jiff::{Timestamp, tz::TimeZone};

/// What a message may tell.
pub(super) struct Told {
    /// The account's name, or its ID where it has none; for the middle of a sentence.
    pub(super) account: String,
    /// The user it is about, for the middle of a sentence; absent where it is about root.
    pub(super) user: Option<String>,
    /// What system somebody signed in from, for the middle of a sentence.
    pub(super) system: Option<String>,
    /// From when on its link and code work, where that is later.
    pub(super) opens: Option<String>,
    /// Everything that there is to know, with its label, in the order in which people look for it.
    pub(super) rows: Vec<(&'static str, String)>,
}

impl Told {
    pub(super) fn of(facts: &Facts, phrases: &Phrases) -> Self {
        let name = Some(harmless::text(&facts.account)).filter(|name| !name.is_empty());
        let operator_id = harmless::text(&facts.operator_id);
        let user = told(facts.user_name.as_ref(), harmless::user_name);
        let device = facts.device.as_ref();
        let quoted = |text: &String| quoted(text, phrases.quotes);
        Self {
            account: quoted(name.as_ref().unwrap_or(&operator_id)),
            user: user.as_ref().map(quoted),
            system: told(device, harmless::system).as_ref().map(quoted),
            opens: date(facts.opens_ms, phrases),
            rows: rows(facts, phrases, name, operator_id, user),
        }
    }
}

fn rows(
    facts: &Facts,
    phrases: &Phrases,
    name: Option<String>,
    operator_id: String,
    user: Option<String>,
) -> Vec<(&'static str, String)> {
    let labels = &phrases.labels;
    let person = told(facts.person.as_ref(), harmless::text).filter(|it| Some(it) != user.as_ref());
    let rows = [
        (labels.account, name),
        (labels.operator_id, Some(operator_id)),
        (labels.person, person),
        (labels.user_name, user),
        (
            labels.address,
            told(facts.email.as_ref(), harmless::address),
        ),
        (
            labels.address_before,
            told(facts.old_email.as_ref(), harmless::address),
        ),
        (labels.when, date(facts.at_ms, phrases)),
        (labels.by, by(facts, phrases)),
        (labels.device, told(facts.device.as_ref(), harmless::text)),
        (labels.source, told(facts.source.as_ref(), harmless::source)),
    ];
    let told = rows
        .into_iter()
        .map(|(label, value)| value.map(|value| (label, value)));
    told.flatten()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

fn told(text: Option<&String>, harmless: fn(&str) -> String) -> Option<String> {
    text.map(|text| harmless(text))
        .filter(|text| !text.is_empty())
}

/// A user may be called `root`, too; only that one has an ID.
fn by(facts: &Facts, phrases: &Phrases) -> Option<String> {
    let by = facts.by.as_ref();
    if facts.by_id.is_none() && by.is_some_and(|by| by == "root") {
        return Some(phrases.root.to_owned());
    }
    told(by, harmless::user_name)
}

/// A time, written out; nothing for one that was not told.
pub(super) fn date(ms: i64, phrases: &Phrases) -> Option<String> {
    let time = Timestamp::from_millisecond(ms).ok().filter(|_| ms != 0)?;
    let zoned = time.to_zoned(TimeZone::UTC);
    Some(zoned.strftime(phrases.date).to_string())
}

/// In quotes, if it could be taken for a part of the sentence that it stands in.
fn quoted(name: &String, (open, close): (&str, &str)) -> String {
    let plain = |c: char| c.is_alphanumeric() || " -_&'.@".contains(c);
    if name.chars().all(plain) {
        return name.clone();
    }
    format!("{open}{name}{close}")
}
