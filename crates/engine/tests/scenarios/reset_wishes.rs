//! What strangers wish for, before anybody has looked whose it is: how much of it is kept, and that each is granted once.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Engine;

const WISHES: &str = "SELECT count(*) FROM mail_wishes";

/// Another engine over the same store, where there can be one.
async fn second(place: &Place) -> Engine {
    match &place.kind {
        Storage::Postgres { url } => {
            let engine = Engine::connect(url, &place.key, place.ports.clone());
            engine.await.unwrap()
        }
        Storage::Sqlite { .. } => place.engine.clone(),
    }
}

/// So many wishes of other networks, looked at or not.
async fn wished(place: &Place, count: i64, network: &str, around: &str, granted: bool) {
    let rows = if place.is_postgres() {
        format!("generate_series(1, {count}) n(i)")
    } else {
        format!(
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n) n"
        )
    };
    let granted = if granted { "1 = 1" } else { "1 = 0" };
    place
        .raw(format!(
            "INSERT INTO mail_wishes (wish_id, what, account, language, network, around, source, device, granted, created_at) \
             SELECT 'w' || i, 'reset_password', 'x@y.example', 'en', {network}, {around}, '', '', {granted}, {START_MS} + i FROM {rows}"
        ))
        .await
        .unwrap();
}

on_both! {
    /// R44: what one network, and all of them, can put into the store
    async fn strangers_cannot_fill_the_store_with_wishes(place) {
        for n in 0..25 {
            place.ask(&from("203.0.113.7"), forgot(&format!("a{n}@example.com"))).await.unwrap();
        }
        // an IPv6 network is one
        for n in 0..25 {
            place.ask(&from(&format!("2001:db8:1:2::{n}")), forgot("a@example.com")).await.unwrap();
        }
        assert_eq!(place.number(WISHES).await, 40);
        // others are not kept from asking by that
        place.ask(&from("192.0.2.1"), forgot(ROOT_EMAIL)).await.unwrap();
        assert_eq!(place.number(WISHES).await, 41);
        // an hour later all of that is forgotten
        place.clock.advance(HOUR);
        place.ask(&from("203.0.113.7"), forgot(ROOT_EMAIL)).await.unwrap();
        assert_eq!(place.number(WISHES).await, 1);
    }
}

on_both! {
    /// R18: whoever has every network in the world keeps no owner from asking: what was looked at makes room
    async fn an_owner_is_heard_however_many_strangers_ask(place) {
        wished(&place, 10_000, "'n' || i", "'a' || (i % 500)", true).await;
        place.ask(&from("192.0.2.2"), forgot(ROOT_EMAIL)).await.unwrap();
        assert_eq!(place.number(WISHES).await, 10_000);
        // the oldest one went
        assert_eq!(place.number("SELECT count(*) FROM mail_wishes WHERE wish_id = 'w1'").await, 0);
        place.turn().await;
        assert_eq!(place.mails("reset_password").await, 1);
    }
}

on_both! {
    /// R18, R44: before anybody has looked, the networks of one owner have a part of it only, and there is an end
    async fn what_waits_is_bounded_for_neighbours_and_for_all(place) {
        wished(&place, 500, "'n' || i", "'203.0.0.0/16'", false).await;
        place.ask(&from("203.0.113.7"), forgot(ROOT_EMAIL)).await.unwrap();
        assert_eq!(place.number(WISHES).await, 500);
        place.ask(&from("192.0.2.2"), forgot(ROOT_EMAIL)).await.unwrap();
        assert_eq!(place.number(WISHES).await, 501);
        place.raw("DELETE FROM mail_wishes").await.unwrap();
        wished(&place, 500, "'n' || i", "'2001:db8:1::/48'", false).await;
        place.ask(&from("2001:db8:1:7::1"), forgot(ROOT_EMAIL)).await.unwrap();
        place.ask(&from("2001:db8:2:7::1"), forgot(ROOT_EMAIL)).await.unwrap();
        assert_eq!(place.number(WISHES).await, 501);
        place.raw("DELETE FROM mail_wishes").await.unwrap();
        wished(&place, 10_000, "'n' || i", "'a' || i", false).await;
        place.ask(&from("192.0.2.2"), forgot(ROOT_EMAIL)).await.unwrap();
        assert_eq!(place.number(WISHES).await, 10_000);
        assert_eq!(place.number("SELECT count(*) FROM mail_wishes WHERE network = '192.0.2.2'").await, 0);
    }
}

on_both! {
    /// R44: no answer is kept for a stranger, who could fill the store with keys instead
    async fn a_wish_leaves_no_answer_behind(place) {
        let keyed = |key: &str| {
            let mut caller = from("203.0.113.7");
            caller.envelope.idempotency_key = Some(key.into());
            caller
        };
        for n in 0..25 {
            place.ask(&keyed(&format!("k{n}")), forgot(ROOT_EMAIL)).await.unwrap();
            place.ask(&keyed(&format!("k{n}")), forgot(ROOT_EMAIL)).await.unwrap();
        }
        assert_eq!((place.number(WISHES).await, place.number("SELECT count(*) FROM answers").await), (20, 0));
    }
}

on_both! {
    /// Who wished before the primary address changed gets nothing at either
    async fn a_wish_is_for_the_address_that_was_primary(place) {
        let root = place.root().await;
        let id = place.address(&root, "second@harbor-coffee.example").await;
        place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        place.ask(&root, place.setting(EmailRole::Primary, &[&id])).await.unwrap();
        place.turn().await;
        assert_eq!(place.mails("reset_password").await, 0);
    }
}

on_both_stores! {
    /// However many instances look at once, a wish is granted once
    async fn a_wish_is_granted_once(place) {
        place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        let other = second(&place).await;
        let turns: Vec<_> = (0..12).map(|n| {
            let engine = if n % 2 == 0 { place.engine.clone() } else { other.clone() };
            tokio::spawn(async move { engine.mail_turn().await.unwrap() })
        }).collect();
        for turn in turns {
            turn.await.unwrap();
        }
        assert_eq!(place.mails("reset_password").await, 1);
        assert_eq!(place.logged("Auth:issuePasswordResetToken").await.len(), 1);
        other.close().await;
    }
}

on_both! {
    /// Nobody waits an hour for a link: who got none has asked again, and one that comes by surprise helps a thief only
    async fn a_wish_that_nobody_looked_at_for_an_hour_is_over(place) {
        place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        place.clock.advance(HOUR);
        place.turn().await;
        assert_eq!(place.mails("reset_password").await, 0);
    }
}

on_both! {
    /// R94: what goes wrong with one wish keeps no other from being granted, and it is granted later
    async fn a_wish_that_fails_blocks_no_other(place) {
        place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        place.raw("UPDATE mail_wishes SET what = 'nonsense'").await.unwrap();
        place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        place.turn().await;
        assert_eq!(place.mails("reset_password").await, 1);
        place.raw("UPDATE mail_wishes SET what = 'reset_password'").await.unwrap();
        place.turn().await;
        assert_eq!(place.mails("reset_password").await, 2);
    }
}
