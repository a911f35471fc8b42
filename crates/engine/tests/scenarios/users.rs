//! Users: made, listed, changed, deleted.

use crate::support::*;
use latchkey_api::*;

on_both! {
    async fn a_user_is_as_it_was_made(place) {
        let root = place.root().await;
        let document = allowing(&["User:getUser"]);
        let op = CreateUser { description: Some("Mei Sato".parse().unwrap()), must_change_password: Some(true), ..place.new_user("m.sato", Some(&document), Some(PASSWORD)) };
        place.ask(&root, op).await.unwrap();
        let user = place.ask(&root, place.get("M.SATO")).await.unwrap();
        let expected = User {
            user_name: "m.sato".into(),
            description: Some("Mei Sato".into()),
            has_password: true,
            auth_key_list: vec![],
            role_list: vec![],
            permission: Some(document),
            create_date_time: START_MS / 1000,
            update_date_time: START_MS / 1000,
            created_by: Some("root".into()),
            password_date_time: Some(START_MS / 1000),
            must_change_password: true,
            last_sign_in_date_time: None,
            contact: None,
        };
        assert_eq!(user, expected);
        assert_eq!(place.ask(&root, place.list()).await.unwrap(), [expected]);
        assert_eq!(code(place.ask(&root, place.get("nobody")).await), Code::NotFound);
    }
}

on_both! {
    async fn a_name_is_taken_in_every_case_and_form(place) {
        let root = place.root().await;
        place.ask(&root, place.new_user("Straße 7", None, None)).await.unwrap();
        for name in ["Straße 7", "STRASSE 7", "straße ７", "strasse 7"] {
            let error = place.ask(&root, place.new_user(name, None, None)).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::NameTaken, Some("userName")), "{name}");
        }
        assert_eq!(place.number("SELECT count(*) FROM users").await, 1);
    }
}

on_both! {
    /// In one step or not at all
    async fn a_user_with_a_bad_document_or_password_is_not_made(place) {
        let root = place.root().await;
        let bad = place.ask(&root, place.new_user("a", Some(r#"{"statements":[{"effect":"maybe","api":"*"}]}"#), None)).await.unwrap_err();
        assert_eq!((bad.code, bad.field.as_deref()), (Code::BadDocument, Some("permission")));
        assert!(!bad.detail.unwrap().problems.is_empty());
        let weak = place.ask(&root, place.new_user("hana.tanaka", Some(&allowing(&["*"])), Some("hana.tanaka12"))).await.unwrap_err();
        assert_eq!((weak.code, weak.field.as_deref()), (Code::WeakPassword, Some("password")));
        assert_eq!(place.number("SELECT count(*) FROM users").await, 0);
    }
}

on_both! {
    async fn a_description_is_changed_and_removed(place) {
        let root = place.root().await;
        place.make("m.sato", None).await;
        place.clock.advance(5000);
        let update = |text: Option<&str>| UpdateUser { operator_id: place.operator.clone(), user_name: Place::name("m.sato"), description: text.map(|text| text.parse().unwrap()) };
        place.ask(&root, update(Some("Mei Sato"))).await.unwrap();
        let user = place.ask(&root, place.get("m.sato")).await.unwrap();
        assert_eq!((user.description.as_deref(), user.update_date_time), (Some("Mei Sato"), START_MS / 1000 + 5));
        assert_eq!(place.ask(&root, place.search("mei s")).await.unwrap().matching, 1);
        place.ask(&root, update(None)).await.unwrap();
        assert_eq!(place.ask(&root, place.get("m.sato")).await.unwrap().description, None);
        assert_eq!(place.ask(&root, place.search("mei s")).await.unwrap().matching, 0);
    }
}

on_both! {
    async fn a_deleted_user_takes_everything_along_but_its_audit_rows(place) {
        let root = place.root().await;
        place.user("m.sato", Some(&allowing(&["*"]))).await;
        let rows = place.audit_rows().await;
        place.ask(&root, DeleteUser { operator_id: place.operator.clone(), user_name: Place::name("m.sato") }).await.unwrap();
        assert_eq!(place.number("SELECT count(*) FROM sessions WHERE user_id IS NOT NULL").await, 0);
        assert_eq!(place.audit_rows().await, rows + 1);
        assert_eq!(code(place.sign_in(stranger(), place.as_user("m.sato", PASSWORD)).await), Code::InvalidCredentials);
    }
}

on_both! {
    async fn a_search_finds_parts_of_names_in_every_case_and_counts_every_filter(place) {
        let root = place.root().await;
        for (name, description, password) in [
            ("m.sato", "Mei Sato", Some(PASSWORD)),
            ("k.sato", "Ken Sato", None),
            ("100%_sure!@x", "", None),
            ("ｚoe", "Zoë Ångström", Some(PASSWORD)),
        ] {
            let op = place.new_user(&name.replace(['%', '!'], "+"), None, password);
            place.ask(&root, CreateUser { description: Some(description.parse().unwrap()), ..op }).await.unwrap();
        }
        place.sign_in(stranger(), place.as_user("m.sato", PASSWORD)).await.unwrap();
        let found = |text: &'static str| place.ask(&root, place.search(text));
        for (text, names) in [("SATO", vec!["k.sato", "m.sato"]), ("ÅNG", vec!["zoe"]), ("ZO", vec!["zoe"]), ("%", vec![]), ("_", vec!["100+_sure+@x"]), ("sure+", vec!["100+_sure+@x"]), ("o\ns", vec![]), ("!", vec![])] {
            let page = found(text).await.unwrap();
            let mut got: Vec<&str> = page.users.iter().map(|user| user.user_name.as_str()).collect();
            got.sort_unstable();
            let names: Vec<String> = names.into_iter().map(|name| name.replace("zoe", "ｚoe")).collect();
            assert_eq!(got, names, "{text:?}");
            assert_eq!(page.matching, i64::try_from(names.len()).unwrap());
        }
        let page = found("").await.unwrap();
        assert_eq!(page.counts, UserCounts { all: 4, no_password: 2, never_signed_in: 3, has_auth_keys: 0, mfa_off: 2 });
        for (filter, count) in [(UserFilter::NoPassword, 2), (UserFilter::NeverSignedIn, 3), (UserFilter::HasAuthKeys, 0), (UserFilter::MfaOff, 2)] {
            let page = place.ask(&root, SearchUsers { filter: Some(filter), ..place.search("") }).await.unwrap();
            assert_eq!((page.matching, page.users.len()), (count, usize::try_from(count).unwrap()), "{filter:?}");
        }
    }
}

on_both! {
    async fn pages_follow_one_another_in_every_order(place) {
        let root = place.root().await;
        for n in 0..25 {
            place.clock.advance(1000);
            let name = format!("user{:02}", (n * 7) % 25);
            place.ask(&root, place.new_user(&name, None, None)).await.unwrap();
        }
        for sort in [UserSort::Name, UserSort::LastSignIn, UserSort::Created] {
            for descending in [false, true] {
                let all = SearchUsers { sort: Some(sort), descending: Some(descending), ..place.search("") };
                let whole: Vec<String> = place.ask(&root, all.clone()).await.unwrap().users.into_iter().map(|user| user.user_name).collect();
                assert_eq!(whole.len(), 25);
                let mut pieces = vec![];
                for offset in [0, 10, 20, 30] {
                    let page = SearchUsers { offset: Some(offset), limit: Some(10), ..all.clone() };
                    pieces.extend(place.ask(&root, page).await.unwrap().users.into_iter().map(|user| user.user_name));
                }
                assert_eq!(pieces, whole);
                if matches!(sort, UserSort::Name) {
                    let mut sorted = whole.clone();
                    sorted.sort();
                    if descending { sorted.reverse(); }
                    assert_eq!(whole, sorted);
                }
            }
        }
        // R96: a page is 200 at most
        let page = place.ask(&root, SearchUsers { limit: Some(1_000_000), ..place.search("") }).await.unwrap();
        assert_eq!(page.users.len(), 25);
    }
}

on_both! {
    async fn a_list_shows_what_a_document_is(place) {
        let root = place.root().await;
        let template = latchkey_permission::template("billing").unwrap().document.to_text();
        for (name, document) in [("a", None), ("b", Some(template)), ("c", Some(allowing(&["Custom:thing"]))), ("d", Some(r#"{"statements":[]}"#.to_owned()))] {
            place.ask(&root, place.new_user(name, document.as_deref(), None)).await.unwrap();
        }
        let access: Vec<OwnAccess> = place.ask(&root, place.search("")).await.unwrap().users.into_iter().map(|user| user.access).collect();
        assert_eq!(access, [OwnAccess::None, OwnAccess::Template("billing".into()), OwnAccess::Custom, OwnAccess::None]);
    }
}

on_both! {
    /// R62: what looks like SQL is stored as it is
    async fn texts_that_look_like_sql_stay_texts(place) {
        let root = place.root().await;
        let payloads = ["'; DROP TABLE users; --", "' OR '1'='1", "$1", "\\'; --", "%' AND 1=1 --", "{{7*7}}", "$$; SELECT 1; $$", "x' UNION SELECT * FROM sessions --", "\u{2019} OR 1=1", "/**/OR/**/1=1", "?1", ":name", "@x", "E'\\x27'"];
        for (n, payload) in payloads.iter().enumerate() {
            let name = format!("user{n:02}");
            place.ask(&root, CreateUser { description: Some(payload.parse().unwrap()), ..place.new_user(&name, None, None) }).await.unwrap();
            assert_eq!(place.ask(&root, place.get(&name)).await.unwrap().description.as_deref(), Some(*payload));
            let found = place.ask(&root, place.search(payload)).await.unwrap();
            assert!(found.users.iter().any(|user| user.user_name == name), "{payload}");
            assert_eq!(code(place.ask(&root, EndSession { session_id: (*payload).into() }).await), Code::NotFound);
            assert!(matches!(code(place.ask(&stranger(), place.as_user(payload, payload)).await), Code::InvalidCredentials | Code::TooManyAttempts));
            assert!(matches!(code(place.ask(&stranger(), Auth { email: Some((*payload).into()), ..Place::as_root(payload) }).await), Code::InvalidCredentials));
            assert!(matches!(code(place.ask(&stranger(), Auth { auth_key_id: Some((*payload).into()), auth_key: Some((*payload).into()), ..Auth::default() }).await), Code::InvalidCredentials));
        }
        assert_eq!(place.number("SELECT count(*) FROM users").await, i64::try_from(payloads.len()).unwrap());
    }
}

on_both! {
    /// R64: no field that is not the request's
    async fn protected_fields_cannot_be_sent(place) {
        let root = place.root().await;
        for field in ["createdBy", "hasPassword", "passwordHash", "lastSignInDateTime", "authKeyList", "roleList", "userId", "mfa", "canGrant", "version", "root", "createDateTime", "email", "operator", "__proto__"] {
            let request = serde_json::json!({"operatorId": place.operator, "userName": "x", field: true});
            let error = place.tell(&root, "User:createUser", request).await.unwrap_err();
            assert_eq!(error.code, Code::BadRequest, "{field}");
        }
        assert_eq!(place.number("SELECT count(*) FROM users").await, 0);
        assert_eq!(place.tell(&root, "User:unheardOf", serde_json::json!({})).await.unwrap_err().code, Code::NotServed);
    }
}
