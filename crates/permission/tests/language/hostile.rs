//! P7 and R52: no text, however hostile, panics, overflows a small stack, or takes long.
use std::time::{Duration, Instant};

use jiff::civil::date;
use latchkey_permission::{Condition, Language, check, parse};
use proptest::prelude::*;

const TOKENS: [&str; 24] = [
    "(",
    ")",
    "not ",
    "and ",
    "or ",
    "true",
    "false",
    "==",
    "<",
    "'a'",
    "'",
    ",",
    "date(",
    "1",
    "2026",
    "currentDate",
    "sourceIp",
    "samUserName",
    "pathVariable(",
    "ipAddress(",
    "'10.0.0.0/8'",
    " ",
    "\u{0}",
    "é",
];
const PIECES: [&str; 20] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"statements\"",
    "\"effect\"",
    "\"allow\"",
    "\"api\"",
    "\"*\"",
    "\"User:*\"",
    "\"condition\"",
    "\"true\"",
    "\"not (\"",
    "\\",
    "\"",
    "null",
    "1e9",
    "😀",
];

fn soup(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(pieces), 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(crate::model::cases(2000))]

    #[test]
    fn p7_any_text_ends_in_a_condition_or_a_reason(text in prop_oneof![any::<String>(), soup(&TOKENS)]) {
        match Condition::parse(&text) {
            Ok(condition) => prop_assert_eq!(Condition::parse(&condition.to_string()).unwrap(), condition),
            Err(problem) => {
                prop_assert!(problem.range().end <= text.len());
                prop_assert!(!problem.message(Language::Ja).is_empty());
            }
        }
    }

    #[test]
    fn p7_any_text_ends_in_a_document_or_its_problems(text in prop_oneof![any::<String>(), soup(&PIECES)]) {
        let checked = check(&text, Some(date(2026, 11, 21)));
        let units = text.encode_utf16().count();
        for problem in checked.problems(Language::En) {
            prop_assert!(problem.start <= problem.end && problem.end as usize <= units);
        }
        match checked.document {
            Some(document) => prop_assert_eq!(parse(&document.to_text()).unwrap(), document),
            None => prop_assert!(!checked.findings.is_empty()),
        }
    }
}

fn documents() -> Vec<String> {
    let deep = 60_000;
    let condition = |text: &str| {
        format!(r#"{{"statements":[{{"effect":"deny","api":"*","condition":"{text}"}}]}}"#)
    };
    let mut documents = vec![
        "[".repeat(deep),
        "{\"a\":".repeat(deep / 5),
        "\"\\".repeat(deep / 2),
        "\"".repeat(deep),
        "{\"statements\":[".to_owned() + &"{},".repeat(deep / 3),
        format!("{{{}}}", vec!["\"a\":1"; deep / 6].join(",")),
        format!("{{\"statements\":[{}]}}", vec!["{\"x\":1}"; 100].join(",")),
    ];
    documents.extend(conditions().iter().map(|text| condition(text)));
    documents
}

pub fn conditions() -> Vec<String> {
    vec![
        "(".repeat(1024),
        "not ".repeat(256),
        "not(".repeat(255),
        "true or ".repeat(127) + "true",
        "(true or ".repeat(16) + "true",
        "'".repeat(1023),
        "a".repeat(1024),
        ["(samUserName == 'a' or samUserName == 'b')"; 12].join(" and "),
        "(((true and (".repeat(78),
    ]
}

#[test]
fn p7_hostile_texts_fit_a_stack_of_256_kib() {
    let all = || {
        for text in documents() {
            let checked = check(&text, Some(date(2026, 11, 21)));
            assert!(checked.findings.len() <= 51);
        }
        for text in conditions() {
            let _ = Condition::parse(&text).map(|condition| condition.words(Language::En));
        }
    };
    std::thread::Builder::new()
        .stack_size(256 * 1024)
        .spawn(all)
        .unwrap()
        .join()
        .unwrap();
}

/// 50 µs in a release build; here only that nothing explodes.
#[test]
fn r52_hostile_texts_take_no_time() {
    for text in documents().iter().chain(&conditions()) {
        let start = Instant::now();
        let _ = check(text, None);
        let _ = Condition::parse(text);
        assert!(
            start.elapsed() < Duration::from_secs(2),
            "{} …: {:?}",
            text.chars().take(40).collect::<String>(),
            start.elapsed()
        );
    }
}
