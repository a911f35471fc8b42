//! Idempotency keys: one effect, one answer.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;

fn keyed(caller: &Caller, key: &str) -> Caller {
    let mut caller = caller.clone();
    caller.envelope.idempotency_key = Some(key.into());
    caller
}

on_both! {
    async fn a_repeat_has_one_effect_and_the_same_answer(place) {
        let root = place.root().await;
        let caller = keyed(&root, "one");
        place.ask(&caller, place.new_user("m.sato", None, None)).await.unwrap();
        let rows = place.audit_rows().await;
        place.ask(&caller, place.new_user("m.sato", None, None)).await.unwrap();
        assert_eq!(place.audit_rows().await, rows);
        // without the key it is another request
        assert_eq!(code(place.ask(&root, place.new_user("m.sato", None, None)).await), Code::NameTaken);
        // R24: a key is its caller's
        let admin = place.user("admin", Some(&allowing(&["*"]))).await;
        assert_eq!(code(place.ask(&keyed(&admin, "one"), place.new_user("m.sato", None, None)).await), Code::NameTaken);
    }
}

on_both! {
    async fn a_key_is_not_reused_for_something_else(place) {
        let caller = keyed(&place.root().await, "one");
        place.ask(&caller, place.new_user("a", None, None)).await.unwrap();
        assert_eq!(code(place.ask(&caller, place.new_user("b", None, None)).await), Code::KeyReused);
        assert_eq!(code(place.ask(&caller, UpdateUser { operator_id: place.operator.clone(), user_name: Place::name("a"), description: None }).await), Code::KeyReused);
        assert_eq!(place.number("SELECT count(*) FROM users").await, 1);
    }
}

on_both! {
    async fn what_failed_is_tried_again(place) {
        let root = place.root().await;
        let caller = keyed(&root, "one");
        let delete = || DeleteUser { operator_id: place.operator.clone(), user_name: Place::name("m.sato") };
        assert_eq!(code(place.ask(&caller, delete()).await), Code::NotFound);
        place.ask(&root, place.new_user("m.sato", None, None)).await.unwrap();
        place.ask(&caller, delete()).await.unwrap();
        // the answer to a lost reply, though the user is gone
        place.ask(&caller, delete()).await.unwrap();
    }
}

on_both! {
    async fn an_answer_is_kept_for_forty_eight_hours(place) {
        let caller = keyed(&place.root().await, "one");
        place.ask(&caller, place.new_user("a", None, None)).await.unwrap();
        place.clock.advance(48 * HOUR + 1);
        let root = place.root().await;
        place.ask(&keyed(&root, "two"), place.new_user("b", None, None)).await.unwrap();
        assert_eq!(place.rows("SELECT idempotency_key FROM answers").await, [["two"]]);
        assert_eq!(code(place.ask(&keyed(&root, "one"), place.new_user("a", None, None)).await), Code::NameTaken);
    }
}

on_both! {
    /// F18: requests at once with one key
    async fn repeats_at_once_have_one_effect(place) {
        let caller = keyed(&place.root().await, "one");
        let rows = place.audit_rows().await;
        let repeats: Vec<_> = (0..20).map(|_| {
            let (backend, caller, op) = (place.backend.clone(), caller.clone(), place.new_user("m.sato", None, Some(PASSWORD)));
            tokio::spawn(async move { backend.ask(&caller, op).await })
        }).collect();
        for repeat in repeats {
            match repeat.await.unwrap() {
                Ok(()) => {}
                Err(error) => assert_eq!(error.code, Code::TooManyAttempts),
            }
        }
        assert_eq!(place.audit_rows().await, rows + 1);
    }
}

on_both! {
    async fn a_key_has_its_limits_and_no_secret_is_kept(place) {
        let root = place.root().await;
        for key in ["", "a\nb", &"x".repeat(65)] {
            assert_eq!(code(place.ask(&keyed(&root, key), place.new_user("a", None, None)).await), Code::BadRequest);
        }
        place.ask(&keyed(&root, &"語".repeat(64)), place.new_user("a", None, Some(PASSWORD))).await.unwrap();
        place.ask(&keyed(&stranger(), "sign-in"), Place::as_root(ROOT_PASSWORD)).await.unwrap();
        assert_eq!(place.rows("SELECT reply FROM answers").await, [["null"]]);
        // a kept request is a keyed hash: the password cannot be tried against it
        assert!(!place.dump().await.contains(PASSWORD));
    }
}
