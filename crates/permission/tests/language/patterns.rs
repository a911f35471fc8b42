//! Patterns (R51): P10.
use latchkey_permission::{Context, Pattern};
use proptest::prelude::*;

use crate::model::{matches, one};

/// Ten lines that know nothing of the crate: the four legal forms.
fn is_legal(text: &str) -> bool {
    let word = |part: &str| {
        part.chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
    };
    match text.split(':').collect::<Vec<_>>()[..] {
        ["*"] => true,
        [tag, operation] => {
            let start = operation.strip_suffix('*').unwrap_or(operation);
            !tag.is_empty()
                && !operation.is_empty()
                && word(tag)
                && word(start)
                && text.len() <= 128
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(crate::model::cases(1500))]

    #[test]
    fn r51_p10_patterns_agree_with_the_reference(text in "[AB]{0,2}:?[ab]{0,3}[*:]?[a?é]?", name in "[AB]{1,2}:[ab]{1,4}") {
        let pattern = Pattern::parse(&text);
        prop_assert_eq!(pattern.is_ok(), is_legal(&text), "{}", text);
        if let Ok(pattern) = pattern {
            prop_assert_eq!(pattern.matches(&name), matches(&text, &name));
            prop_assert_eq!(&Pattern::parse(&pattern.to_string()).unwrap(), &pattern);
            let set = one(&format!(r#"{{"statements":[{{"effect":"allow","api":"{text}"}}]}}"#));
            prop_assert_eq!(set.allows(&name, &Context::default()), matches(&text, &name));
        }
    }

    #[test]
    fn p10_a_pattern_covers_exactly_what_it_matches(left in "[AB]:[ab]{0,2}[*]?", right in "[AB]:[ab]{0,2}[*]?", name in "[AB]:[ab]{1,3}") {
        let (Ok(left), Ok(right)) = (Pattern::parse(&left), Pattern::parse(&right)) else { return Ok(()) };
        if left.covers(&right) && right.matches(&name) {
            prop_assert!(left.matches(&name));
        }
        prop_assert!(Pattern::parse("*").unwrap().covers(&left));
    }
}

#[test]
fn r51_a_tag_is_not_the_beginning_of_another() {
    let users = Pattern::parse("User:*").unwrap();
    assert!(users.matches("User:x") && !users.matches("UserAudit:x") && !users.matches("user:x"));
}

#[test]
fn names_that_nobody_knows_are_legal() {
    for name in ["OAuth2:authorize", "Sim:listSims", "SoraCam:*", "X_y-1.2:z"] {
        assert!(Pattern::parse(name).is_ok(), "{name}");
    }
    for text in [
        "",
        "User",
        "User:",
        ":x",
        "*:x",
        "Us*:x",
        "User:get*User",
        "(Subscriber|Sim):list*",
        "User:x:y",
        "**",
        " *",
    ] {
        assert!(Pattern::parse(text).is_err(), "{text}");
    }
    assert!(Pattern::parse(&format!("T:{}", "x".repeat(126))).is_ok());
    assert!(Pattern::parse(&format!("T:{}", "x".repeat(127))).is_err());
}
