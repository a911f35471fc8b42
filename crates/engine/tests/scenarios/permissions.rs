//! Permission documents: saved, versioned, in force at once, safe when they break.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;

fn get(place: &Place, name: &str) -> GetUserPermission {
    GetUserPermission {
        operator_id: place.operator.clone(),
        user_name: Place::name(name),
    }
}

fn delete(place: &Place, name: &str) -> DeleteUserPermission {
    DeleteUserPermission {
        operator_id: place.operator.clone(),
        user_name: Place::name(name),
    }
}

fn based_on(caller: &Caller, version: &str) -> Caller {
    let mut caller = caller.clone();
    caller.envelope.if_match = Some(version.into());
    caller
}

on_both! {
    async fn a_document_is_kept_as_it_was_written(place) {
        let root = place.root().await;
        place.ask(&root, place.new_user("m.sato", None, None)).await.unwrap();
        let none = place.ask(&root, get(&place, "m.sato")).await.unwrap();
        assert_eq!(none, UserPermission { permission: String::new(), version: Some("0".into()), update_date_time: None, updated_by: None });
        let text = "{\n\t\"statements\": [ {\"effect\":\"allow\", \"api\":\"Gadget:*\"} ]}";
        place.ask(&root, place.permission("m.sato", text)).await.unwrap();
        let saved = place.ask(&root, get(&place, "m.sato")).await.unwrap();
        assert_eq!(saved, UserPermission { permission: text.into(), version: Some("1".into()), update_date_time: Some(START_MS / 1000), updated_by: Some("root".into()) });
        place.ask(&root, delete(&place, "m.sato")).await.unwrap();
        assert_eq!(place.ask(&root, get(&place, "m.sato")).await.unwrap().permission, "");
        assert_eq!(place.ask(&root, place.get("m.sato")).await.unwrap().permission, None);
    }
}

on_both! {
    /// R92: no lost updates
    async fn an_edit_of_what_changed_meanwhile_is_refused_with_both_versions(place) {
        let root = place.root().await;
        place.ask(&root, place.new_user("m.sato", Some(&allowing(&["User:getUser"])), None)).await.unwrap();
        let version = place.ask(&root, get(&place, "m.sato")).await.unwrap().version.unwrap();
        place.ask(&based_on(&root, &version), place.permission("m.sato", &allowing(&["User:listUsers"]))).await.unwrap();
        for op in [place.permission("m.sato", &allowing(&["*"]))] {
            let error = place.ask(&based_on(&root, &version), op).await.unwrap_err();
            let detail = error.detail.unwrap();
            assert_eq!((error.code, detail.version.as_deref(), detail.current), (Code::Stale, Some("2"), Some(allowing(&["User:listUsers"]))));
        }
        assert_eq!(code(place.ask(&based_on(&root, &version), delete(&place, "m.sato")).await), Code::Stale);
        place.ask(&based_on(&root, "\"2\""), delete(&place, "m.sato")).await.unwrap();
        // clients that send no version still work
        place.ask(&root, place.permission("m.sato", &allowing(&["User:getUser"]))).await.unwrap();
    }
}

on_both! {
    async fn of_edits_at_once_one_wins(place) {
        let root = place.root().await;
        place.ask(&root, place.new_user("m.sato", None, None)).await.unwrap();
        let edits: Vec<_> = (0..12).map(|n| {
            let (backend, caller, op) = (place.backend.clone(), based_on(&root, "0"), place.permission("m.sato", &allowing(&[&format!("Gadget:n{n}")])));
            tokio::spawn(async move { backend.ask(&caller, op).await })
        }).collect();
        let mut saved = 0;
        for edit in edits {
            match edit.await.unwrap() {
                Ok(()) => saved += 1,
                Err(error) => assert_eq!(error.code, Code::Stale),
            }
        }
        assert_eq!(saved, 1);
    }
}

on_both! {
    /// R27, R55: on live sessions, and on every instance
    async fn a_change_acts_at_once_on_live_sessions_everywhere(place) {
        let root = place.root().await;
        let caller = place.user("m.sato", Some(&allowing(&["User:listUsers"]))).await;
        let elsewhere = place.elsewhere().await;
        assert!(elsewhere.ask(&caller, place.list()).await.is_ok());
        place.ask(&root, place.permission("m.sato", &denying(&["User:listUsers"]))).await.unwrap();
        assert_eq!(code(elsewhere.ask(&caller, place.list()).await), Code::Denied);
        place.ask(&root, place.permission("m.sato", &allowing(&["User:list*"]))).await.unwrap();
        assert!(elsewhere.ask(&caller, place.list()).await.is_ok());
        place.ask(&root, delete(&place, "m.sato")).await.unwrap();
        assert_eq!(code(elsewhere.ask(&caller, place.list()).await), Code::Denied);
    }
}

on_both! {
    async fn a_refusal_names_the_operation_and_the_deciding_statement(place) {
        let document = r#"{"statements":[{"effect":"allow","api":"*"},{"effect":"deny","api":"User:list*"}]}"#;
        let caller = place.user("m.sato", Some(document)).await;
        let error = place.ask(&caller, place.list()).await.unwrap_err();
        let detail = error.detail.unwrap();
        assert_eq!((error.code, detail.operation.as_deref()), (Code::Denied, Some("User:listUsers")));
        let because = detail.because.unwrap();
        assert!(because.contains('2') && because.contains("User:list*"), "{because}");
        let mut japanese = caller.clone();
        japanese.envelope.language = Language::Ja;
        let because = place.ask(&japanese, place.list()).await.unwrap_err().detail.unwrap().because.unwrap();
        assert!(because.contains("User:list*") && because.chars().any(|c| ('ぁ'..='ん').contains(&c)), "{because}");
        // the row of the refusal
        assert_eq!(place.latest_audit().await, ["m.sato", "User:listUsers", "-", "denied", "denied"]);
    }
}

on_both! {
    /// R45: sources add up, and any deny wins wherever it stands
    async fn roles_and_default_permissions_count(place) {
        let caller = place.user("m.sato", Some(&allowing(&["User:getUser"]))).await;
        let op = &place.operator;
        let role = |id: &str, document: String| format!("INSERT INTO roles (operator_id, role_id, role_key, permission, permission_version, created_at, updated_at) VALUES ('{op}', '{id}', '{id}', '{document}', 1, 0, 0);");
        place.raw(role("lists", allowing(&["User:listUsers"]))).await.unwrap();
        place.raw("INSERT INTO user_roles (operator_id, user_id, role_id, attached_at) SELECT operator_id, user_id, 'lists', 0 FROM users").await.unwrap();
        assert!(place.ask(&caller, place.list()).await.is_ok());
        assert!(place.ask(&caller, place.get("m.sato")).await.is_ok());
        let user = place.ask(&caller, place.get("m.sato")).await.unwrap();
        assert_eq!(user.role_list[0].role_id, "lists");
        let refused = serde_json::json!({"statements": [{"effect": "deny", "api": "User:listUsers"}]});
        place.raw(format!("INSERT INTO default_permissions (operator_id, permission, permission_version, permission_updated_at) VALUES ('{op}', '{refused}', 1, 0)")).await.unwrap();
        assert_eq!(code(place.ask(&caller, place.list()).await), Code::Denied);
        assert!(place.ask(&caller, place.get("m.sato")).await.is_ok());
        let report = place.ask(&caller, ExplainSelf {}).await.unwrap();
        assert_eq!(report.sources, [AccessSource::Own { statements: 1 }, AccessSource::Role { role_id: "lists".into(), statements: 1 }, AccessSource::Default { statements: 1 }]);
        // root is not evaluated
        assert!(place.ask(&place.root().await, place.list()).await.is_ok());
    }
}

on_both! {
    /// R46: deny-all and an alarm, and root can put it right
    async fn a_stored_document_that_breaks_denies_everything(place) {
        let caller = place.user("m.sato", Some(&allowing(&["*"]))).await;
        for broken in ["", "{", "null", r#"{"statements":[{"effect":"allow","api":"*","condition":"soon()"}]}"#, r#"{"statements":[{"effect":"allow","api":"*"}],"extra":1}"#] {
            place.raw(format!("UPDATE users SET permission = '{broken}'")).await.unwrap();
            assert_eq!(code(place.ask(&caller, place.list()).await), Code::Denied, "{broken}");
            let report = place.ask(&caller, ExplainSelf {}).await.unwrap();
            assert!(report.card.broken);
        }
        let root = place.root().await;
        assert_eq!(place.ask(&root, place.search("")).await.unwrap().users[0].access, OwnAccess::Broken);
        let access = place.ask(&root, ExplainUser { operator_id: place.operator.clone(), user_name: Place::name("m.sato") }).await.unwrap();
        assert!(access.card.broken);
        place.ask(&root, place.permission("m.sato", &allowing(&["User:listUsers"]))).await.unwrap();
        assert!(place.ask(&caller, place.list()).await.is_ok());
    }
}

on_both! {
    /// R53: conditions see the day, the address and the path that the rules work with
    async fn conditions_are_decided_with_the_call_as_it_is(place) {
        let document = serde_json::json!({"statements": [
            {"effect": "allow", "api": "User:getUser", "condition": "pathVariable('user_name') == samUserName"},
            {"effect": "allow", "api": "User:listUsers", "condition": "currentDate >= date(2026, 02, 02)"},
            {"effect": "allow", "api": "Operator:getOperator", "condition": "ipAddress('203.0.113.0/24')"},
        ]}).to_string();
        let caller = place.user("m.sato", Some(&document)).await;
        place.make("other", None).await;
        assert!(place.ask(&caller, place.get("m.sato")).await.is_ok());
        assert_eq!(code(place.ask(&caller, place.get("other")).await), Code::Denied);
        assert_eq!(code(place.ask(&caller, place.list()).await), Code::Denied);
        place.clock.advance(12 * HOUR - 1);
        let operator = || GetOperator { operator_id: place.operator.clone() };
        let caller = place.sign_in(stranger(), place.as_user("m.sato", PASSWORD)).await.unwrap();
        assert_eq!(code(place.ask(&caller, place.list()).await), Code::Denied, "a millisecond before midnight UTC");
        place.clock.advance(1);
        assert!(place.ask(&caller, place.list()).await.is_ok());
        assert_eq!(code(place.ask(&caller, operator()).await), Code::Denied, "no address is known here");
        for (ip, allowed) in [("203.0.113.9", true), ("::ffff:203.0.113.9", true), ("203.0.114.9", false), ("2001:db8::1", false)] {
            let there = Caller { source_ip: Some(ip.parse().unwrap()), ..caller.clone() };
            assert_eq!(place.ask(&there, operator()).await.is_ok(), allowed, "{ip}");
        }
    }
}

on_both! {
    /// R53: rules find a user in any case and width, so a statement about a user means all of them
    async fn a_condition_sees_the_user_whom_the_rules_act_on_however_the_name_is_typed(place) {
        let document = serde_json::json!({"statements": [
            {"effect": "allow", "api": "*"},
            {"effect": "deny", "api": "User:*", "condition": "pathVariable('user_name') == 'root-helper'"},
        ]}).to_string();
        let caller = place.user("m.sato", Some(&document)).await;
        place.make("root-helper", None).await;
        for typed in ["root-helper", "Root-Helper", "ROOT-HELPER", "ｒｏｏｔ-ｈｅｌｐｅｒ"] {
            assert_eq!(code(place.ask(&caller, place.get(typed)).await), Code::Denied, "{typed}");
            let update = UpdateUser { operator_id: place.operator.clone(), user_name: Place::name(typed), description: None };
            assert_eq!(code(place.ask(&caller, update).await), Code::Denied, "{typed}");
            assert_eq!(place.latest_audit().await, ["m.sato", "User:updateUser", "root-helper", "denied", "denied"]);
        }
        let root = place.root().await;
        let own = r#"{"statements":[{"effect":"allow","api":"User:getUser","condition":"pathVariable('user_name') == samUserName"}]}"#;
        place.ask(&root, place.permission("m.sato", own)).await.unwrap();
        assert!(place.ask(&caller, place.get("M.Sato")).await.is_ok());
        assert_eq!(code(place.ask(&caller, place.get("Root-Helper")).await), Code::Denied);
    }
}

on_both! {
    /// R56: writing is not reading
    async fn a_stale_edit_shows_the_stored_document_to_who_may_read_it_only(place) {
        let writer = place.user("writer", Some(&allowing(&["User:updateUserPermission"]))).await;
        let (weak, strong) = (allowing(&["User:updateUserPermission"]), allowing(&["*"]));
        place.make("weak", Some(&weak)).await;
        place.make("strong", Some(&strong)).await;
        let error = place.ask(&based_on(&writer, "0"), place.permission("weak", &weak)).await.unwrap_err();
        let detail = error.detail.unwrap();
        assert_eq!((error.code, detail.version.as_deref(), detail.current), (Code::Stale, Some("1"), None));
        let error = place.ask(&based_on(&writer, "0"), place.permission("strong", &weak)).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().current), (Code::BeyondOwnRights, None));
        place.ask(&place.root().await, place.permission("writer", &allowing(&["User:updateUserPermission", "User:getUserPermission"]))).await.unwrap();
        let error = place.ask(&based_on(&writer, "0"), place.permission("weak", &weak)).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().current), (Code::Stale, Some(weak)));
    }
}
