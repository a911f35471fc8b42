//! The kinds of messages: what they are called, who receives them, and which can be switched off.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;
use std::collections::BTreeSet;

/// Nothing in this version sends these.
const NEVER: [&str; 2] = ["billing", "support"];

async fn kinds(place: &Place, caller: &Caller) -> Vec<MailKind> {
    let list = ListMailKinds {
        operator_id: place.operator.clone(),
    };
    place.ask(caller, list).await.unwrap()
}

async fn one(place: &Place, caller: &Caller, word: &str) -> MailKind {
    let mut kinds = kinds(place, caller).await;
    let index = kinds.iter().position(|kind| kind.kind == word).unwrap();
    kinds.remove(index)
}

fn switch(place: &Place, kind: &str, on: bool) -> UpdateMailKind {
    UpdateMailKind {
        operator_id: place.operator.clone(),
        kind: kind.into(),
        on,
    }
}

fn in_japanese(caller: &Caller) -> Caller {
    let mut caller = caller.clone();
    caller.envelope.language = Language::Ja;
    caller
}

/// A verified address with these roles; its ID is what it is called.
async fn address(place: &Place, id: &str, roles: &[EmailRole]) {
    let (operator, verified) = (
        &place.operator,
        if place.is_postgres() { "true" } else { "1" },
    );
    place
        .raw(format!(
            "INSERT INTO emails (operator_id, email_id, email, email_key, verified, created_at, updated_at) \
             VALUES ('{operator}', '{id}', '{id}@harbor-coffee.example', '{id}@harbor-coffee.example', {verified}, {START_MS}, {START_MS})"
        ))
        .await
        .unwrap();
    for role in roles {
        let role = role.as_str();
        place
            .raw(format!("INSERT INTO email_roles (operator_id, role, email_id, updated_at) VALUES ('{operator}', '{role}', '{id}', {START_MS})"))
            .await
            .unwrap();
    }
}

fn received(kind: &MailKind) -> Vec<(&str, EmailRole)> {
    let receivers = kind.receivers.iter();
    receivers
        .map(|receiver| (receiver.email_id.as_str(), receiver.role))
        .collect()
}

on_both! {
    async fn every_kind_of_message_is_listed_in_the_callers_language(place) {
        let root = place.root().await;
        let (english, japanese) = (kinds(&place, &root).await, kinds(&place, &in_japanese(&root)).await);
        assert_eq!(english.len(), 23);
        for (english, japanese) in english.iter().zip(&japanese) {
            assert_eq!((&english.kind, &english.roles, english.optional, english.on), (&japanese.kind, &japanese.roles, japanese.optional, japanese.on));
            assert!(english.title.is_ascii() || english.title.contains('’'), "{}", english.title);
            assert!(!japanese.title.is_ascii() && japanese.explanation.ends_with('。'), "{}", japanese.title);
            assert!(english.explanation.ends_with('.'));
        }
        let titles: BTreeSet<&str> = english.iter().map(|kind| kind.title.as_str()).collect();
        assert_eq!(titles.len(), english.len());
        let optional: Vec<&str> = english.iter().filter(|kind| kind.optional).map(|kind| kind.kind.as_str()).collect();
        assert_eq!(optional, ["user_can_grant", "sign_in_paused", "new_device", "user_new_device"]);
        // what the roles are for, and what nothing in this version sends
        let off: Vec<&str> = english.iter().filter(|kind| !kind.on).map(|kind| kind.kind.as_str()).collect();
        assert_eq!(off, NEVER);
    }
}

on_both! {
    async fn each_address_receives_what_its_roles_say_and_primary_billing_and_support_too(place) {
        let root = place.root().await;
        let primary = place.rows("SELECT email_id FROM emails").await[0][0].clone();
        let list = kinds(&place, &root).await;
        for kind in &list {
            let expected = if kind.roles.contains(&EmailRole::Primary) { vec![(primary.as_str(), EmailRole::Primary)] } else { vec![] };
            assert_eq!(received(kind), expected, "{}", kind.kind);
        }
        address(&place, "both", &[EmailRole::Billing, EmailRole::Support, EmailRole::Recovery]).await;
        address(&place, "bills", &[EmailRole::Billing]).await;
        address(&place, "none", &[]).await;
        assert_eq!(received(&one(&place, &root, "billing").await), [("bills", EmailRole::Billing), ("both", EmailRole::Billing), (&primary, EmailRole::Primary)]);
        assert_eq!(received(&one(&place, &root, "support").await), [("both", EmailRole::Support), (&primary, EmailRole::Primary)]);
        assert_eq!(received(&one(&place, &root, "recover").await), [("both", EmailRole::Recovery)]);
        assert_eq!(received(&one(&place, &root, "reset_password").await), [(primary.as_str(), EmailRole::Primary)]);
        assert_eq!(received(&one(&place, &root, "verify_address").await), []);
    }
}

on_both! {
    async fn a_notice_is_switched_off_and_on_again(place) {
        let root = place.root().await;
        for on in [false, false, true, true, false] {
            place.ask(&root, switch(&place, "new_device", on)).await.unwrap();
            let list = kinds(&place, &root).await;
            for kind in list {
                assert_eq!(kind.on, !NEVER.contains(&kind.kind.as_str()) && (on || kind.kind != "new_device"), "{}", kind.kind);
            }
        }
        let told = place.rows("SELECT operation, target, note FROM audit WHERE operation = 'Mail:updateMailKind' ORDER BY entry").await;
        assert_eq!(told[0], ["Mail:updateMailKind", "new_device", "off"]);
        assert_eq!(told.len(), 5);
    }
}

on_both! {
    /// R44: nobody silences what protects the account
    async fn what_protects_the_account_cannot_be_switched_off(place) {
        let root = place.root().await;
        for kind in kinds(&place, &root).await.iter().filter(|kind| !kind.optional) {
            assert_eq!(code(place.ask(&root, switch(&place, &kind.kind, false)).await), Code::AlwaysSent, "{}", kind.kind);
            place.ask(&root, switch(&place, &kind.kind, true)).await.unwrap();
        }
        for unknown in ["New_device", "new_device ", "x"] {
            assert_eq!(code(place.tell(&root, "Mail:updateMailKind", serde_json::json!({"operatorId": place.operator, "kind": unknown, "on": false})).await), Code::NotFound, "{unknown:?}");
        }
        assert_eq!(place.number("SELECT count(*) FROM mail_switched_off").await, 0);
        assert!(kinds(&place, &root).await.iter().all(|kind| kind.on != NEVER.contains(&kind.kind.as_str())));
    }
}

on_both! {
    async fn only_the_owner_sees_and_changes_what_is_sent(place) {
        let user = place.user("m.sato", Some(&allowing(&["*"]))).await;
        let list = ListMailKinds { operator_id: place.operator.clone() };
        assert_eq!(code(place.ask(&user, list).await), Code::RootOnlyRead);
        assert_eq!(code(place.ask(&user, switch(&place, "new_device", false)).await), Code::RootOnly);
        assert_eq!(place.number("SELECT count(*) FROM mail_switched_off").await, 0);
    }
}

on_postgres! {
    async fn what_one_account_switches_off_another_still_receives(place) {
        let root = place.root().await;
        let (other, other_root) = place.other_account().await;
        place.ask(&root, switch(&place, "new_device", false)).await.unwrap();
        let list = place.ask(&other_root, ListMailKinds { operator_id: other }).await.unwrap();
        assert!(list.iter().all(|kind| kind.on != NEVER.contains(&kind.kind.as_str())));
        assert_eq!(code(place.ask(&other_root, switch(&place, "new_device", true)).await), Code::NotFound);
        assert!(!one(&place, &root, "new_device").await.on);
    }
}
