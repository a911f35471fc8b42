//! What somebody can do, in words: for themselves, for others, before saving.

use crate::support::*;
use latchkey_api::*;

on_both! {
    async fn root_may_do_everything_and_says_so(place) {
        let root = place.root().await;
        let report = place.ask(&root, ExplainSelf {}).await.unwrap();
        assert!(report.root && report.sources.is_empty());
        assert_eq!((report.display_name.as_str(), report.operator_name.as_str()), (ROOT_EMAIL, "Harbor Coffee"));
        assert_eq!(report.expires_in_seconds, 86_400);
        for name in latchkey_engine::Engine::operations() {
            assert!(report.allowed.iter().any(|allowed| allowed == name), "{name}");
        }
        assert!(report.card.screens.iter().all(|screen| screen.opens));
    }
}

on_both! {
    /// What the report allows and what a call answers is the same function
    async fn the_report_and_the_calls_agree(place) {
        let caller = place.user("m.sato", Some(&allowing(&["User:get*", "User:updateUserPassword"]))).await;
        let report = place.ask(&caller, ExplainSelf {}).await.unwrap();
        let may = |name: &str| report.allowed.iter().any(|allowed| allowed == name);
        assert!(may("User:getUser") && may("Session:listUserSessions") && may("Auth:logout") && may("User:updateUserPassword"));
        assert!(!may("User:listUsers") && !may("User:searchUsers") && !may("Operator:updateOperatorPassword") && !may("User:deleteUser"));
        assert_eq!(place.ask(&caller, place.search("")).await.is_ok(), may("User:searchUsers"));
        assert_eq!(place.ask(&caller, place.get("m.sato")).await.is_ok(), may("User:getUser"));
    }
}

on_both! {
    async fn helpers_are_root_and_users_who_surely_can_change_permissions(place) {
        let root = place.root().await;
        for n in 0..6 {
            let document = allowing(&["User:updateUserPermission"]);
            let op = CreateUser { description: Some(format!("Helper {n}").parse().unwrap()), ..place.new_user(&format!("helper{n}"), Some(&document), None) };
            place.ask(&root, op).await.unwrap();
        }
        let conditional = serde_json::json!({"statements": [{"effect": "allow", "api": "*", "condition": "ipAddress('10.0.0.0/8')"}]}).to_string();
        place.make("aaa", Some(&conditional)).await;
        let caller = place.user("m.sato", None).await;
        let report = place.ask(&caller, ExplainSelf {}).await.unwrap();
        let names: Vec<&str> = report.helpers.iter().map(|person| person.display_name.as_str()).collect();
        assert_eq!(names, [ROOT_EMAIL, "Helper 0", "Helper 1", "Helper 2", "Helper 3"]);
        // the column only says where to look: a default permission that denies it counts
        let refused = serde_json::json!({"statements": [{"effect": "deny", "api": "User:update*"}]}).to_string();
        place.raw(format!("INSERT INTO default_permissions (operator_id, permission, permission_version, permission_updated_at) VALUES ('{}', '{refused}', 1, 0)", place.operator)).await.unwrap();
        assert_eq!(place.ask(&caller, ExplainSelf {}).await.unwrap().helpers.len(), 1);
    }
}

on_both! {
    async fn a_document_is_explained_before_it_is_saved_and_nothing_changes(place) {
        let people = place.user("people", Some(&allowing(&["User:*"]))).await;
        let op = CreateUser { description: Some("Mei Sato".parse().unwrap()), ..place.new_user("m.sato", Some(&allowing(&["User:getUser"])), None) };
        place.ask(&people, op).await.unwrap();
        let before = place.dump().await;
        let explain = |document: String, user: Option<&str>| ExplainDocument { operator_id: place.operator.clone(), user_name: user.map(Place::name), document: document.try_into().unwrap() };
        let report = place.ask(&people, explain(allowing(&["User:listUsers", "Billing:*"]), Some("m.sato"))).await.unwrap();
        let change = report.change.unwrap();
        assert!(!change.gains.is_empty() && !change.losses.is_empty());
        assert!(report.beyond_own_rights.iter().any(|name| name.starts_with("Billing:")), "{:?}", report.beyond_own_rights);
        assert!(report.formatted.is_some() && report.card.is_some());
        let template = latchkey_permission::template("people").unwrap().document.to_text();
        assert_eq!(place.ask(&people, explain(template, None)).await.unwrap().template.as_deref(), Some("people"));
        let broken = place.ask(&people, explain("{\"statements\": [{\"effect\": \"alow\"}]}".into(), Some("m.sato"))).await.unwrap();
        assert!(broken.card.is_none() && broken.change.is_none() && !broken.problems.is_empty());
        assert_eq!(code(place.ask(&people, explain(allowing(&["*"]), Some("nobody"))).await), Code::NotFound);
        // R56: no side effects
        assert_eq!(place.dump().await, before);
    }
}

on_both! {
    async fn templates_and_catalogue_come_in_the_callers_language(place) {
        let mut caller = place.user("m.sato", None).await;
        let english = place.ask(&caller, ListTemplates {}).await.unwrap();
        caller.envelope.language = Language::Ja;
        let japanese = place.ask(&caller, ListTemplates {}).await.unwrap();
        assert_eq!(english.len(), japanese.len());
        assert!(english.iter().zip(&japanese).all(|(en, ja)| en.id == ja.id && en.document == ja.document && en.name != ja.name));
        let catalogue = place.ask(&caller, ListCatalogue {}).await.unwrap();
        assert!(catalogue.iter().any(|entry| entry.operation == "User:createUser"));
    }
}

on_both! {
    async fn a_users_events_are_its_own_newest_first(place) {
        let caller = place.user("m.sato", Some(&allowing(&["User:createUser"]))).await;
        place.clock.advance(1000);
        place.ask(&caller, place.new_user("new", None, None)).await.unwrap();
        assert_eq!(code(place.ask(&caller, place.list()).await), Code::Denied);
        let root = place.root().await;
        let events = place.ask(&root, ListUserEvents { operator_id: place.operator.clone(), user_name: Place::name("m.sato"), limit: Some(2) }).await.unwrap();
        let told: Vec<_> = events.iter().map(|event| (event.operation.as_str(), event.outcome, event.target.as_deref())).collect();
        assert_eq!(told, [("User:listUsers", Outcome::Denied, None), ("User:createUser", Outcome::Allowed, Some("new"))]);
        assert!(!events[0].words.contains(':'));
    }
}
