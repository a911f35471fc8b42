//! Who receives what: recovery, billing and support. The primary role is in `email_primary.rs`.

use crate::support::*;
use latchkey_api::*;

fn delete(place: &Place, email_id: &str, to: Option<&str>) -> DeleteEmail {
    DeleteEmail {
        operator_id: place.operator.clone(),
        email_id: email_id.into(),
        move_roles_to: to.map(str::to_owned),
    }
}

fn unset(place: &Place, role: EmailRole) -> DeleteSystemNotification {
    DeleteSystemNotification {
        operator_id: place.operator.clone(),
        role,
    }
}

async fn holders(place: &Place, root: &latchkey_engine::Caller, role: EmailRole) -> Vec<String> {
    let get = GetSystemNotification {
        operator_id: place.operator.clone(),
        role,
    };
    place.ask(root, get).await.unwrap().email_id_list
}

on_both! {
    async fn all_four_roles_are_told_primary_first(place) {
        let root = place.root().await;
        let operator_id = place.operator.clone();
        let all = place.ask(&root, ListSystemNotifications { operator_id: operator_id.clone() }).await.unwrap();
        let primary = place.email_id(ROOT_EMAIL).await;
        let seconds = START_MS / 1000;
        let none = |role| SystemNotification { role, email_id_list: vec![], update_date_time: None };
        assert_eq!(all, [
            SystemNotification { role: EmailRole::Primary, email_id_list: vec![primary], update_date_time: Some(seconds) },
            none(EmailRole::Recovery),
            none(EmailRole::Billing),
            none(EmailRole::Support),
        ]);
        // the wire's own words
        let told = place.tell(&root, "SystemNotification:getSystemNotification", serde_json::json!({"operatorId": operator_id, "type": "support"})).await.unwrap();
        assert_eq!(told, serde_json::json!({"type": "support", "emailIdList": []}));
        let unknown = serde_json::json!({"operatorId": operator_id, "type": "security"});
        assert_eq!(code(place.tell(&root, "SystemNotification:getSystemNotification", unknown).await), Code::BadRequest);
    }
}

on_both! {
    async fn a_role_goes_to_exactly_the_addresses_that_are_named(place) {
        let root = place.root().await;
        let (a, b) = (place.address(&root, "a@a.example").await, place.address(&root, "b@b.example").await);
        place.clock.advance(MINUTE);
        let set = place.ask(&root, place.setting(EmailRole::Billing, &[&b, &a, &b])).await.unwrap();
        let seconds = (START_MS + MINUTE) / 1000;
        assert_eq!((set.role, set.update_date_time), (EmailRole::Billing, Some(seconds)));
        assert_eq!(set.email_id_list.len(), 2, "each once");
        assert_eq!(place.latest_audit().await, ["root", "SystemNotification:setSystemNotification", "billing", "allowed", "-"]);
        assert_eq!(place.rows("SELECT note FROM audit ORDER BY entry DESC LIMIT 1").await.concat(), ["b@b.example, a@a.example"]);
        // several roles on one address
        place.ask(&root, place.setting(EmailRole::Support, &[&a])).await.unwrap();
        place.ask(&root, place.setting(EmailRole::Recovery, &[&a])).await.unwrap();
        place.ask(&root, place.setting(EmailRole::Billing, &[&b])).await.unwrap();
        for (role, expected) in [(EmailRole::Billing, &b), (EmailRole::Support, &a), (EmailRole::Recovery, &a)] {
            assert_eq!(holders(&place, &root, role).await, std::slice::from_ref(expected), "{role:?}");
        }
        // taken away, in both ways, and again
        let emptied = place.ask(&root, place.setting(EmailRole::Billing, &[])).await.unwrap();
        assert_eq!(emptied, SystemNotification { role: EmailRole::Billing, email_id_list: vec![], update_date_time: None });
        for _ in 0..2 {
            place.ask(&root, unset(&place, EmailRole::Support)).await.unwrap();
        }
        assert!(holders(&place, &root, EmailRole::Support).await.is_empty());
        assert_eq!(holders(&place, &root, EmailRole::Recovery).await, [a]);
    }
}

on_both! {
    async fn what_may_not_have_a_role_is_refused_and_nothing_changes(place) {
        let root = place.root().await;
        let a = place.address(&root, "a@a.example").await;
        place.ask(&root, Place::adding("waits@a.example")).await.unwrap();
        let (primary, waits) = (place.email_id(ROOT_EMAIL).await, place.email_id("waits@a.example").await);
        place.ask(&root, place.setting(EmailRole::Billing, &[&a])).await.unwrap();
        for (id, expected) in [
            (waits.as_str(), Code::NotVerified),
            (&primary, Code::PrimaryRole),
            // the path is there: what the body names is wrong
            ("none", Code::BadRequest),
            ("", Code::BadRequest),
            ("a\0b", Code::BadRequest),
        ] {
            if place.is_remote() && id.contains('\0') {
                continue; // the server takes none
            }
            for role in [EmailRole::Billing, EmailRole::Support, EmailRole::Recovery] {
                let error = place.ask(&root, place.setting(role, &[&a, id])).await.unwrap_err();
                assert_eq!((error.code, error.code.status(), error.field.as_deref()), (expected, 400, Some("emailIdList")), "{id:?}");
            }
        }
        let many: Vec<String> = (0..21).map(|n| format!("id{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let error = place.ask(&root, place.setting(EmailRole::Billing, &many)).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::BadRequest, Some("emailIdList")));
        // twenty-one times the same one is one
        place.ask(&root, place.setting(EmailRole::Billing, &[a.as_str(); 21])).await.unwrap();
        assert_eq!(holders(&place, &root, EmailRole::Billing).await, [a]);
        assert!(holders(&place, &root, EmailRole::Recovery).await.is_empty());
        assert_eq!(code(place.ask(&root, unset(&place, EmailRole::Primary)).await), Code::PrimaryStays);
    }
}

on_postgres! {
    /// R24, R58
    async fn an_address_of_another_account_gets_no_role(place) {
        let root = place.root().await;
        let (_, other) = place.other_account().await;
        let id = place.address(&root, "a@a.example").await;
        let theirs = place.rows("SELECT operator_id FROM operators WHERE email = 'other@example.com'").await.concat().remove(0);
        let steal = SetSystemNotification { operator_id: theirs.parse().unwrap(), ..place.setting(EmailRole::Recovery, &[&id]) };
        assert_eq!(code(place.ask(&other, steal.clone()).await), Code::BadRequest);
        let primary = SetSystemNotification { role: EmailRole::Primary, password: Some(ROOT_PASSWORD.into()), ..steal };
        assert_eq!(code(place.ask(&other, primary).await), Code::BadRequest);
        assert_eq!(code(place.ask(&other, place.setting(EmailRole::Recovery, &[&id])).await), Code::NotFound);
    }
}

on_both! {
    async fn roles_need_the_password_when_it_was_given_too_long_ago(place) {
        let root = place.root().await;
        let a = place.address(&root, "a@a.example").await;
        place.clock.advance(10 * MINUTE);
        let set = || place.setting(EmailRole::Billing, &[&a]);
        assert_eq!(code(place.ask(&root, set()).await), Code::StepUpRequired);
        assert_eq!(code(place.ask(&root, unset(&place, EmailRole::Billing)).await), Code::StepUpRequired);
        let error = place.ask(&root, SetSystemNotification { password: Some(PASSWORD.into()), ..set() }).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref(), error.detail.unwrap().tries_left), (Code::WrongPassword, Some("password"), Some(4)));
        assert!(holders(&place, &root, EmailRole::Billing).await.is_empty());
        // given with the request it is step-up, and counts from then on
        place.ask(&root, SetSystemNotification { password: Some(ROOT_PASSWORD.into()), ..set() }).await.unwrap();
        place.ask(&root, unset(&place, EmailRole::Billing)).await.unwrap();
    }
}

on_both! {
    /// R44: a change of the way back in is told to the owner, once, and what changes nothing is not
    async fn a_change_of_recovery_is_told_to_the_owner(place) {
        let root = place.root().await;
        let a = place.address(&root, "a@a.example").await;
        place.clock.advance(1000);
        let b = place.address(&root, "b@b.example").await;
        place.ask(&root, place.setting(EmailRole::Recovery, &[&a, &b])).await.unwrap();
        assert_eq!(place.mails("recovery_changed").await, 1);
        place.ask(&root, place.setting(EmailRole::Recovery, &[&b, &a])).await.unwrap();
        place.ask(&root, place.setting(EmailRole::Billing, &[&b])).await.unwrap();
        place.ask(&root, unset(&place, EmailRole::Support)).await.unwrap();
        assert_eq!(place.mails("recovery_changed").await, 1);
        place.clock.advance(1000);
        place.ask(&root, unset(&place, EmailRole::Recovery)).await.unwrap();
        place.ask(&root, unset(&place, EmailRole::Recovery)).await.unwrap();
        assert_eq!(place.mails("recovery_changed").await, 2);
        let told = place.rows("SELECT recipient, facts FROM outbox WHERE kind = 'recovery_changed' ORDER BY created_at").await;
        let facts = |row: &Vec<String>| serde_json::from_str::<serde_json::Value>(&row[1]).unwrap();
        assert_eq!((told[0][0].as_str(), told[1][0].as_str()), (ROOT_EMAIL, ROOT_EMAIL));
        assert_eq!((&facts(&told[0])["email"], &facts(&told[0])["old_email"]), (&"a@a.example, b@b.example".into(), &serde_json::Value::Null));
        assert_eq!((&facts(&told[1])["email"], &facts(&told[1])["old_email"]), (&serde_json::Value::Null, &"a@a.example, b@b.example".into()));
        // it came with the change, or not at all: a refused one tells nobody
        assert!(place.ask(&root, place.setting(EmailRole::Recovery, &["none"])).await.is_err());
        assert_eq!(place.mails("recovery_changed").await, 2);
    }
}

on_both! {
    async fn an_address_with_roles_is_not_deleted_and_its_roles_are_named(place) {
        let root = place.root().await;
        let a = place.address(&root, "a@a.example").await;
        for role in [EmailRole::Support, EmailRole::Recovery, EmailRole::Billing] {
            place.ask(&root, place.setting(role, &[&a])).await.unwrap();
        }
        for to in [None, Some(a.as_str())] {
            let error = place.ask(&root, delete(&place, &a, to)).await.unwrap_err();
            let roles = error.detail.unwrap().roles;
            assert_eq!((error.code, roles), (Code::EmailHasRoles, vec![EmailRole::Recovery, EmailRole::Billing, EmailRole::Support]));
        }
        let primary = place.email_id(ROOT_EMAIL).await;
        for to in [None, Some(a.as_str())] {
            assert_eq!(code(place.ask(&root, delete(&place, &primary, to)).await), Code::PrimaryStays);
        }
        assert_eq!(place.addresses(&root).await.len(), 2);
    }
}

on_both! {
    async fn an_address_is_deleted_with_its_roles_moved_in_one_step(place) {
        let root = place.root().await;
        let (a, b) = (place.address(&root, "a@a.example").await, place.address(&root, "b@b.example").await);
        place.ask(&root, Place::adding("waits@a.example")).await.unwrap();
        let waits = place.email_id("waits@a.example").await;
        place.ask(&root, place.setting(EmailRole::Recovery, &[&a])).await.unwrap();
        place.ask(&root, place.setting(EmailRole::Billing, &[&a, &b])).await.unwrap();
        let told = place.mails("recovery_changed").await;
        for (to, expected) in [(waits.as_str(), Code::NotVerified), ("none", Code::BadRequest)] {
            let error = place.ask(&root, delete(&place, &a, Some(to))).await.unwrap_err();
            assert_eq!((error.code, error.code.status(), error.field.as_deref()), (expected, 400, Some("moveRolesTo")));
        }
        place.ask(&root, delete(&place, &a, Some(&b))).await.unwrap();
        assert_eq!(place.latest_audit().await, ["root", "Email:deleteEmail", "a@a.example", "allowed", "-"]);
        assert_eq!(place.rows("SELECT note FROM audit ORDER BY entry DESC LIMIT 1").await.concat(), ["recovery, billing -> b@b.example"]);
        for role in [EmailRole::Recovery, EmailRole::Billing] {
            assert_eq!(holders(&place, &root, role).await, std::slice::from_ref(&b));
        }
        assert_eq!(place.mails("recovery_changed").await, told + 1);
        assert_eq!(place.addresses(&root).await.len(), 3);
    }
}

on_both! {
    /// The primary address receives billing and support anyway; it is no way back into itself
    async fn the_primary_address_takes_over_all_but_recovery(place) {
        let root = place.root().await;
        let (a, primary) = (place.address(&root, "a@a.example").await, place.email_id(ROOT_EMAIL).await);
        for role in [EmailRole::Billing, EmailRole::Support, EmailRole::Recovery] {
            place.ask(&root, place.setting(role, &[&a])).await.unwrap();
        }
        let error = place.ask(&root, delete(&place, &a, Some(&primary))).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::PrimaryRole, Some("moveRolesTo")));
        assert_eq!(holders(&place, &root, EmailRole::Billing).await, std::slice::from_ref(&a));
        place.ask(&root, unset(&place, EmailRole::Recovery)).await.unwrap();
        place.ask(&root, delete(&place, &a, Some(&primary))).await.unwrap();
        for role in [EmailRole::Billing, EmailRole::Support, EmailRole::Recovery] {
            assert!(holders(&place, &root, role).await.is_empty(), "{role:?}");
        }
        assert_eq!(place.number("SELECT count(*) FROM email_roles").await, 0);
    }
}
