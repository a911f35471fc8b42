//! Nobody grants more than they surely hold (R47, R48): P14.
use latchkey_permission::exceeds;
use proptest::prelude::*;

use crate::model::{Call, call, one, rules, set};

proptest! {
    #![proptest_config(crate::model::cases(1500))]

    #[test]
    fn p14_a_grant_within_ones_rights_never_allows_more_than_one_has(
        actor in rules(), granted in rules(), calls in proptest::collection::vec(call(), 20),
    ) {
        let (actor, granted) = (set(&actor), set(&granted));
        if exceeds(&actor, &granted).is_empty() {
            for call in calls {
                prop_assert!(call.allowed_by(&actor) || !call.allowed_by(&granted), "{:?}", call);
            }
        }
    }

    /// What is surely held is held, whatever is known about the call.
    #[test]
    fn surely_is_an_under_estimate(rules in rules(), call in call()) {
        let set = set(&rules);
        prop_assert!(!set.surely(call.operation) || call.allowed_by(&set));
    }

    /// Whoever holds everything without exception may grant anything.
    #[test]
    fn an_administrator_may_grant_anything(granted in rules()) {
        let administrator = one(r#"{"statements":[{"effect":"allow","api":"*"}]}"#);
        prop_assert_eq!(exceeds(&administrator, &set(&granted)), Vec::<String>::new());
    }
}

fn beyond(actor: &str, granted: &str) -> Vec<String> {
    let of = |statements: &str| one(&format!("{{\"statements\":[{statements}]}}"));
    exceeds(&of(actor), &of(granted))
}

#[test]
fn a_wildcard_needs_the_wildcard() {
    let foo = r#"{"effect":"allow","api":"Foo:*"}"#;
    assert_eq!(beyond(foo, foo), [""; 0]);
    assert_eq!(beyond(r#"{"effect":"allow","api":"*"}"#, foo), [""; 0]);
    assert_eq!(
        beyond(r#"{"effect":"allow","api":["Foo:a*","Foo:bar"]}"#, foo),
        ["Foo:*"]
    );
    assert_eq!(
        beyond(
            r#"{"effect":"allow","api":"*"},{"effect":"deny","api":"Foo:bar","condition":"samUserName == 'x'"}"#,
            foo
        ),
        ["Foo:*"]
    );
}

#[test]
fn the_known_operations_beyond_are_named() {
    assert_eq!(
        beyond(
            r#"{"effect":"allow","api":"Billing:get*"}"#,
            r#"{"effect":"allow","api":"Billing:*"}"#
        ),
        [
            "Billing:*",
            "Billing:exportBilling",
            "Billing:exportLatestBilling"
        ]
    );
}

#[test]
fn a_condition_is_held_only_if_it_is_the_same() {
    let allow = |condition: &str| {
        format!(r#"{{"effect":"allow","api":"User:*","condition":"{condition}"}}"#)
    };
    let office = allow("ipAddress('10.0.0.0/8')");
    assert_eq!(beyond(&office, &allow("ipAddress('10.0.0.9/8')")), [""; 0]);
    assert!(!beyond(&office, &allow("ipAddress('10.0.0.0/9')")).is_empty());
    assert!(!beyond(&office, r#"{"effect":"allow","api":"User:getUser"}"#).is_empty());
}

#[test]
fn what_asks_for_the_caller_is_held_by_nobody_else() {
    let allow = |condition: &str| {
        format!(r#"{{"effect":"allow","api":"User:*","condition":"{condition}"}}"#)
    };
    for condition in [
        "samUserName == 'boss'",
        "not (samUserName == 'me')",
        "ipAddress('10.0.0.0/8') and samUserName != 'me'",
        "ipAddress('10.0.0.0/8') or pathVariable('user_name') != samUserName",
    ] {
        let statement = allow(condition);
        assert!(!beyond(&statement, &statement).is_empty(), "{condition}");
        let all = r#"{"effect":"allow","api":"User:*"}"#;
        assert_eq!(beyond(all, &statement), [""; 0]);
    }
}

#[test]
fn what_the_grant_itself_denies_is_not_granted() {
    let actor = r#"{"effect":"allow","api":"*"},{"effect":"deny","api":"Billing:*"}"#;
    assert_eq!(beyond(actor, actor), [""; 0]);
    assert!(!beyond(actor, r#"{"effect":"allow","api":"*"}"#).is_empty());
    assert!(!beyond(actor, r#"{"effect":"allow","api":"*"},{"effect":"deny","api":"Billing:*","condition":"samUserName == 'x'"}"#).is_empty());
}

#[test]
fn a_broken_actor_holds_nothing() {
    let broken = one("{");
    let granted = one(r#"{"statements":[{"effect":"allow","api":"User:getUser"}]}"#);
    assert_eq!(exceeds(&broken, &granted), ["User:getUser"]);
    assert_eq!(exceeds(&broken, &broken), [""; 0]);
    let call = Call {
        operation: "User:getUser",
        day: None,
        user: None,
        path: None,
        ip: None,
    };
    assert!(!call.allowed_by(&broken));
}
