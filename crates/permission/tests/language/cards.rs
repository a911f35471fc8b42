//! Access cards: true to reach, complete, and short.
use std::collections::BTreeMap;

use latchkey_permission::{
    AccessCard, Context, Language, PermissionSet, Reach, access_card, catalogue, parse, template,
};
use proptest::prelude::*;

use crate::model::{one, rules, set};

fn card(statements: &str, language: Language) -> AccessCard {
    let who = if language == Language::En {
        "Mei"
    } else {
        "佐藤"
    };
    access_card(
        &one(&format!("{{\"statements\":[{statements}]}}")),
        Some(who),
        language,
    )
}

fn texts(sentences: &[latchkey_permission::Sentence]) -> Vec<&str> {
    sentences
        .iter()
        .map(|sentence| sentence.text.as_str())
        .collect()
}

/// Each sentence stands only for operations that are as far within reach as its list says, and no operation is missing.
fn is_true_and_complete(set: &PermissionSet, card: &AccessCard) {
    let mut told = BTreeMap::new();
    for (list, sentences) in [
        ("can", &card.can),
        ("only if", &card.only_if),
        ("cannot", &card.cannot),
    ] {
        for name in sentences.iter().flat_map(|sentence| &sentence.operations) {
            assert_eq!(told.insert(name.clone(), list), None, "{name} twice");
        }
    }
    for entry in catalogue() {
        let expected = match set.reach(entry.name) {
            Reach::Always => "can",
            Reach::OnlyIf(_) => "only if",
            Reach::Never { .. } => "cannot",
        };
        match told.get(entry.name) {
            Some(list) => assert_eq!(*list, expected, "{}", entry.name),
            None => assert!(!entry.is_permitted(), "{} is missing", entry.name),
        }
    }
}

proptest! {
    #![proptest_config(crate::model::cases(200))]

    #[test]
    fn cards_are_true_and_complete(rules in rules()) {
        let set = set(&rules);
        is_true_and_complete(&set, &access_card(&set, Some("Mei"), Language::En));
        is_true_and_complete(&set, &access_card(&set, None, Language::Ja));
    }

    /// `Always` and `Never` are promises about `decide`, the function that enforces.
    #[test]
    fn reach_is_true_to_decide(rules in rules(), call in crate::model::call()) {
        let set = set(&rules);
        // A path variable that the operation does not have cannot be in the call either.
        let call = if call.operation.starts_with("User:getUser") { call } else { call.less([true, true, false, true]) };
        match set.reach(call.operation) {
            Reach::Always => prop_assert!(call.allowed_by(&set)),
            Reach::Never { .. } => prop_assert!(!call.allowed_by(&set)),
            Reach::OnlyIf(_) => {}
        }
    }
}

const DRAWN: &str = r#"{"effect":"allow","api":["Billing:get*","Billing:export*","Payment:exportPaymentStatement"]},
    {"effect":"allow","api":"Payment:getPayerInformation","condition":"ipAddress('203.0.113.0/24')"}"#;

#[test]
fn the_drawn_card_reads_as_drawn() {
    let card = card(DRAWN, Language::En);
    assert_eq!(
        card.summary,
        "Mei can see bills and download invoices. Mei cannot change payment details, users or permissions."
    );
    assert_eq!(
        texts(&card.can),
        [
            "See this month’s total and past bills",
            "Download invoices and bill details"
        ]
    );
    assert_eq!(
        texts(&card.only_if),
        ["See payer information, only from 203.0.113.0/24"]
    );
    assert_eq!(
        card.only_if[0].condition.as_deref(),
        Some("only from 203.0.113.0/24")
    );
    assert_eq!(
        texts(&card.cannot),
        [
            "Change the payment method or payer",
            "See or change users and roles",
            "Anything else"
        ]
    );
    let open: Vec<_> = card
        .screens
        .iter()
        .filter(|screen| screen.opens)
        .map(|screen| screen.id.as_str())
        .collect();
    assert_eq!(open, ["billing", "my_access", "settings"]);
}

#[test]
fn the_drawn_card_reads_as_drawn_in_japanese() {
    let card = card(DRAWN, Language::Ja);
    assert_eq!(
        card.summary,
        "佐藤さんは、請求の閲覧と、請求書のダウンロードができます。支払い情報・ユーザー・権限の変更はできません。"
    );
    assert_eq!(
        texts(&card.can),
        ["今月の合計と過去の請求の閲覧", "請求書と明細のダウンロード"]
    );
    assert_eq!(
        texts(&card.only_if),
        ["請求先情報の閲覧 (203.0.113.0/24 からのみ)"]
    );
    assert_eq!(
        texts(&card.cannot),
        [
            "支払い方法・請求先の変更",
            "ユーザー・ロールの閲覧と変更",
            "そのほかすべて"
        ]
    );
}

#[test]
fn a_part_of_a_topic_is_told_as_that_part() {
    let card = card(
        r#"{"effect":"allow","api":["Billing:getLatestBilling","User:get*"]}"#,
        Language::En,
    );
    assert_eq!(
        texts(&card.can),
        [
            "See this month’s total",
            "Some of: See users and what they can do"
        ]
    );
}

#[test]
fn everything_with_exceptions_names_the_exceptions() {
    let card = card(
        r#"{"effect":"allow","api":"*"},{"effect":"deny","api":"User:deleteUser"}"#,
        Language::En,
    );
    assert_eq!(
        texts(&card.cannot),
        ["Delete users", "What only the account owner may do"]
    );
    assert_eq!(card.can.last().unwrap().text, "Anything else");
}

#[test]
fn nothing_everything_broken_and_oneself_have_their_own_summaries() {
    let summary = |text: &str, who, language| access_card(&one(text), who, language).summary;
    let nothing = r#"{"statements":[]}"#;
    let everything = template("administrator").unwrap().document.to_text();
    assert_eq!(
        summary(nothing, Some("Mei"), Language::En),
        "Mei cannot do anything yet."
    );
    assert_eq!(
        summary(nothing, None, Language::En),
        "You cannot do anything yet."
    );
    assert_eq!(
        summary(nothing, Some("佐藤"), Language::Ja),
        "佐藤さんは、まだ何もできません。"
    );
    assert_eq!(
        summary(&everything, None, Language::En),
        "You can do everything, except what only the account owner may do."
    );
    let broken = access_card(&one("{"), Some("Mei"), Language::En);
    assert!(broken.broken && broken.can.is_empty() && broken.only_if.is_empty());
    assert!(
        broken
            .summary
            .starts_with("Mei cannot do anything: the permissions cannot be read.")
    );
}

#[test]
fn names_that_nobody_knows_are_kept_and_told() {
    let card = card(
        r#"{"effect":"allow","api":["Sim:*","Sim:getSim","User:*"]}"#,
        Language::En,
    );
    assert_eq!(card.unknown, ["Sim:*", "Sim:getSim"]);
}

/// A deny that contradicts the only way in is a "never", not an "only if".
#[test]
fn reach_sees_through_contradictions() {
    let reach = |statements: &str, name: &str| {
        one(&format!("{{\"statements\":[{statements}]}}")).reach(name)
    };
    let office = r#"{"effect":"allow","api":"User:*","condition":"ipAddress('10.0.0.0/8')"}"#;
    let not_office = r#"{"effect":"deny","api":"User:*","condition":"ipAddress('10.0.0.0/8')"}"#;
    assert!(matches!(
        reach(&format!("{office},{not_office}"), "User:getUser"),
        Reach::Never {
            denied_by: Some((_, 2))
        }
    ));
    let own =
        r#"{"effect":"allow","api":"*","condition":"pathVariable('user_name') == samUserName"}"#;
    assert!(matches!(
        reach(own, "User:listUsers"),
        Reach::Never { denied_by: None }
    ));
    assert!(matches!(reach(own, "User:getUser"), Reach::OnlyIf(_)));
    assert!(matches!(
        reach(r#"{"effect":"allow","api":"*"}"#, "Email:listEmails"),
        Reach::Never { denied_by: None }
    ));
    assert!(matches!(reach("", "Auth:logout"), Reach::Always));
}

#[test]
fn a_card_travels_as_json_and_back() {
    let card = card(DRAWN, Language::En);
    let json = serde_json::to_value(&card).unwrap();
    assert_eq!(json["onlyIf"][0]["condition"], "only from 203.0.113.0/24");
    assert_eq!(serde_json::from_value::<AccessCard>(json).unwrap(), card);
}

#[test]
fn statements_have_cards_of_their_own() {
    let document = parse(&format!("{{\"statements\":[{DRAWN}]}}")).unwrap();
    let cards = document.cards(Language::En);
    assert_eq!(
        cards[0].title,
        "See bills, Download bills and Download invoices"
    );
    assert_eq!(
        cards[1].only_when.as_ref().unwrap().words,
        "only from 203.0.113.0/24"
    );
    assert!(cards[0].what.iter().all(|pattern| pattern.known));
}

#[test]
fn an_explanation_reads_as_drawn() {
    let set = one(
        r#"{"statements":[{"effect":"allow","api":"Billing:export*"},{"effect":"deny","api":"Billing:*"}]}"#,
    );
    let told = set.explain("Billing:exportBilling", &Context::default(), Language::En);
    assert_eq!(
        told.headline,
        "Statement 2 denies Billing:*. A deny always wins over an allow."
    );
    assert_eq!(
        told.steps
            .iter()
            .map(|step| step.text.as_str())
            .collect::<Vec<_>>(),
        [
            "Statement 1 allows Billing:export*",
            "Statement 2 denies Billing:*"
        ]
    );
    let told = set.explain("Billing:exportBilling", &Context::default(), Language::Ja);
    assert_eq!(
        told.headline,
        "ステートメント2が Billing:* を拒否しています。許可より拒否が優先されます。"
    );
    assert_eq!(
        told.steps[0].text,
        "ステートメント1: Billing:export* を許可"
    );
}
