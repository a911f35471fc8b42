//! The catalogue is complete, without doubles, and readable in both languages.
use std::collections::BTreeMap;

use latchkey_permission::{
    AskedBy, Language, Pattern, area, areas, catalogue, entry, pattern_words, screens,
};

/// Every operation of the reference with the variables of its path.
const REFERENCE: &str = include_str!("account-api.txt");

/// The ones that the reference lacks.
const OURS: [(&str, &[&str]); 29] = [
    ("Access:explainSelf", &[]),
    ("Access:listCatalogue", &[]),
    ("Access:listTemplates", &[]),
    ("Account:createOperator", &[]),
    ("Auth:getMailToken", &[]),
    ("Auth:issueRecoveryToken", &[]),
    ("Auth:issueUserPasswordResetToken", &[]),
    ("Auth:objectToRecovery", &[]),
    ("Auth:verifyPasswordResetCode", &[]),
    ("Email:getWayBack", &["operator_id"]),
    ("Email:resendAddEmailToken", &["operator_id", "email_id"]),
    ("Email:sendTestEmail", &["operator_id", "email_id"]),
    ("Email:stopRecovery", &["operator_id"]),
    ("Email:undoPrimaryChange", &[]),
    ("Email:updateEmail", &["operator_id", "email_id"]),
    ("Email:verifyEmailCode", &["operator_id", "email_id"]),
    ("Mail:getMailSettings", &["operator_id"]),
    ("Mail:getMailStanding", &[]),
    ("Mail:listMailKinds", &["operator_id"]),
    ("Mail:readMessage", &["operator_id", "message_id"]),
    ("Mail:retryMessages", &["operator_id"]),
    ("Mail:searchOutbox", &["operator_id"]),
    ("Mail:updateMailKind", &["operator_id", "kind"]),
    ("Mail:updateMailSettings", &["operator_id"]),
    ("Server:getServer", &[]),
    ("Session:confirmPassword", &[]),
    ("Session:endSession", &[]),
    ("Session:listSessions", &[]),
    ("User:verifyContactToken", &[]),
];

#[test]
fn every_operation_of_the_reference_is_there_with_its_path_variables() {
    let mut expected: BTreeMap<&str, Vec<&str>> = OURS
        .iter()
        .map(|(name, path)| (*name, path.to_vec()))
        .collect();
    for line in REFERENCE.lines() {
        let mut words = line.split(' ');
        expected.insert(words.next().unwrap(), words.collect());
    }
    assert_eq!(expected.len(), 102 + OURS.len());
    let ours: BTreeMap<&str, Vec<&str>> = catalogue()
        .iter()
        .map(|entry| (entry.name, entry.path.to_vec()))
        .collect();
    assert_eq!(ours, expected);
    assert_eq!(ours.len(), catalogue().len(), "no operation twice");
}

#[test]
fn every_word_is_there_in_both_languages() {
    for entry in catalogue() {
        let english = entry.words.get(Language::En);
        assert!(
            english.chars().next().unwrap().is_uppercase() && !english.ends_with('.'),
            "{english}"
        );
        let japanese = entry.words.get(Language::Ja);
        assert!(
            !japanese.is_ascii() && !japanese.ends_with('。'),
            "{japanese}"
        );
        assert!(area(entry.area()).is_some(), "{}", entry.name);
    }
    let mut english: Vec<_> = catalogue().iter().map(|entry| entry.words.en).collect();
    english.sort_unstable();
    let before = english.len();
    english.dedup();
    assert_eq!(english.len(), before, "two operations with the same words");
}

#[test]
fn who_may_ask_at_all() {
    let of = |asked_by: AskedBy| {
        catalogue()
            .iter()
            .filter(|entry| entry.asked_by == asked_by)
            .map(|entry| entry.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(AskedBy::Public),
        [
            "Account:createOperator",
            "Auth:auth",
            "Auth:getMailToken",
            "Auth:issuePasswordResetToken",
            "Auth:issueRecoveryToken",
            "Auth:issueUserPasswordResetToken",
            "Auth:objectToRecovery",
            "Auth:verifyPasswordResetCode",
            "Auth:verifyPasswordResetToken",
            "Email:undoPrimaryChange",
            "Email:verifyAddEmailToken",
            "Operator:issueMFARevokingToken",
            "Operator:verifyMFARevokingToken",
            "Server:getServer",
            "User:verifyContactToken"
        ]
    );
    assert_eq!(
        of(AskedBy::SignedIn),
        [
            "Access:explainSelf",
            "Access:listCatalogue",
            "Access:listTemplates",
            "Auth:logout",
            "Mail:getMailStanding",
            "Session:confirmPassword",
            "Session:endSession",
            "Session:listSessions"
        ]
    );
    assert!(of(AskedBy::Root).contains(&"Email:listEmails"));
}

#[test]
fn patterns_have_words() {
    let words = |text: &str, language| pattern_words(&Pattern::parse(text).unwrap(), language);
    assert_eq!(words("*", Language::En), "Everything");
    assert_eq!(words("Billing:*", Language::En), "Everything in Billing");
    assert_eq!(words("Billing:*", Language::Ja), "請求のすべて");
    assert_eq!(words("Billing:get*", Language::En), "See bills");
    assert_eq!(words("Billing:get*", Language::Ja), "請求の閲覧");
    assert_eq!(words("Billing:getBil*", Language::En), "Billing:getBil*");
    assert_eq!(words("User:listUsers", Language::En), "See users");
    assert_eq!(words("Sim:listSims", Language::Ja), "Sim:listSims");
    assert_eq!(areas().len(), 15);
}

#[test]
fn screens_name_known_operations() {
    for screen in screens() {
        for name in screen.opens_with.iter().chain(screen.uses) {
            assert!(entry(name).is_some(), "{}: {name}", screen.id);
        }
    }
    let free: Vec<_> = screens()
        .iter()
        .filter(|screen| screen.opens_with.is_empty())
        .map(|screen| screen.id)
        .collect();
    assert_eq!(free, ["my_access", "settings"]);
    assert_eq!(screens().len(), 11);
}
