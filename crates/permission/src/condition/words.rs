//! Conditions as people say them. What has no words of its own falls back to its canonical text.
use jiff::civil::Date;

use super::expression::{Comparison, Expression};
use super::normal::{pushed_in, range_of, window, with_literal};
use crate::Language::{self, En, Ja};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// "only from 203.0.113.0/24, until 1 Feb 2026"
pub(crate) fn in_words(expression: &Expression, language: Language) -> String {
    let normal = pushed_in(expression, false);
    let phrase = match &normal {
        Expression::All(parts) => together(parts, language),
        Expression::Any(parts) => either(parts, language),
        one => together(std::slice::from_ref(one), language),
    };
    phrase.unwrap_or_else(|| as_text(&expression.to_string(), language))
}

/// Nobody reads a condition that is longer than this.
const LONG: usize = 200;

fn as_text(text: &str, language: Language) -> String {
    match (language, text.len() > LONG) {
        (En, false) => format!("only when {text}"),
        (En, true) => "only on several conditions".into(),
        (Ja, false) => format!("{text} のときのみ"),
        (Ja, true) => "複数の条件を満たすときのみ".into(),
    }
}

fn together(parts: &[Expression], language: Language) -> Option<String> {
    let is_date = |part: &&Expression| {
        with_literal(part).is_some_and(|(subject, how, _)| {
            *subject == Expression::CurrentDate && how != Comparison::NotEqual
        })
    };
    let others = parts
        .iter()
        .filter(|part| !is_date(part))
        .map(|part| single(part, language));
    let mut phrases = others.collect::<Option<Vec<_>>>()?;
    phrases.extend(window_in_words(
        window(parts.iter().filter(is_date)),
        language,
    ));
    Some(phrases.join(match language {
        En => ", ",
        Ja => "、",
    }))
}

/// Alternatives have words only when they are all places.
fn either(parts: &[Expression], language: Language) -> Option<String> {
    let place = |part| match range_of(part)? {
        (range, true) => Some(range.to_string()),
        (_, false) => None,
    };
    let places = parts.iter().map(place).collect::<Option<Vec<_>>>()?;
    Some(match language {
        En => format!("only from {}", places.join(" or ")),
        Ja => format!("{} からのみ", places.join(" または ")),
    })
}

fn single(literal: &Expression, language: Language) -> Option<String> {
    if let Some((range, wanted)) = range_of(literal) {
        return Some(match (language, wanted) {
            (En, true) => format!("only from {range}"),
            (En, false) => format!("except from {range}"),
            (Ja, true) => format!("{range} からのみ"),
            (Ja, false) => format!("{range} 以外からのみ"),
        });
    }
    if let Expression::Bool(value) = literal {
        return Some(constant(*value, language).into());
    }
    if let Some(own) = own_user_name(literal) {
        return Some(own_in_words(own, language).into());
    }
    match with_literal(literal)? {
        (Expression::SamUserName, how, Expression::Text(name)) => {
            Some(match (language, how == Comparison::Equal) {
                (En, true) => format!("only when signed in as {name}"),
                (En, false) => format!("except when signed in as {name}"),
                (Ja, true) => format!("{name} としてサインインしたときのみ"),
                (Ja, false) => format!("{name} 以外としてサインインしたときのみ"),
            })
        }
        (Expression::PathVariable(variable), how, Expression::Text(value)) => {
            let noun = path_variable(variable, language);
            Some(match (language, how == Comparison::Equal) {
                (En, true) => format!("only for {noun} {value}"),
                (En, false) => format!("except for {noun} {value}"),
                (Ja, true) => format!("{noun}が {value} のときのみ"),
                (Ja, false) => format!("{noun}が {value} 以外のときのみ"),
            })
        }
        _ => None,
    }
}

const fn constant(value: bool, language: Language) -> &'static str {
    match (language, value) {
        (En, true) => "always",
        (En, false) => "never",
        (Ja, true) => "常に",
        (Ja, false) => "適用されることはない",
    }
}

/// Whether it asks for the caller's own user name, or for anybody else's.
fn own_user_name(literal: &Expression) -> Option<bool> {
    let Expression::Compare(left, how, right) = literal else {
        return None;
    };
    let sides = [left.as_ref(), right.as_ref()];
    let named =
        |side: &&Expression| matches!(side, Expression::PathVariable(name) if name == "user_name");
    let own = sides.contains(&&Expression::SamUserName) && sides.iter().any(named);
    own.then_some(*how == Comparison::Equal)
}

const fn own_in_words(own: bool, language: Language) -> &'static str {
    match (language, own) {
        (En, true) => "only for their own user name",
        (En, false) => "except for their own user name",
        (Ja, true) => "自分のユーザー名に対してのみ",
        (Ja, false) => "自分以外のユーザー名に対してのみ",
    }
}

/// A path variable as a noun.
pub(crate) fn path_variable(name: &str, language: Language) -> String {
    let (en, ja) = match name {
        "user_name" => ("user name", "ユーザー名"),
        "operator_id" => ("operator ID", "オペレーターID"),
        "role_id" => ("role ID", "ロールID"),
        "auth_key_id" => ("auth key ID", "認証キーID"),
        "email_id" => ("email ID", "メールアドレスID"),
        "yyyyMM" => ("month", "月"),
        "sim_id" => ("SIM ID", "SIM ID"),
        "imsi" => ("IMSI", "IMSI"),
        "group_id" => ("group ID", "グループID"),
        other => (other, other),
    };
    match language {
        En => en.into(),
        Ja => ja.into(),
    }
}

fn window_in_words(window: (Option<Date>, Option<Date>), language: Language) -> Option<String> {
    let day = |date: Date| day_in_words(date, language);
    Some(match (window, language) {
        ((None, None), _) => return None,
        ((Some(first), Some(last)), En) if first == last => format!("only on {}", day(first)),
        ((Some(first), Some(last)), Ja) if first == last => format!("{}のみ", day(first)),
        ((Some(first), Some(last)), En) => format!("from {} until {}", day(first), day(last)),
        ((Some(first), Some(last)), Ja) => format!("{}から{}まで", day(first), day(last)),
        ((Some(first), None), En) => format!("from {}", day(first)),
        ((Some(first), None), Ja) => format!("{}から", day(first)),
        ((None, Some(last)), En) => format!("until {}", day(last)),
        ((None, Some(last)), Ja) => format!("{}まで", day(last)),
    })
}

/// "1 Feb 2026", 「2026年2月1日」
pub(crate) fn day_in_words(date: Date, language: Language) -> String {
    let month = usize::try_from(date.month() - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .unwrap_or(&"");
    match language {
        En => format!("{} {month} {}", date.day(), date.year()),
        Ja => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
    }
}
