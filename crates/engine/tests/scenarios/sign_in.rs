//! Signing in: three forms, one refusal.

use crate::support::*;
use latchkey_api::*;

on_both! {
    async fn root_and_users_sign_in_however_they_write_their_names(place) {
        place.make("Zoë Sato", None).await;
        for email in [ROOT_EMAIL, "OWNER@harbor-coffee.example", "  owner@Harbor-Coffee.Example "] {
            let form = Auth { email: Some(email.into()), password: Some(ROOT_PASSWORD.into()), ..Auth::default() };
            let answer = place.ask(&stranger(), form).await.unwrap();
            assert_eq!((answer.operator_id, answer.user_name), (place.operator.clone(), None));
        }
        for name in ["Zoë Sato", "zoë sato", "ZOE\u{308} SATO", " Ｚｏë Sato "] {
            let answer = place.ask(&stranger(), place.as_user(name, PASSWORD)).await.unwrap();
            assert_eq!(answer.user_name.as_deref(), Some("Zoë Sato"));
        }
        // R03: one form of a password, however the keyboard makes it
        let root = place.root().await;
        place.ask(&root, place.new_user("n", None, Some("caf\u{e9}-orbit-lemon-canoe"))).await.unwrap();
        assert!(place.sign_in(stranger(), place.as_user("n", "cafe\u{301}-orbit-lemon-canoe")).await.is_ok());
        assert!(place.sign_in(stranger(), place.as_user("n", "Caf\u{e9}-orbit-lemon-canoe")).await.is_err());
    }
}

on_both! {
    async fn a_sign_in_is_exactly_one_form(place) {
        let password = Some(Secret::from(ROOT_PASSWORD));
        let forms = [
            Auth::default(),
            Auth { email: Some(ROOT_EMAIL.into()), ..Auth::default() },
            Auth { password: password.clone(), ..Auth::default() },
            Auth { user_name: Some("n".into()), password: password.clone(), ..Auth::default() },
            Auth { email: Some(ROOT_EMAIL.into()), user_name: Some("n".into()), password: password.clone(), ..Auth::default() },
            Auth { auth_key_id: Some("keyId-1".into()), password: password.clone(), ..Auth::default() },
        ];
        for form in forms {
            assert_eq!(code(place.ask(&stranger(), form).await), Code::BadRequest);
        }
        for seconds in [179, 172_801, 0, -1, i64::MAX] {
            let form = Auth { token_timeout_seconds: Some(seconds), ..Place::as_root(ROOT_PASSWORD) };
            let error = place.ask(&stranger(), form).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::BadRequest, Some("tokenTimeoutSeconds")));
        }
    }
}

on_both! {
    /// R10, R11: the answer and the work are the same, whoever does not get in
    async fn wrong_unknown_and_without_password_are_answered_alike(place) {
        let root = place.root().await;
        place.make("m.sato", None).await;
        place.ask(&root, place.new_user("no.password", None, None)).await.unwrap();
        let nowhere = |name: &str| Auth { operator_id: Some("OP9999999999".into()), ..place.as_user(name, "no no no no no no") };
        let forms = [
            place.as_user("m.sato", "no no no no no no"),
            place.as_user("nobody", "no no no no no no"),
            place.as_user("no.password", "no no no no no no"),
            nowhere("m.sato"),
            Auth { operator_id: Some("not an operator".into()), ..place.as_user("m.sato", PASSWORD) },
            Place::as_root("no no no no no no"),
            Auth { email: Some("nobody@harbor-coffee.example".into()), ..Place::as_root("no no no no no no") },
            Auth { email: Some("not an address".into()), ..Place::as_root("no no no no no no") },
        ];
        // the wire takes no NUL at all
        let unstorable = (!place.is_remote()).then(|| place.as_user("\0", "no no no no no no"));
        let mut answers = vec![];
        for form in forms.into_iter().chain(unstorable) {
            let before = place.engine.password_hashes();
            let error = place.ask(&stranger(), form).await.unwrap_err();
            assert_eq!(place.engine.password_hashes() - before, 1, "exactly one hash");
            answers.push(serde_json::to_string(&error).unwrap());
        }
        answers.dedup();
        assert_eq!(answers, [r#"{"code":"invalid_credentials","message":"That sign-in does not match.","detail":{"triesLeft":4}}"#]);
    }
}

on_both! {
    /// A sign-in leaves a row with who, from where, how it ended; and the user's last sign-in
    async fn sign_ins_are_in_the_audit_log(place) {
        place.make("m.sato", None).await;
        let caller = place.sign_in(from("192.0.2.7"), place.as_user("m.sato", PASSWORD)).await.unwrap();
        assert_eq!(place.latest_audit().await, ["m.sato", "Auth:auth", "-", "allowed", "-"]);
        assert_eq!(place.rows("SELECT source_ip FROM audit ORDER BY entry DESC LIMIT 1").await, [["192.0.2.7"]]);
        assert!(place.sign_in(stranger(), place.as_user("m.sato", "no no no no no no")).await.is_err());
        assert_eq!(place.latest_audit().await, ["m.sato", "Auth:auth", "-", "failed", "invalid_credentials"]);
        assert!(place.sign_in(stranger(), place.as_user("nobody", "no no no no no no")).await.is_err());
        assert_eq!(place.latest_audit().await, ["-", "Auth:auth", "-", "failed", "invalid_credentials"]);
        let root = place.root().await;
        let user = place.ask(&root, place.get("m.sato")).await.unwrap();
        assert_eq!(user.last_sign_in_date_time, Some(START_MS / 1000));
        drop(caller);
    }
}

on_both! {
    /// R01: kept weaker than passwords are kept now, hashed again while it is at hand
    async fn a_weaker_hash_is_replaced_at_the_next_sign_in(place) {
        place.make("m.sato", None).await;
        let before = place.rows("SELECT password_hash FROM users").await.concat().concat();
        assert!(before.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{before}");
        let stronger = latchkey_engine::Ports { password_cost: latchkey_engine::PasswordCost { memory_kib: 64, passes: 2, lanes: 1 }, ..place.ports.clone() };
        let place = Place { ports: stronger, ..place }.restart().await;
        assert!(place.sign_in(stranger(), place.as_user("m.sato", PASSWORD)).await.is_ok());
        let after = place.rows("SELECT password_hash FROM users").await.concat().concat();
        assert!(after.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{after}");
        assert!(place.sign_in(stranger(), place.as_user("m.sato", PASSWORD)).await.is_ok());
        assert_eq!(place.rows("SELECT password_hash FROM users").await.concat().concat(), after);
    }
}

/// R01: what is stored in life. Locally: who asks makes no difference to a hash
#[tokio::test(flavor = "multi_thread")]
async fn stored_hashes_are_argon2id_at_the_floor_with_salts_of_their_own() {
    let mut place = Place::sqlite().await;
    place.ports.password_cost = latchkey_engine::PasswordCost::STANDARD;
    let place = place.restart().await;
    let opened = place.opened.clone();
    place.make("a", None).await;
    place.make("b", None).await;
    let hashes: Vec<String> = place.rows("SELECT password_hash FROM users").await.concat();
    assert!(
        hashes
            .iter()
            .all(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")),
        "{hashes:?}"
    );
    assert_ne!(hashes[0], hashes[1]);
    let salt = hashes[0].split('$').nth(4).unwrap();
    assert_eq!(salt.len(), 22, "16 bytes");
    opened.close().await;
}

on_sqlite! {
    /// R07: over capacity somebody waits two seconds at most, then is told to come back
    async fn over_capacity_is_busy_and_costs_no_try(place) {
        place.ports.password_slots = 1;
        place.ports.password_cost = latchkey_engine::PasswordCost { memory_kib: 262_144, passes: 4, lanes: 1 };
        let place = place.restart().await;
        // the hash that nothing matches has the new cost: unknown accounts keep the one slot busy
        let tries: Vec<_> = (0..12).map(|n| {
            let (backend, form) = (place.backend.clone(), place.as_user(&format!("nobody{n}"), "no no no no no no"));
            tokio::spawn(async move { backend.ask(&stranger(), form).await.unwrap_err() })
        }).collect();
        let mut busy = 0;
        for attempt in tries {
            let error = attempt.await.unwrap();
            busy += i64::from(error.code == Code::TooManyAttempts);
            assert!(matches!(error.code, Code::TooManyAttempts | Code::InvalidCredentials), "{error:?}");
        }
        assert!(busy > 0);
        let counted = "SELECT count(*) FROM sign_in_tries WHERE failures > 0 AND length(source) > 0";
        assert_eq!(place.number(counted).await, 12 - busy);
    }
}
