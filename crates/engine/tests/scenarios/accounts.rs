//! The account itself: signing up, its data, root's password.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::{Engine, StoreKey, StoreProblem, SystemRandomness};

on_both! {
    async fn an_account_has_its_number_address_and_name(place) {
        let root = place.root().await;
        let operator = place.ask(&root, GetOperator { operator_id: place.operator.clone() }).await.unwrap();
        assert_eq!(operator.operator_id, place.operator);
        assert_eq!(operator.root_operator_id, place.operator);
        assert_eq!((operator.email.as_str(), operator.description.as_str()), (ROOT_EMAIL, "Harbor Coffee"));
        assert_eq!(operator.create_date, "2026-02-01T12:00:00Z");
    }
}

on_both! {
    async fn a_weak_password_makes_no_account(place) {
        for password in ["short", "password1234", "harbor-coffee", "owner@harbor-coffee.example"] {
            let op = CreateOperator { email: "new@harbor-coffee.example".parse().unwrap(), password: password.into(), description: Some("Harbor Coffee".parse().unwrap()), invitation: None };
            let error = place.ask(&stranger(), op).await.unwrap_err();
            assert!(matches!(error.code, Code::WeakPassword | Code::NotServed), "{password}: {error:?}");
        }
        assert_eq!(place.number("SELECT count(*) FROM operators").await, 1);
    }
}

on_postgres! {
    /// R41: one mailbox is the primary address of one account
    async fn an_address_is_root_of_one_account_only_even_in_a_race(place) {
        let again = CreateOperator { email: "OWNER@Harbor-Coffee.EXAMPLE".parse().unwrap(), ..sign_up() };
        let error = place.ask(&stranger(), again).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::EmailTaken, Some("email")));

        let tries: Vec<_> = (0..20).map(|_| {
            let (backend, op) = (place.backend.clone(), CreateOperator { email: "race@harbor-coffee.example".parse().unwrap(), ..sign_up() });
            tokio::spawn(async move { backend.ask(&stranger(), op).await })
        }).collect();
        let mut made = 0;
        for attempt in tries {
            match attempt.await.unwrap() {
                Ok(_) => made += 1,
                Err(error) => assert!(matches!(error.code, Code::EmailTaken | Code::Busy), "{error:?}"),
            }
        }
        assert_eq!(made, 1);
        assert_eq!(place.number("SELECT count(*) FROM operators").await, 2);
    }
}

on_sqlite! {
    async fn a_local_file_holds_one_account(place) {
        let second = CreateOperator { email: "second@harbor-coffee.example".parse().unwrap(), ..sign_up() };
        assert_eq!(code(place.ask(&stranger(), second).await), Code::NotServed);
    }
}

/// R01: a wrong pepper is told at once, not as "wrong password" for all
#[tokio::test(flavor = "multi_thread")]
async fn a_servers_key_that_is_not_its_stores_is_refused() {
    let place = Place::postgres().await;
    let Storage::Postgres { url } = &place.kind else {
        panic!()
    };
    let other = StoreKey::generate(&SystemRandomness);
    assert_eq!(
        Engine::connect(url, &other, place.ports.clone())
            .await
            .err(),
        Some(StoreProblem::WrongKey)
    );
    assert_eq!(
        Engine::prepare(url, &other, place.ports.clone())
            .await
            .err(),
        Some(StoreProblem::WrongKey)
    );
}

on_both! {
    /// R05
    async fn roots_password_changes_with_the_current_one_only(place) {
        let root = place.root().await;
        place.make("m.sato", None).await;
        let elsewhere = place.root().await;
        let before = place.rows("SELECT password_hash FROM operators").await;
        for current in ["wrong-wrong-wrong-1", "", PASSWORD, "Orbit-Lemon-Canoe-Drum-7"] {
            let op = UpdateOperatorPassword { operator_id: place.operator.clone(), current_password: current.into(), new_password: OTHER_PASSWORD.into() };
            let error = place.ask(&root, op).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::WrongPassword, Some("currentPassword")), "{current}");
        }
        assert_eq!(place.rows("SELECT password_hash FROM operators").await, before);

        let op = UpdateOperatorPassword { operator_id: place.operator.clone(), current_password: ROOT_PASSWORD.into(), new_password: OTHER_PASSWORD.into() };
        place.ask(&root, op).await.unwrap();
        // R21: the other sessions are over, this one is not
        assert_eq!(code(place.ask(&elsewhere, ListSessions {}).await), Code::SessionExpired);
        assert_eq!(place.ask(&root, ListSessions {}).await.unwrap().len(), 1);
        assert_eq!(code(place.sign_in(stranger(), Place::as_root(ROOT_PASSWORD)).await), Code::InvalidCredentials);
        assert!(place.sign_in(stranger(), Place::as_root(OTHER_PASSWORD)).await.is_ok());
    }
}
