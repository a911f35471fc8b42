//! The primary mailbox is lost: a way back in through the recovery address, which opens a day later, unless the primary
//! address objects.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;

const DAY: i64 = 24 * HOUR;

/// Begins a recovery as a stranger, and reads both mails: recovery's, primary's.
async fn begun(place: &Place, root: &Caller) -> (Secret, Secret) {
    place
        .ask(&stranger(), lost_mailbox(ROOT_EMAIL))
        .await
        .unwrap();
    place.turn().await;
    (
        place.letter(root, "recover", RECOVERY_EMAIL).await.token(),
        place
            .letter(root, "recovery_begun", ROOT_EMAIL)
            .await
            .token(),
    )
}

on_both! {
    /// R23: to the second
    async fn the_recovery_address_opens_the_account_after_a_day(place) {
        let root = place.root().await;
        place.recoverable(&root).await;
        let (token, _) = begun(&place, &root).await;
        let opens = (START_MS + DAY) / 1000;
        let info = place.ask(&stranger(), GetMailToken { token: token.clone() }).await.unwrap();
        assert_eq!((info.purpose, info.email.as_str()), (TokenPurpose::Recover, RECOVERY_EMAIL));
        assert_eq!((info.opens_date_time, info.expire_date_time), (Some(opens), opens + DAY / 1000));
        let hashes = place.engine.password_hashes();
        for wait in [0, DAY - 1000] {
            place.clock.advance(wait);
            let error = place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await.unwrap_err();
            assert_eq!((error.code, error.detail.unwrap().opens_date_time), (Code::TokenNotOpen, Some(opens)));
        }
        assert_eq!(place.engine.password_hashes(), hashes);
        place.clock.advance(1000);
        assert_eq!(place.ask(&stranger(), GetMailToken { token: token.clone() }).await.unwrap().opens_date_time, None);
        place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await.unwrap();
        assert!(place.root_has(OTHER_PASSWORD).await);
        assert!(!place.root_has(ROOT_PASSWORD).await);
        assert_eq!(place.mails("password_changed").await, 1);
    }
}

on_both! {
    /// R23
    async fn it_works_for_another_day(place) {
        let root = place.root().await;
        place.recoverable(&root).await;
        let (token, objection) = begun(&place, &root).await;
        place.clock.advance(2 * DAY - 1000);
        assert_eq!(code(place.ask(&stranger(), choosing(&token, "short")).await), Code::WeakPassword);
        place.clock.advance(1000);
        assert_eq!(code(place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await), Code::TokenExpired);
        assert_eq!(code(place.ask(&stranger(), ObjectToRecovery { token: objection }).await), Code::TokenExpired);
    }
}

on_both! {
    async fn the_primary_address_is_told_and_can_object(place) {
        let root = place.root().await;
        place.recoverable(&root).await;
        let (token, objection) = begun(&place, &root).await;
        let info = place.ask(&stranger(), GetMailToken { token: objection.clone() }).await.unwrap();
        assert_eq!((info.purpose, info.email.as_str(), info.opens_date_time), (TokenPurpose::ObjectToRecovery, ROOT_EMAIL, None));
        // at once, or at the last moment
        place.clock.advance(DAY + HOUR);
        place.ask(&stranger(), ObjectToRecovery { token: objection.clone() }).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await), Code::BadToken);
        assert_eq!(code(place.ask(&stranger(), ObjectToRecovery { token: objection }).await), Code::BadToken);
        assert_eq!(place.mails("recovery_stopped").await, 1);
        assert_eq!(place.logged("Auth:objectToRecovery").await, [["-", "Auth:objectToRecovery", "root", "allowed"]]);
        assert!(place.root_has(ROOT_PASSWORD).await);
    }
}

on_both! {
    /// A thief who asks again does not get more time, and neither mailbox is filled
    async fn asking_again_changes_nothing_while_one_is_under_way(place) {
        let root = place.root().await;
        place.recoverable(&root).await;
        let (token, _) = begun(&place, &root).await;
        let opens = place.ask(&stranger(), GetMailToken { token: token.clone() }).await.unwrap().opens_date_time;
        for _ in 0..10 {
            place.clock.advance(2 * HOUR);
            place.ask(&stranger(), lost_mailbox(ROOT_EMAIL)).await.unwrap();
            place.turn().await;
        }
        assert_eq!((place.mails("recover").await, place.mails("recovery_begun").await), (1, 1));
        assert_eq!(place.ask(&stranger(), GetMailToken { token: token.clone() }).await.unwrap().opens_date_time, opens);
        place.clock.advance(4 * HOUR);
        place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await.unwrap();
        // then it is over, and one can begin anew
        place.ask(&stranger(), lost_mailbox(ROOT_EMAIL)).await.unwrap();
        place.turn().await;
        assert_eq!(place.mails("recover").await, 2);
    }
}

on_both! {
    async fn without_a_recovery_address_nothing_begins(place) {
        let root = place.root().await;
        // verified, and no recovery address
        place.address(&root, RECOVERY_EMAIL).await;
        let before = place.posted().await;
        for email in [ROOT_EMAIL, RECOVERY_EMAIL] {
            place.ask(&stranger(), lost_mailbox(email)).await.unwrap();
        }
        place.turn().await;
        assert_eq!(place.posted().await, before);
        assert!(place.logged("Auth:issueRecoveryToken").await.is_empty());
    }
}

on_both! {
    /// R44
    async fn a_recovery_mailbox_gets_three_an_hour(place) {
        let root = place.root().await;
        place.recoverable(&root).await;
        for _ in 0..3 {
            let (_, objection) = begun(&place, &root).await;
            place.ask(&stranger(), ObjectToRecovery { token: objection }).await.unwrap();
        }
        for _ in 0..3 {
            place.ask(&stranger(), lost_mailbox(ROOT_EMAIL)).await.unwrap();
            place.turn().await;
        }
        assert_eq!((place.mails("recover").await, place.mails("recovery_begun").await), (3, 3));
    }
}

on_both! {
    async fn each_recovery_address_gets_a_link_of_its_own(place) {
        let root = place.root().await;
        let ids = [place.address(&root, RECOVERY_EMAIL).await, place.address(&root, "third@example.com").await];
        place.ask(&root, place.setting(EmailRole::Recovery, &[&ids[0], &ids[1]])).await.unwrap();
        let (one, _) = begun(&place, &root).await;
        let other = place.letter(&root, "recover", "third@example.com").await.token();
        place.clock.advance(DAY);
        place.ask(&stranger(), choosing(&other, OTHER_PASSWORD)).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), choosing(&one, PASSWORD)).await), Code::BadToken);
        assert_eq!(place.mails("recovery_begun").await, 1);
    }
}

on_both! {
    /// R24: an address that is no recovery address any more opens nothing, whatever was sent to it
    async fn a_link_is_bound_to_the_recovery_address(place) {
        let root = place.root().await;
        place.recoverable(&root).await;
        let (token, _) = begun(&place, &root).await;
        place.raw("DELETE FROM email_roles").await.unwrap();
        place.clock.advance(DAY);
        assert_eq!(code(place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await), Code::BadToken);
        assert!(place.root_has(ROOT_PASSWORD).await);
    }
}

on_both! {
    /// R38: who gets in otherwise ends it
    async fn a_reset_through_primary_ends_it(place) {
        let root = place.root().await;
        place.recoverable(&root).await;
        let (token, objection) = begun(&place, &root).await;
        let reset = place.reset_mail(&root).await.token();
        place.ask(&stranger(), choosing(&reset, OTHER_PASSWORD)).await.unwrap();
        place.clock.advance(DAY);
        assert_eq!(code(place.ask(&stranger(), choosing(&token, PASSWORD)).await), Code::BadToken);
        assert_eq!(code(place.ask(&stranger(), ObjectToRecovery { token: objection }).await), Code::BadToken);
    }
}

on_both! {
    async fn the_code_works_once_it_is_open(place) {
        let root = place.root().await;
        place.recoverable(&root).await;
        begun(&place, &root).await;
        let letter = place.letter(&root, "recover", RECOVERY_EMAIL).await;
        for _ in 0..7 {
            // right, and so no try
            assert_eq!(code(place.ask(&stranger(), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await), Code::TokenNotOpen);
        }
        let place = place.restart().await;
        place.clock.advance(DAY);
        place.ask(&stranger(), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await.unwrap();
        assert!(place.root_has(OTHER_PASSWORD).await);
    }
}

on_both! {
    /// Mail that waited for days: the owner has its day from when it went out
    async fn mail_that_waited_opens_later(place) {
        let root = place.root().await;
        place.recoverable(&root).await;
        place.ask(&stranger(), lost_mailbox(ROOT_EMAIL)).await.unwrap();
        place.turn().await;
        place.clock.advance(30 * HOUR);
        let root = place.root().await;
        let letter = place.letter(&root, "recover", RECOVERY_EMAIL).await;
        let token = letter.token();
        let objection = place.letter(&root, "recovery_begun", ROOT_EMAIL).await.token();
        assert_eq!(code(place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await), Code::TokenNotOpen);
        // and the letter says when that is
        let info = place.ask(&stranger(), GetMailToken { token: token.clone() }).await.unwrap();
        assert_eq!(info.opens_date_time, Some((START_MS + 53 * HOUR) / 1000));
        let words: Vec<&str> = letter.text.split_whitespace().collect();
        let text = words.join(" ");
        assert!(text.contains("before 3 February 2026, 17:00 UTC") && !text.contains("2 February"), "{text}");
        place.clock.advance(23 * HOUR - 1000);
        assert_eq!(code(place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await), Code::TokenNotOpen);
        place.ask(&stranger(), ObjectToRecovery { token: objection }).await.unwrap();
    }
}

on_both! {
    /// Whichever of the two letters went out when: as long as the way in is open, it can be objected to
    async fn it_can_be_objected_to_for_as_long_as_it_works(place) {
        for first in ["recovery_begun", "recover"] {
            let root = place.root().await;
            if first == "recovery_begun" {
                place.recoverable(&root).await;
            }
            place.ask(&stranger(), lost_mailbox(ROOT_EMAIL)).await.unwrap();
            place.turn().await;
            let mut tokens = std::collections::HashMap::new();
            let other = if first == "recover" { "recovery_begun" } else { "recover" };
            for (kind, wait) in [(first, 0), (other, 60 * HOUR)] {
                place.clock.advance(wait);
                let root = place.root().await;
                let to = if kind == "recover" { RECOVERY_EMAIL } else { ROOT_EMAIL };
                tokens.insert(kind, place.letter(&root, kind, to).await.token());
            }
            let expires = async |kind: &str| place.ask(&stranger(), GetMailToken { token: tokens[kind].clone() }).await.map(|info| info.expire_date_time);
            if first == "recovery_begun" {
                assert_eq!(expires("recovery_begun").await.unwrap(), expires("recover").await.unwrap());
                place.clock.advance(23 * HOUR + DAY - 1000);
            }
            place.ask(&stranger(), ObjectToRecovery { token: tokens["recovery_begun"].clone() }).await.unwrap();
            assert_eq!(code(place.ask(&stranger(), choosing(&tokens["recover"], OTHER_PASSWORD)).await), Code::BadToken);
            place.clock.advance(HOUR);
        }
    }
}
