//! A forgotten password: the owner's, out of the primary mailbox. Codes are in `reset_codes.rs`, what strangers
//! wish for in `reset_wishes.rs`, the recovery address in `recovery.rs`, users in `invite.rs`.

use crate::support::*;
use latchkey_api::*;
use serde_json::json;

on_both! {
    async fn a_forgotten_password_is_replaced_out_of_the_mailbox(place) {
        let root = place.root().await;
        let elsewhere = place.root().await;
        let token = place.reset_mail(&root).await.token();
        let info = place.ask(&stranger(), GetMailToken { token: token.clone() }).await.unwrap();
        assert_eq!((info.purpose, info.email.as_str(), info.operator_name.as_str()), (TokenPurpose::ResetPassword, ROOT_EMAIL, "Harbor Coffee"));
        assert_eq!((info.opens_date_time, info.expire_date_time), (None, (START_MS + 30 * MINUTE) / 1000));
        place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await.unwrap();
        // everybody is out, and the old password with them
        for caller in [&root, &elsewhere] {
            assert_eq!(code(place.ask(caller, ListSessions {}).await), Code::SessionExpired);
        }
        assert!(!place.root_has(ROOT_PASSWORD).await);
        assert!(place.root_has(OTHER_PASSWORD).await);
        // it was for once
        assert_eq!(code(place.ask(&stranger(), choosing(&token, PASSWORD)).await), Code::BadToken);
        assert_eq!(code(place.ask(&stranger(), GetMailToken { token }).await), Code::BadToken);
        assert_eq!(place.logged("Auth:issuePasswordResetToken").await, [["-", "Auth:issuePasswordResetToken", "root", "allowed"]]);
        assert_eq!(place.logged("Auth:verifyPasswordResetToken").await, [["root", "Auth:verifyPasswordResetToken", "-", "allowed"]]);
        assert_eq!(place.mails("password_changed").await, 1);
    }
}

on_both! {
    /// R12, R11: byte for byte the same answer, the same rows, and nothing hashed
    async fn asking_never_tells_whether_there_is_such_an_account(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        place.recoverable(&root).await;
        place.reachable(&root, "m.sato", CONTACT_EMAIL).await;
        let operator = place.operator.to_string();
        let (outbox, hashes) = (place.posted().await, place.engine.password_hashes());
        let audit = place.audit_rows().await;
        let asked = [
            ("Auth:issuePasswordResetToken", json!({"email": ROOT_EMAIL}), json!({"email": "nobody@harbor-coffee.example"})),
            ("Auth:issueRecoveryToken", json!({"email": ROOT_EMAIL}), json!({"email": RECOVERY_EMAIL})),
            ("Auth:issueUserPasswordResetToken", json!({"operatorId": operator, "userName": "m.sato"}), json!({"operatorId": operator, "userName": "nobody"})),
            ("Auth:issueUserPasswordResetToken", json!({"operatorId": operator, "userName": "m.sato"}), json!({"operatorId": "OP0000000001", "userName": "m.sato"})),
            ("Auth:issueUserPasswordResetToken", json!({"operatorId": operator, "userName": "m.sato"}), json!({"operatorId": operator, "userName": " not a name / \u{202e}"})),
        ];
        for (name, known, unknown) in asked {
            let before = place.number("SELECT count(*) FROM mail_wishes").await;
            let known = place.backend.tell(&stranger(), name, known).await;
            let unknown = place.backend.tell(&stranger(), name, unknown).await;
            assert_eq!(known, unknown, "{name}");
            assert_eq!(known.status, 200);
            assert_eq!(place.number("SELECT count(*) FROM mail_wishes").await, before + 2);
        }
        // whether it is anybody's is not looked at before the answer is out
        assert_eq!((place.posted().await, place.audit_rows().await), (outbox, audit));
        assert_eq!(place.engine.password_hashes(), hashes);
        place.turn().await;
        assert_eq!(place.audit_rows().await, audit + 5);
        assert_eq!((place.mails("reset_password").await, place.mails("recover").await, place.mails("user_password").await), (1, 1, 3));
    }
}

on_both! {
    async fn what_is_no_address_is_refused_at_its_field(place) {
        for (name, field, request) in [
            ("Auth:issuePasswordResetToken", "email", json!({"email": "owner at harbor"})),
            ("Auth:issueRecoveryToken", "email", json!({"email": "a\r\nBcc: x@y.example"})),
            ("Auth:issueUserPasswordResetToken", "operatorId", json!({"operatorId": "OP1", "userName": "a"})),
        ] {
            let error = place.tell(&stranger(), name, request).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::BadRequest, Some(field)));
        }
        assert_eq!(place.number("SELECT count(*) FROM mail_wishes").await, 0);
    }
}

on_both! {
    /// R44: three messages an hour, whoever asks how often from wherever, and the answer stays the same
    async fn a_mailbox_gets_three_an_hour(place) {
        for n in 0..100 {
            place.ask(&from(&format!("198.51.{}.7", n % 25)), forgot(ROOT_EMAIL)).await.unwrap();
            if n % 10 == 0 {
                place.turn().await;
            }
        }
        place.turn().await;
        assert_eq!(place.mails("reset_password").await, 3);
        assert_eq!(place.number("SELECT count(*) FROM outbox WHERE state <> 'obsolete'").await, 1, "each ends the one before");
        // what sent nothing left nothing in the log
        assert_eq!(place.logged("Auth:issuePasswordResetToken").await.len(), 3);
        place.clock.advance(HOUR - 1000);
        place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        place.turn().await;
        assert_eq!(place.mails("reset_password").await, 3);
        place.clock.advance(1000);
        place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        place.turn().await;
        assert_eq!(place.mails("reset_password").await, 4);
    }
}

on_both! {
    /// R41: to the address that is stored, and to nobody whose address merely looks like it
    async fn the_mail_goes_to_the_stored_address_only(place) {
        for typed in [" OWNER@Harbor-Coffee.EXAMPLE ", "owner@harbor-coffee.example"] {
            place.ask(&stranger(), forgot(typed)).await.unwrap();
        }
        place.turn().await;
        assert_eq!(place.rows("SELECT DISTINCT recipient FROM outbox").await, [[ROOT_EMAIL]]);
        let before = place.mails("reset_password").await;
        // full width, a dotless i, Cyrillic letters, a tag behind a plus, a domain that only looks alike
        for typed in ["\u{ff4f}wner@harbor-coffee.example", "\u{43e}wner@harbor-coffee.example", "owner+x@harbor-coffee.example", "owner@harb\u{43e}r-coffee.example", "o.wner@harbor-coffee.example"] {
            if let Ok(email) = typed.parse() {
                place.ask(&stranger(), IssuePasswordResetToken { email }).await.unwrap();
            }
        }
        place.turn().await;
        assert_eq!(place.mails("reset_password").await, before);
        assert_eq!(place.number("SELECT count(*) FROM mail_wishes WHERE account <> ''").await, 0, "whom it meant is forgotten");
    }
}

on_both! {
    async fn a_weak_password_uses_no_link_up(place) {
        let root = place.root().await;
        let token = place.reset_mail(&root).await.token();
        let hashes = place.engine.password_hashes();
        for weak in ["short", "password1234", "harbor-coffee-owner", ROOT_EMAIL] {
            let error = place.ask(&stranger(), choosing(&token, weak)).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::WeakPassword, Some("password")), "{weak}");
        }
        assert_eq!(place.engine.password_hashes(), hashes, "nothing is hashed for nothing");
        place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await.unwrap();
    }
}

on_both! {
    /// R23: to the second, with nobody cleaning up
    async fn a_link_works_for_thirty_minutes(place) {
        let root = place.root().await;
        let token = place.reset_mail(&root).await.token();
        place.clock.advance(30 * MINUTE - 1000);
        assert_eq!(code(place.ask(&stranger(), choosing(&token, "short")).await), Code::WeakPassword);
        place.clock.advance(1000);
        assert_eq!(code(place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await), Code::TokenExpired);
        assert_eq!(code(place.ask(&stranger(), GetMailToken { token }).await), Code::TokenExpired);
        assert!(place.root_has(ROOT_PASSWORD).await);
    }
}

on_both! {
    async fn wishes_and_links_outlive_a_restart(place) {
        place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        let place = place.restart().await;
        place.turn().await;
        let root = place.root().await;
        let token = place.letter(&root, "reset_password", ROOT_EMAIL).await.token();
        let place = place.restart().await;
        place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await.unwrap();
        assert!(place.root_has(OTHER_PASSWORD).await);
    }
}

on_both! {
    /// R38: of thirty at once, one
    async fn a_link_is_used_once_however_many_try(place) {
        let root = place.root().await;
        let token = place.reset_mail(&root).await.token();
        let tries: Vec<_> = (0..30).map(|n| {
            let (backend, choice) = (place.backend.clone(), choosing(&token, &format!("{OTHER_PASSWORD}-{n}")));
            tokio::spawn(async move { backend.ask(&stranger(), choice).await.map(|()| n) })
        }).collect();
        let mut won = vec![];
        for one in tries {
            match one.await.unwrap() {
                Ok(n) => won.push(n),
                // hashing thirty passwords at once may be too much; what is refused so changed nothing
                Err(error) => assert!(matches!(error.code, Code::BadToken | Code::TooManyAttempts | Code::Busy), "{error:?}"),
            }
        }
        assert_eq!(won.len(), 1);
        assert!(place.root_has(&format!("{OTHER_PASSWORD}-{}", won[0])).await);
        assert_eq!(place.mails("password_changed").await, 1);
    }
}

on_both! {
    /// R38: what ends an older link
    async fn a_newer_mail_a_new_password_and_a_new_address_end_older_links(place) {
        let root = place.root().await;
        let older = place.reset_mail(&root).await.token();
        let newer = place.reset_mail(&root).await.token();
        assert_eq!(code(place.ask(&stranger(), choosing(&older, OTHER_PASSWORD)).await), Code::BadToken);
        let change = UpdateOperatorPassword { operator_id: place.operator.clone(), current_password: ROOT_PASSWORD.into(), new_password: OTHER_PASSWORD.into() };
        place.ask(&root, change).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), choosing(&newer, PASSWORD)).await), Code::BadToken);
        assert_eq!(place.mails("password_changed").await, 1);
        // and back, for what follows
        let change = UpdateOperatorPassword { operator_id: place.operator.clone(), current_password: OTHER_PASSWORD.into(), new_password: ROOT_PASSWORD.into() };
        place.ask(&root, change).await.unwrap();
        let before = place.reset_mail(&root).await.token();
        let id = place.address(&root, "second@harbor-coffee.example").await;
        place.ask(&root, place.setting(EmailRole::Primary, &[&id])).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), choosing(&before, PASSWORD)).await), Code::BadToken);
        // the old address is nobody's way in any more
        place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        place.turn().await;
        assert_eq!(place.number("SELECT count(*) FROM outbox WHERE kind = 'reset_password' AND state = 'waiting'").await, 0);
    }
}

on_both! {
    /// A reset is a way out of a pause that somebody else's guesses brought about
    async fn whoever_was_locked_out_gets_in_after_a_reset(place) {
        let root = place.root().await;
        let token = place.reset_mail(&root).await.token();
        for _ in 0..5 {
            assert!(!place.root_has("no no no no no no").await);
        }
        assert_eq!(code(place.ask(&stranger(), Place::as_root(ROOT_PASSWORD)).await), Code::TooManyAttempts);
        place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await.unwrap();
        assert!(place.root_has(OTHER_PASSWORD).await);
    }
}

on_both! {
    /// R83: the store gives no link away; what the log says is looked at in `secrets.rs`
    async fn a_thief_of_the_store_has_no_links(place) {
        let root = place.root().await;
        let letter = place.reset_mail(&root).await;
        let dump = place.dump().await;
        assert!(dump.contains("reset_password"));
        assert!(!dump.contains(letter.token().expose()));
        assert!(!dump.contains(letter.code().expose()));
        assert!(!dump.contains(&letter.code().expose().replace('-', "")));
    }
}

on_both! {
    /// A repeat of the same request has the same answer, and sets no second password
    async fn a_repeated_request_is_answered_once_more(place) {
        let root = place.root().await;
        let token = place.reset_mail(&root).await.token();
        let mut caller = stranger();
        caller.envelope.idempotency_key = Some("reset-1".into());
        place.ask(&caller, choosing(&token, OTHER_PASSWORD)).await.unwrap();
        place.ask(&caller, choosing(&token, OTHER_PASSWORD)).await.unwrap();
        assert_eq!(place.mails("password_changed").await, 1);
    }
}

on_both_stores! {
    /// The worker sleeps until somebody has something to say, and what is said is there by the time it looks: on this
    /// computer nothing else wakes it
    async fn what_is_asked_for_is_sent_at_once(place) {
        let smtp = Smtp::start(Script::default()).await;
        let root = place.sends_through(smtp.port).await;
        // whoever counts messages has the notices off
        let on = UpdateMailKind { operator_id: place.operator.clone(), kind: "sign_in_paused".into(), on: true };
        place.ask(&root, on).await.unwrap();
        let engine = place.engine.clone();
        let worker = tokio::spawn(async move { engine.run_mail(std::future::pending()).await });
        let begun = std::time::Instant::now();
        let waits = |count: usize| {
            let smtp = &smtp;
            async move {
                while smtp.taken().len() < count {
                    assert!(begun.elapsed().as_secs() < 120, "message {count} lies in the outbox");
                    tokio::task::yield_now().await;
                }
            }
        };
        for count in 1..=3 {
            place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
            waits(count).await;
        }
        // what a refusal tells of, too
        for _ in 0..5 {
            assert!(!place.root_has("no no no no no no").await);
        }
        waits(4).await;
        worker.abort();
        drop(worker.await);
    }
}
