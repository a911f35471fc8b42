//! A change in words.
use latchkey_permission::{Language, Sentence, change, template};
use proptest::prelude::*;

use crate::model::{one, rules, set};

fn texts(sentences: &[Sentence]) -> Vec<&str> {
    sentences
        .iter()
        .map(|sentence| sentence.text.as_str())
        .collect()
}

fn told(before: &str, after: &str) -> latchkey_permission::Change {
    let of = |statements: &str| one(&format!("{{\"statements\":[{statements}]}}"));
    change(&of(before), &of(after), Language::En)
}

#[test]
fn the_drawn_review_reads_as_drawn() {
    let before = r#"{"effect":"allow","api":["Billing:get*","Payment:listPaymentStatements"]}"#;
    let after = r#"{"effect":"allow","api":"Billing:get*"},
        {"effect":"allow","api":"Payment:getPayerInformation","condition":"ipAddress('203.0.113.0/24')"}"#;
    let change = told(before, after);
    assert_eq!(
        texts(&change.gains),
        ["See payer information, only from 203.0.113.0/24"]
    );
    assert_eq!(texts(&change.losses), ["See invoices"]);
    assert!(change.becomes_conditional.is_empty() && !change.loses_own_way_back);
}

#[test]
fn a_new_condition_is_neither_gain_nor_loss() {
    let free = r#"{"effect":"allow","api":"User:listUsers"}"#;
    let bound =
        r#"{"effect":"allow","api":"User:listUsers","condition":"currentDate < date(2026, 2, 1)"}"#;
    assert_eq!(
        texts(&told(free, bound).becomes_conditional),
        ["See users, until 31 Jan 2026"]
    );
    assert_eq!(texts(&told(bound, free).gains), ["See users"]);
}

#[test]
fn names_that_nobody_knows_are_compared_too() {
    let change = told("", r#"{"effect":"allow","api":["Sim:getSim","SoraCam:*"]}"#);
    assert_eq!(texts(&change.gains), ["Sim:getSim", "SoraCam:*"]);
}

#[test]
fn losing_the_way_back_is_told() {
    let people = template("people").unwrap().document.to_text();
    assert!(change(&one(&people), &one(r#"{"statements":[]}"#), Language::En).loses_own_way_back);
    assert!(!change(&one(r#"{"statements":[]}"#), &one(&people), Language::En).loses_own_way_back);
}

/// A big change is told in topics, not operation by operation.
#[test]
fn a_promotion_is_a_few_lines() {
    let set = |id: &str| one(&template(id).unwrap().document.to_text());
    let promotion = change(&set("billing"), &set("administrator"), Language::En);
    assert_eq!(
        texts(&promotion.gains),
        [
            "Change the payment method or payer",
            "Register coupons",
            "See or change users and roles",
            "See or change who receives which mail",
            "See the audit log",
            "See or change the account’s details",
            "See stored credentials",
            "Change stored credentials",
            "Anything else",
        ]
    );
    let demotion = change(&set("administrator"), &set("billing"), Language::Ja);
    assert_eq!(demotion.losses.len(), promotion.gains.len());
    assert_eq!(demotion.losses[2].text, "ユーザー・ロールの閲覧と変更");
}

proptest! {
    #![proptest_config(crate::model::cases(200))]

    #[test]
    fn no_change_is_no_change_and_undoing_takes_back_what_was_gained(before in rules(), after in rules()) {
        let (before, after) = (set(&before), set(&after));
        let none = change(&before, &before, Language::En);
        prop_assert!(none.gains.is_empty() && none.losses.is_empty() && none.becomes_conditional.is_empty());
        let (there, back) = (change(&before, &after, Language::En), change(&after, &before, Language::En));
        for lost in there.losses.iter().flat_map(|sentence| &sentence.operations) {
            prop_assert!(back.gains.iter().any(|sentence| sentence.operations.contains(lost)));
        }
    }
}
