//! The account's addresses: added and withdrawn, by root alone. Links and codes are in `email_codes.rs`, what is sent and
//! how often in `email_sending.rs`.

use crate::support::*;
use latchkey_api::*;
use serde_json::json;

pub const KEIRI: &str = "keiri@harbor-coffee.example";

pub fn correct(place: &Place, email_id: &str, email: &str) -> UpdateEmail {
    UpdateEmail {
        operator_id: place.operator.clone(),
        email_id: email_id.into(),
        email: email.parse().unwrap(),
    }
}

pub fn delete(place: &Place, email_id: &str) -> DeleteEmail {
    DeleteEmail {
        operator_id: place.operator.clone(),
        email_id: email_id.into(),
        move_roles_to: None,
    }
}

fn get(place: &Place, email_id: &str) -> GetEmail {
    GetEmail {
        operator_id: place.operator.clone(),
        email_id: email_id.into(),
    }
}

pub fn try_out(place: &Place, email_id: &str) -> SendTestEmail {
    SendTestEmail {
        operator_id: place.operator.clone(),
        email_id: email_id.into(),
    }
}

on_both! {
    async fn an_address_is_added_and_confirmed_by_its_link(place) {
        let root = place.root().await;
        assert_eq!(place.addresses(&root).await, [(ROOT_EMAIL.to_owned(), true)]);
        place.clock.advance(MINUTE);
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        let id = place.email_id(KEIRI).await;
        let waiting = place.ask(&root, get(&place, &id)).await.unwrap();
        let pending = Pending { mail: MessageState::Waiting, expire_date_time: None, resend_date_time: START_MS / 1000 + 120, tries_left: 5 };
        assert_eq!((waiting.verified, waiting.pending), (false, Some(pending.clone())));
        place.clock.advance(MINUTE);
        let token = place.letter(&root, "verify_address", KEIRI).await.token();
        let waiting = place.ask(&root, get(&place, &id)).await.unwrap();
        assert_eq!(waiting.pending, Some(Pending { expire_date_time: Some((START_MS + 32 * MINUTE) / 1000), ..pending }));
        // nobody is signed in where the link is opened
        place.ask(&stranger(), VerifyAddEmailToken { token }).await.unwrap();
        let verified = place.ask(&root, get(&place, &id)).await.unwrap();
        let seconds = START_MS / 1000 + 60;
        assert_eq!(verified, Email { email_id: id, email: KEIRI.into(), verified: true, create_date_time: seconds, update_date_time: seconds + 60, pending: None });
        assert_eq!(place.latest_audit().await, ["-", "Email:verifyAddEmailToken", KEIRI, "allowed", "-"]);
        let list = place.ask(&root, ListEmails { operator_id: place.operator.clone() }).await.unwrap();
        assert_eq!(list.iter().map(|email| email.email.as_str()).collect::<Vec<_>>(), [ROOT_EMAIL, KEIRI], "in the order in which they were added");
    }
}

on_both! {
    async fn a_wrong_password_adds_nothing_and_counts_as_a_failed_sign_in(place) {
        let root = place.root().await;
        let wrong = IssueAddEmailToken { password: PASSWORD.into(), ..Place::adding(KEIRI) };
        let error = place.ask(&root, wrong.clone()).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref(), error.detail.unwrap().tries_left), (Code::WrongPassword, Some("password"), Some(4)));
        assert_eq!(place.latest_audit().await, ["root", "Email:issueAddEmailToken", "-", "failed", "wrong_password"]);
        // R12, R17: no second budget
        let error = place.ask(&stranger(), Place::as_root(PASSWORD)).await.unwrap_err();
        assert_eq!(error.detail.unwrap().tries_left, Some(3));
        for _ in 0..3 {
            assert_eq!(code(place.ask(&root, wrong.clone()).await), Code::WrongPassword);
        }
        let paused = place.ask(&root, Place::adding(KEIRI)).await.unwrap_err();
        assert_eq!((paused.code, paused.detail.unwrap().retry_after_seconds), (Code::TooManyAttempts, Some(30)));
        assert_eq!(place.addresses(&root).await.len(), 1);
        assert_eq!(place.mails("verify_address").await, 0);
    }
}

on_both! {
    /// The password that was just given is not asked for again
    async fn a_right_password_makes_the_session_fresh(place) {
        let root = place.root().await;
        let here = place.root().await;
        place.clock.advance(11 * MINUTE);
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        let id = place.email_id(KEIRI).await;
        assert_eq!(code(place.ask(&here, correct(&place, &id, "k@a.example")).await), Code::StepUpRequired);
        place.ask(&root, correct(&place, &id, "k@a.example")).await.unwrap();
        // a refused one gives nothing
        place.clock.advance(11 * MINUTE);
        assert_eq!(code(place.ask(&root, Place::adding(ROOT_EMAIL)).await), Code::EmailExists);
        assert_eq!(code(place.ask(&root, delete(&place, &id)).await), Code::StepUpRequired);
    }
}

on_both! {
    /// R41
    async fn an_address_is_there_once_however_it_is_written(place) {
        let root = place.root().await;
        place.address(&root, "Keiri@b\u{fc}cher.example").await;
        for same in ["Keiri@b\u{fc}cher.example", "keiri@B\u{dc}CHER.example", "KEIRI@xn--bcher-kva.example"] {
            let error = place.ask(&root, Place::adding(same)).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::EmailExists, Some("email")), "{same}");
        }
        // the primary one is there too
        assert_eq!(code(place.ask(&root, Place::adding(&ROOT_EMAIL.to_uppercase())).await), Code::EmailExists);
        assert_eq!(place.addresses(&root).await.len(), 2);
    }
}

on_both! {
    /// R38: issuing again voids the older link; the letter goes to what is stored, spelled as it was typed last
    async fn asking_again_for_an_address_that_waits_sends_anew(place) {
        let root = place.root().await;
        place.ask(&root, Place::adding("Keiri@a.example")).await.unwrap();
        let first = place.letter(&root, "verify_address", "Keiri@a.example").await;
        place.clock.advance(1000);
        place.ask(&root, Place::adding("keiri@A.example")).await.unwrap();
        assert!(!place.is_verified(&root, "keiri@A.example").await);
        assert_eq!(code(place.ask(&stranger(), VerifyAddEmailToken { token: first.token() }).await), Code::BadToken);
        let second = place.letter(&root, "verify_address", "keiri@A.example").await;
        assert_ne!(first.token().expose(), second.token().expose());
        assert_ne!(first.code().expose(), second.code().expose());
        place.ask(&stranger(), VerifyAddEmailToken { token: second.token() }).await.unwrap();
        assert!(place.is_verified(&root, "keiri@A.example").await);
        assert_eq!(place.addresses(&root).await.len(), 2);
    }
}

on_both! {
    /// Those that wait count: each was written to
    async fn the_21st_address_is_refused(place) {
        let root = place.root().await;
        for n in 1..20 {
            place.ask(&root, Place::adding(&format!("n{n}@a.example"))).await.unwrap();
        }
        let error = place.ask(&root, Place::adding("one.more@a.example")).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::TooManyEmails, Some("email")));
        assert_eq!(place.addresses(&root).await.len(), 20);
        assert_eq!(place.mails("verify_address").await, 19);
        // one that is there can still be asked for
        place.ask(&root, Place::adding("n7@a.example")).await.unwrap();
        let id = place.email_id("n7@a.example").await;
        place.ask(&root, delete(&place, &id)).await.unwrap();
        place.ask(&root, Place::adding("one.more@a.example")).await.unwrap();
    }
}

on_both! {
    /// Twenty at once, with one place left
    async fn the_limit_holds_however_many_are_added_at_once(place) {
        let root = place.root().await;
        for n in 1..19 {
            place.ask(&root, Place::adding(&format!("n{n}@a.example"))).await.unwrap();
        }
        let tries: Vec<_> = (0..20).map(|n| {
            let (backend, root) = (place.backend.clone(), root.clone());
            tokio::spawn(async move { backend.ask(&root, Place::adding(&format!("race{n}@a.example"))).await })
        }).collect();
        let mut added = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => added += 1,
                Err(error) => assert!(matches!(error.code, Code::TooManyEmails | Code::TooManyAttempts | Code::Busy), "{error:?}"),
            }
        }
        assert_eq!(added, 1);
        assert_eq!(place.addresses(&root).await.len(), 20);
    }
}

on_both! {
    async fn an_address_that_waits_is_withdrawn_with_its_message(place) {
        let root = place.root().await;
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        let id = place.email_id(KEIRI).await;
        let letter = place.letter(&root, "verify_address", KEIRI).await;
        place.ask(&root, delete(&place, &id)).await.unwrap();
        assert_eq!(place.latest_audit().await, ["root", "Email:deleteEmail", KEIRI, "allowed", "-"]);
        assert_eq!(place.posted().await, [["verify_address", KEIRI, "obsolete"]]);
        assert_eq!(code(place.ask(&stranger(), VerifyAddEmailToken { token: letter.token() }).await), Code::BadToken);
        assert_eq!(code(place.ask(&root, delete(&place, &id)).await), Code::NotFound);
        assert_eq!(code(place.ask(&root, get(&place, &id)).await), Code::NotFound);
        // added anew it is another one: the old link is not its
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), VerifyAddEmailToken { token: letter.token() }).await), Code::BadToken);
    }
}

on_both! {
    /// What is malformed never gets to the rules, and is told at its field
    async fn what_is_no_address_is_refused_at_its_field(place) {
        let root = place.root().await;
        for wrong in ["", "a", "a@b", "a@[127.0.0.1]", "\"a b\"@c.example", "a(x)@b.example", "a@b.example.", "a\u{202e}b@c.example", "a@xn--a.com", "a@b.example\r\nBcc: x@y.example"] {
            let request = json!({"email": wrong, "password": ROOT_PASSWORD});
            let error = place.tell(&root, "Email:issueAddEmailToken", request).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::BadRequest, Some("email")), "{wrong:?}");
        }
        assert_eq!(place.addresses(&root).await.len(), 1);
    }
}

on_both! {
    /// R40: whether an address is verified is found out, not told
    async fn no_client_can_say_that_an_address_is_verified(place) {
        let root = place.root().await;
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        let id = place.email_id(KEIRI).await;
        for (name, request) in [
            ("Email:issueAddEmailToken", json!({"email": "x@a.example", "password": ROOT_PASSWORD, "verified": true})),
            ("Email:issueAddEmailToken", json!({"email": {"email": "x@a.example", "verified": true}, "password": ROOT_PASSWORD})),
            ("Email:updateEmail", json!({"operatorId": place.operator, "emailId": id, "email": KEIRI, "verified": true})),
            ("Email:updateEmail", json!({"operatorId": place.operator, "emailId": id, "email": KEIRI, "emails": [{"verified": true}]})),
            ("SystemNotification:setSystemNotification", json!({"operatorId": place.operator, "type": "billing", "emailIdList": [], "verified": true})),
        ] {
            assert_eq!(code(place.tell(&root, name, request).await), Code::BadRequest, "{name}");
        }
        assert_eq!(place.addresses(&root).await, [(KEIRI.to_owned(), false), (ROOT_EMAIL.to_owned(), true)]);
    }
}

on_postgres! {
    /// The address that another account signs in with can be added, and nothing tells that it is one (R12)
    async fn the_primary_address_of_another_account_can_be_added(place) {
        let root = place.root().await;
        let (_, other) = place.other_account().await;
        let id = place.address(&root, "other@example.com").await;
        place.ask(&root, place.setting(EmailRole::Billing, &[&id])).await.unwrap();
        // R58: what is in another account does not exist
        let absent = place.ask(&root, delete(&place, "none")).await.unwrap_err();
        let theirs = place.rows("SELECT operator_id, email_id FROM emails WHERE email = 'other@example.com'").await;
        let theirs = theirs.into_iter().find(|row| row[0] != place.operator.as_str()).unwrap();
        for error in [
            place.ask(&root, delete(&place, &theirs[1])).await.unwrap_err(),
            place.ask(&other, delete(&place, &id)).await.unwrap_err(),
            place.ask(&other, DeleteEmail { operator_id: theirs[0].parse().unwrap(), ..delete(&place, &id) }).await.unwrap_err(),
        ] {
            assert_eq!(error, absent);
        }
        assert_eq!(code(place.ask(&root, get(&place, &theirs[1])).await), Code::NotFound);
        assert_eq!(code(place.ask(&root, try_out(&place, &theirs[1])).await), Code::NotFound);
        let by_code = VerifyEmailCode { operator_id: place.operator.clone(), email_id: theirs[1].clone(), code: "AAAA-AAAA".into() };
        assert_eq!(code(place.ask(&root, by_code).await), Code::NotFound);
    }
}

on_both! {
    /// A SAM user sees nothing of it, whatever its permissions say, and finds out nothing
    async fn only_root_manages_addresses(place) {
        let root = place.root().await;
        let id = place.address(&root, KEIRI).await;
        let everything = place.user("everything", Some(&allowing(&["*", "Email:*", "SystemNotification:*"]))).await;
        let operator = json!({"operatorId": place.operator});
        let email = json!({"operatorId": place.operator, "emailId": id});
        let role = json!({"operatorId": place.operator, "type": "billing"});
        for (name, request) in [
            ("Email:listEmails", operator.clone()),
            ("Email:getEmail", email.clone()),
            ("Email:getWayBack", operator.clone()),
            ("SystemNotification:listSystemNotifications", operator.clone()),
            ("SystemNotification:getSystemNotification", role.clone()),
        ] {
            let told = place.backend.tell(&everything, name, request).await;
            assert_eq!((told.status, code(told.said)), (400, Code::RootOnlyRead), "{name}");
        }
        let with = |base: &serde_json::Value, field: &str, value: serde_json::Value| {
            let mut request = base.clone();
            request[field] = value;
            request
        };
        // not even who knows root's password
        let given = with(&role, "password", ROOT_PASSWORD.into());
        for (name, request) in [
            ("Email:issueAddEmailToken", json!({"email": "x@a.example", "password": ROOT_PASSWORD})),
            ("Email:verifyEmailCode", with(&email, "code", "AAAA-AAAA".into())),
            ("Email:resendAddEmailToken", email.clone()),
            ("Email:updateEmail", with(&email, "email", "x@a.example".into())),
            ("Email:deleteEmail", email.clone()),
            ("Email:sendTestEmail", email.clone()),
            ("Email:stopRecovery", operator.clone()),
            ("SystemNotification:setSystemNotification", with(&given, "emailIdList", json!([id]))),
            ("SystemNotification:deleteSystemNotification", role.clone()),
        ] {
            let told = place.backend.tell(&everything, name, request).await;
            assert_eq!((told.status, code(told.said)), (403, Code::RootOnly), "{name}");
        }
        assert_eq!(place.addresses(&root).await.len(), 2);
    }
}

/// The same store, opened by a version that brings it up to date.
async fn upgraded(place: Place) -> Place {
    let address = match &place.kind {
        Storage::Postgres { url } => url.clone(),
        Storage::Sqlite { path, .. } => format!("sqlite:{}", path.display()),
    };
    let engine = latchkey_engine::Engine::connect(&address, &place.key, place.ports.clone());
    engine.await.unwrap().close().await;
    place.restart().await
}

on_both_stores! {
    /// The rule for addresses was tightened with mail: whoever signed in with one of before still does, is told what
    /// others are told, and can replace it
    async fn a_primary_address_of_an_older_rule_keeps_working(place) {
        const OLD: &str = "Root@10.0.0.5";
        place.engine.close().await;
        place.before_mail().await;
        place.raw(format!("UPDATE operators SET email = '{OLD}', email_key = 'root@10.0.0.5'")).await.unwrap();
        let place = upgraded(place).await;
        let form = |password: &str| Auth { email: Some(OLD.into()), ..Place::as_root(password) };
        place.sign_in(stranger(), form(ROOT_PASSWORD)).await.unwrap();
        let root = place.sign_in(from("203.0.113.9"), form(ROOT_PASSWORD)).await.unwrap();
        let change = |from: &str, to: &str| UpdateOperatorPassword { operator_id: place.operator.clone(), current_password: from.into(), new_password: to.into() };
        place.ask(&root, change(ROOT_PASSWORD, OTHER_PASSWORD)).await.unwrap();
        place.ask(&root, change(OTHER_PASSWORD, ROOT_PASSWORD)).await.unwrap();
        let told = place.rows("SELECT DISTINCT kind, recipient FROM outbox ORDER BY kind").await;
        assert_eq!(told, [["new_device", OLD], ["password_changed", OLD]]);
        let id = place.address(&root, KEIRI).await;
        place.ask(&root, place.setting(EmailRole::Primary, &[&id])).await.unwrap();
        let token = place.letter(&root, "primary_was_you", OLD).await.token();
        place.ask(&stranger(), UndoPrimaryChange { token }).await.unwrap();
        place.sign_in(stranger(), form(ROOT_PASSWORD)).await.unwrap();
        // nobody gets one like it anew
        assert_eq!(code(place.tell(&stranger(), "Auth:issuePasswordResetToken", json!({"email": OLD})).await), Code::BadRequest);
    }
}

on_both_stores! {
    /// A store of the version before is brought up to date when it is opened: the address that its root signs in with is
    /// there, and everything about addresses works from then on
    async fn a_store_from_before_mail_has_its_primary_address(place) {
        place.make("m.sato", None).await;
        place.engine.close().await;
        place.before_mail().await;
        place.raw("UPDATE operators SET email = 'Owner@Harbor-Coffee.example'").await.unwrap();
        let place = upgraded(place).await;
        assert_eq!(place.number("SELECT max(version) FROM latchkey_migrations").await, 3);
        let root = place.root().await;
        let list = place.ask(&root, ListEmails { operator_id: place.operator.clone() }).await.unwrap();
        let [primary] = list.as_slice() else { panic!("{list:?}") };
        let seconds = START_MS / 1000;
        assert_eq!(*primary, Email { email_id: primary.email_id.clone(), email: "Owner@Harbor-Coffee.example".into(), verified: true, create_date_time: seconds, update_date_time: seconds, pending: None });
        assert!(primary.email_id.len() == 24 && primary.email_id.chars().all(|c| c.is_ascii_hexdigit()), "{}", primary.email_id);
        let has = place.ask(&root, GetSystemNotification { operator_id: place.operator.clone(), role: EmailRole::Primary }).await.unwrap();
        assert_eq!(has.email_id_list, std::slice::from_ref(&primary.email_id));
        assert_eq!(code(place.ask(&root, Place::adding(ROOT_EMAIL)).await), Code::EmailExists);
        place.address(&root, KEIRI).await;
        assert_eq!(place.number("SELECT count(*) FROM users WHERE language = 'en'").await, 1);
    }
}
