//! Nobody grants more than they hold, or acts on somebody who holds more (R47, R48).

use crate::support::*;
use latchkey_api::*;
use latchkey_permission::{Context, PermissionSet, Source, SourceKind, catalogue};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

on_both! {
    async fn nobody_edits_its_own_permissions_or_deletes_itself(place) {
        let caller = place.user("admin", Some(&allowing(&["*"]))).await;
        let (operator_id, user_name) = (place.operator.clone(), Place::name("ADMIN"));
        assert_eq!(code(place.ask(&caller, place.permission("Admin", &allowing(&["User:getUser"]))).await), Code::OwnUser);
        assert_eq!(code(place.ask(&caller, DeleteUserPermission { operator_id: operator_id.clone(), user_name: user_name.clone() }).await), Code::OwnUser);
        assert_eq!(code(place.ask(&caller, DeleteUser { operator_id, user_name }).await), Code::OwnUser);
        assert_eq!(place.latest_audit().await, ["admin", "User:deleteUser", "admin", "denied", "own_user"]);
    }
}

on_both! {
    async fn nobody_grants_more_than_they_hold(place) {
        let people = place.user("people", Some(&allowing(&["User:*"]))).await;
        place.make("m.sato", None).await;
        for (document, beyond) in [
            (allowing(&["*"]), true),
            (allowing(&["Billing:getBilling"]), true),
            (allowing(&["User:getUser", "Gadget:x"]), true),
            (denying(&["Billing:*"]), true),
            (allowing(&["User:*"]), false),
            (allowing(&["User:getUser"]), false),
            (serde_json::json!({"statements": [{"effect": "deny", "api": "*"}]}).to_string(), false),
        ] {
            match place.ask(&people, place.permission("m.sato", &document)).await {
                Ok(()) => assert!(!beyond, "{document}"),
                Err(error) => {
                    assert!(beyond && error.code == Code::BeyondOwnRights, "{document}: {error:?}");
                    assert!(!error.detail.unwrap().operations.is_empty());
                }
            }
            let made = place.ask(&people, place.new_user("new", Some(&document), None)).await;
            assert_eq!(made.is_err(), beyond, "{document}");
            if !beyond {
                place.ask(&people, DeleteUser { operator_id: place.operator.clone(), user_name: Place::name("new") }).await.unwrap();
            }
        }
    }
}

on_both! {
    async fn taking_away_a_document_with_a_deny_is_a_grant_too(place) {
        let op = place.operator.clone();
        place.raw(format!("INSERT INTO default_permissions (operator_id, permission, permission_version, permission_updated_at) VALUES ('{op}', '{}', 1, 0)", allowing(&["Billing:*"]))).await.unwrap();
        let refused = serde_json::json!({"statements": [{"effect": "deny", "api": "Billing:*"}]}).to_string();
        place.make("m.sato", Some(&refused)).await;
        let own = serde_json::json!({"statements": [{"effect": "allow", "api": "User:*"}, {"effect": "deny", "api": "Billing:*"}]}).to_string();
        let people = place.user("people", Some(&own)).await;
        let delete = DeleteUserPermission { operator_id: op, user_name: Place::name("m.sato") };
        assert_eq!(code(place.ask(&people, delete).await), Code::BeyondOwnRights);
        // so is making somebody who gets the default permissions, and knowing the password
        assert_eq!(code(place.ask(&people, place.new_user("new", None, Some(PASSWORD))).await), Code::BeyondOwnRights);
        place.ask(&people, place.new_user("new", None, None)).await.unwrap();
    }
}

on_both! {
    async fn nobody_acts_on_a_user_who_may_do_more(place) {
        let people = place.user("people", Some(&allowing(&["User:*"]))).await;
        place.user("boss", Some(&allowing(&["*"]))).await;
        let (operator_id, user_name) = (place.operator.clone(), Place::name("boss"));
        let root = place.root().await;
        let session_id = place.ask(&root, ListUserSessions { operator_id: operator_id.clone(), user_name: user_name.clone() }).await.unwrap()[0].session_id.clone();
        let on = || (operator_id.clone(), user_name.clone());
        let before = place.dump().await.replace("audit", "");
        macro_rules! refused {
            ($($op:expr),* $(,)?) => { $(assert_eq!(code(place.ask(&people, $op).await), Code::BeyondOwnRights);)* };
        }
        refused!(
            { let (operator_id, user_name) = on(); UpdateUser { operator_id, user_name, description: None } },
            { let (operator_id, user_name) = on(); DeleteUser { operator_id, user_name } },
            { let (operator_id, user_name) = on(); CreateUserPassword { operator_id, user_name, password: OTHER_PASSWORD.into(), must_change_password: None, replace: Some(true) } },
            { let (operator_id, user_name) = on(); DeleteUserPassword { operator_id, user_name } },
            { let (operator_id, user_name) = on(); RevokeUserAuthTokens { operator_id, user_name } },
            { let (operator_id, user_name) = on(); EndUserSession { operator_id, user_name, session_id: session_id.clone() } },
            { let (operator_id, user_name) = on(); DeleteUserPermission { operator_id, user_name } },
            place.permission("boss", &allowing(&["User:getUser"])),
        );
        let table = |dump: &str, name: &str| dump.split("== ").find(|part| part.starts_with(name)).map(str::to_owned);
        let after = place.dump().await.replace("audit", "");
        assert_eq!(table(&before, "users"), table(&after, "users"));
        // a weaker one is within reach, until it gains a right
        place.make("m.sato", Some(&allowing(&["User:getUser"]))).await;
        let update = || UpdateUser { operator_id: operator_id.clone(), user_name: Place::name("m.sato"), description: None };
        place.ask(&people, update()).await.unwrap();
        place.ask(&root, place.permission("m.sato", &allowing(&["Billing:getBilling"]))).await.unwrap();
        assert_eq!(code(place.ask(&people, update()).await), Code::BeyondOwnRights);
    }
}

on_both! {
    /// Two users may have the same document, and one of them the name that it means
    async fn what_a_document_gives_to_a_name_is_not_held_by_who_only_has_the_document(place) {
        let document = serde_json::json!({"statements": [
            {"effect": "allow", "api": "User:*"},
            {"effect": "allow", "api": "*", "condition": "samUserName == 'boss'"},
        ]}).to_string();
        let people = place.user("people", Some(&document)).await;
        let boss = place.user("boss", Some(&document)).await;
        let operator_id = place.operator.clone();
        let reset = |name: &str| CreateUserPassword { operator_id: operator_id.clone(), user_name: Place::name(name), password: OTHER_PASSWORD.into(), must_change_password: None, replace: Some(true) };
        assert_eq!(code(place.ask(&people, reset("boss")).await), Code::BeyondOwnRights);
        assert_eq!(code(place.ask(&people, place.permission("boss", &document)).await), Code::BeyondOwnRights);
        let others = document.replace("== 'boss'", "!= 'people'");
        assert_eq!(code(place.ask(&people, place.new_user("new", Some(&others), Some(PASSWORD))).await), Code::BeyondOwnRights);
        assert!(place.ask(&boss, ListSessions {}).await.is_ok());
    }
}

on_both! {
    /// What was in it acts again once root has mended it, and then the new password would open it
    async fn nobody_but_root_acts_on_a_user_whose_document_broke(place) {
        let people = place.user("people", Some(&allowing(&["User:*"]))).await;
        place.make("boss", Some(&allowing(&["*"]))).await;
        place.raw("UPDATE users SET permission = '{' WHERE name = 'boss'".to_owned()).await.unwrap();
        let (operator_id, user_name) = (place.operator.clone(), Place::name("boss"));
        let reset = || CreateUserPassword { operator_id: operator_id.clone(), user_name: user_name.clone(), password: OTHER_PASSWORD.into(), must_change_password: None, replace: Some(true) };
        assert_eq!(code(place.ask(&people, reset()).await), Code::BeyondOwnRights);
        assert_eq!(code(place.ask(&people, place.permission("boss", &allowing(&["User:getUser"]))).await), Code::BeyondOwnRights);
        let root = place.root().await;
        place.ask(&root, place.permission("boss", &allowing(&["*"]))).await.unwrap();
        place.ask(&root, reset()).await.unwrap();
    }
}

on_both! {
    async fn creating_with_a_document_or_password_needs_those_permissions_too(place) {
        let maker = place.user("maker", Some(&allowing(&["User:createUser"]))).await;
        place.ask(&maker, place.new_user("a", None, None)).await.unwrap();
        for (op, needed) in [
            (place.new_user("b", Some(&allowing(&["User:createUser"])), None), "User:updateUserPermission"),
            (place.new_user("b", None, Some(PASSWORD)), "User:createUserPassword"),
        ] {
            let error = place.ask(&maker, op).await.unwrap_err();
            assert_eq!((error.code, error.detail.unwrap().operation.as_deref()), (Code::Denied, Some(needed)));
        }
        assert_eq!(place.number("SELECT count(*) FROM users WHERE name = 'b'").await, 0);
    }
}

/// A document of a few statements over patterns and conditions that meet one another.
fn documents() -> impl Strategy<Value = String> {
    let patterns = [
        "*",
        "User:*",
        "User:get*",
        "User:updateUserPermission",
        "User:createUser",
        "Billing:*",
        "Billing:get*",
        "Email:listEmails",
        "Gadget:new",
    ];
    let conditions = [
        None,
        None,
        Some("ipAddress('203.0.113.0/24')"),
        Some("currentDate >= date(2026, 03, 01)"),
    ];
    let statement = (
        proptest::bool::weighted(0.75),
        proptest::sample::subsequence(patterns.to_vec(), 1..4),
        proptest::sample::select(conditions.to_vec()),
    );
    proptest::collection::vec(statement, 0..4).prop_map(|statements| {
        let statements: Vec<serde_json::Value> = statements
            .into_iter()
            .map(|(allow, api, condition)| {
                let mut statement =
                    serde_json::json!({"effect": if allow { "allow" } else { "deny" }, "api": api});
                if let Some(condition) = condition {
                    statement["condition"] = condition.into();
                }
                statement
            })
            .collect();
        serde_json::json!({"statements": statements}).to_string()
    })
}

/// What a document allows, over every operation and some situations.
fn authority(document: &str) -> Vec<bool> {
    let set = PermissionSet::new(vec![Source::stored(SourceKind::Own, document)]);
    let dates = [
        None,
        Some("2026-02-01".parse().unwrap()),
        Some("2026-03-02".parse().unwrap()),
    ];
    let addresses = [
        None,
        Some("203.0.113.9".parse().unwrap()),
        Some("198.51.100.9".parse().unwrap()),
    ];
    let names = catalogue()
        .iter()
        .filter(|entry| entry.is_permitted())
        .map(|entry| entry.name)
        .chain(["Gadget:new", "Unheard:of"]);
    let mut allowed = vec![];
    for name in names {
        for current_date in dates {
            for source_ip in addresses {
                allowed.push(set.allows(
                    name,
                    &Context {
                        current_date,
                        source_ip,
                        ..Context::default()
                    },
                ));
            }
        }
    }
    allowed
}

on_both! {
    /// R47, as a model: whatever an actor saves for somebody else is within what it holds itself, in every situation
    async fn authority_never_grows_by_what_somebody_saves(place) {
        let root = place.root().await;
        let mut runner = TestRunner::default();
        let (mut saved, mut refused) = (0, 0);
        place.make("actor", None).await;
        place.make("target", None).await;
        let actor = place.sign_in(stranger(), place.as_user("actor", PASSWORD)).await.unwrap();
        let mut draw = || documents().new_tree(&mut runner).unwrap().current();
        // always able to try
        let able = r#"{"effect":"allow","api":["User:updateUserPermission","User:deleteUserPermission"]},"#;
        for _ in 0..120 {
            let own = draw().replace("[{", &format!("[{able}{{"));
            let (before, after) = (draw(), draw());
            place.ask(&root, place.permission("actor", &own)).await.unwrap();
            place.ask(&root, place.permission("target", &before)).await.unwrap();
            match place.ask(&actor, place.permission("target", &after)).await {
                Ok(()) => {
                    saved += 1;
                    for (theirs, ours) in authority(&after).into_iter().zip(authority(&own)) {
                        assert!(!theirs || ours, "actor {own}\nsaved {after}");
                    }
                }
                Err(error) => {
                    refused += 1;
                    assert!(matches!(error.code, Code::BeyondOwnRights | Code::Denied), "{error:?}");
                    let stored = place.rows("SELECT permission FROM users WHERE name = 'target'").await.concat().concat();
                    assert_eq!(stored, before);
                }
            }
        }
        assert!(saved > 3 && refused > 10, "{saved} saved, {refused} refused");
    }
}
