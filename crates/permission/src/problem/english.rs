//! Problems in English.
use super::what::{Wanted, What};
use crate::Language::En;
use crate::condition::day_in_words;
use crate::json::{Wanted as Json, Why};

pub(super) fn message(what: &What) -> String {
    match what {
        What::DocumentTooLong => "The document is longer than 64 KiB.".into(),
        What::BrokenJson(why) => broken_json(*why).into(),
        What::UnknownField {
            name,
            meant: Some(meant),
        } => format!("Unknown field {name}. Did you mean {meant}?"),
        What::UnknownField { name, meant: None } => format!("Unknown field {name}."),
        What::DuplicateField(name) => format!("The field {name} is here twice. Keep one."),
        What::MissingField(name) => format!("The field {name} is missing."),
        What::WrongType(wanted) => wrong_type(*wanted).into(),
        What::TooManyStatements => {
            "A document has at most 100 statements. Roles can hold the rest.".into()
        }
        What::TooManyPatterns => {
            "A document names at most 200 operations. Use Tag:* or Tag:prefix*.".into()
        }
        What::BadPattern(text) => {
            format!(
                "{text} is not an operation. Write Tag:operation, Tag:prefix*, Tag:* or *, up to 128 characters."
            )
        }
        What::BadCondition(what) => what.message(En),
        What::UnknownOperation {
            closest: Some(closest),
            ..
        } => format!("No such operation. Closest: {closest}"),
        What::UnknownOperation {
            name,
            closest: None,
        } => {
            format!("Latchkey does not know {name}. It is kept, in case the server does.")
        }
        What::MatchesNothing(pattern) => {
            format!(
                "{pattern} matches nothing that Latchkey knows. It is kept, in case the server does."
            )
        }
        What::NoOperations => "This statement names no operation, so it does nothing.".into(),
        What::NeverTrue => "This condition can never be true.".into(),
        What::WindowOver(last) => format!(
            "This condition was true until {} and will not be again.",
            day_in_words(*last, En)
        ),
        What::PathVariableAbsent(name) => {
            format!(
                "None of these operations has {name} in its path, so this condition can never be true."
            )
        }
        What::DenyWithoutPathVariable {
            variable,
            operation,
        } => {
            format!("{operation} has no {variable} in its path, so it is always denied.")
        }
        What::DenyByIpv4 => {
            "Somebody who connects over IPv6 is not in this range, so the deny does not stop them. \
            Allow the addresses that you trust instead."
                .into()
        }
        What::GrantsEverything => "This allows everything, now and in the future.".into(),
        What::HostBits(range) => format!("This is a range, and it is read as {range}."),
    }
}

const fn broken_json(why: Why) -> &'static str {
    match why {
        Why::Wanted(Json::Value) => "A value is missing here. Text stands in double quotes.",
        Why::Wanted(Json::Key) => "A field name in double quotes is missing here.",
        Why::Wanted(Json::Colon) => "A colon is missing here.",
        Why::Wanted(Json::CommaOrBrace) => "A comma or } is missing here.",
        Why::Wanted(Json::CommaOrBracket) => "A comma or ] is missing here.",
        Why::TrailingComma => "Nothing follows this comma.",
        Why::OpenText => "The closing double quote is missing.",
        Why::BadText => "This character needs to be written differently in JSON.",
        Why::TextAfterEnd => "The document ends before this.",
        Why::TooDeep => "This is nested more than 8 levels deep.",
    }
}

const fn wrong_type(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Document => "A document is an object: { \"statements\": [ … ] }.",
        Wanted::Statements => "statements is a list: [ … ].",
        Wanted::Statement => "A statement is an object: { \"effect\": …, \"api\": … }.",
        Wanted::Effect => "effect is \"allow\" or \"deny\".",
        Wanted::Api => "api is an operation or a list of operations, in double quotes.",
        Wanted::Pattern => "An operation is text in double quotes.",
        Wanted::Condition => "condition is text in double quotes.",
    }
}
