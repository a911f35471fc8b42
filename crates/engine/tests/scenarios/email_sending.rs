//! What is sent to addresses when somebody asks: again, corrected, to try it; how often, and in which language.

use crate::{
    emails::{KEIRI, correct, delete, try_out},
    support::*,
};
use latchkey_api::*;

fn again(place: &Place, email_id: &str) -> ResendAddEmailToken {
    ResendAddEmailToken {
        operator_id: place.operator.clone(),
        email_id: email_id.into(),
    }
}

on_both! {
    /// R44: whatever is asked for, one mailbox gets three an hour
    async fn a_hundred_requests_send_three_messages_an_hour(place) {
        let root = place.root().await;
        let mut refused = 0;
        for _ in 0..100 {
            if let Err(error) = place.ask(&root, Place::adding(KEIRI)).await {
                assert_eq!((error.code, error.detail.unwrap().retry_after_seconds), (Code::TooManyAttempts, Some(3600)));
                refused += 1;
            }
        }
        assert_eq!((refused, place.mails("verify_address").await), (97, 3));
        // another name for the same mailbox, another way to ask
        let root = place.root().await;
        let id = place.email_id(KEIRI).await;
        assert_eq!(code(place.ask(&root, Place::adding(&KEIRI.to_uppercase())).await), Code::TooManyAttempts);
        assert_eq!(code(place.ask(&root, again(&place, &id)).await), Code::TooManyAttempts);
        place.ask(&root, delete(&place, &id)).await.unwrap();
        assert_eq!(code(place.ask(&root, Place::adding(KEIRI)).await), Code::TooManyAttempts);
        assert!(place.addresses(&root).await.len() == 1 && place.mails("verify_address").await == 3);
        // another mailbox has its own
        place.ask(&root, Place::adding("k@a.example")).await.unwrap();
        let other = place.email_id("k@a.example").await;
        assert_eq!(code(place.ask(&root, correct(&place, &other, KEIRI)).await), Code::TooManyAttempts);
        place.clock.advance(HOUR - 1);
        assert_eq!(code(place.ask(&root, Place::adding(KEIRI)).await), Code::TooManyAttempts);
        place.clock.advance(1);
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
    }
}

on_postgres! {
    /// R44: two accounts together are no way around it
    async fn one_mailbox_has_one_budget_over_all_accounts(place) {
        let root = place.root().await;
        let (_, other) = place.other_account().await;
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        place.ask(&other, Place::adding(KEIRI)).await.unwrap();
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        assert_eq!(code(place.ask(&other, Place::adding(KEIRI)).await), Code::TooManyAttempts);
    }
}

on_both! {
    async fn sending_again_waits_a_minute_and_ends_the_older_link_and_code(place) {
        let root = place.root().await;
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        let id = place.email_id(KEIRI).await;
        let first = place.letter(&root, "verify_address", KEIRI).await;
        place.clock.advance(24_500);
        let error = place.ask(&root, again(&place, &id)).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().retry_after_seconds), (Code::TooManyAttempts, Some(36)));
        assert!(error.message.contains("36 seconds"), "{}", error.message);
        place.clock.advance(35_500);
        place.ask(&root, again(&place, &id)).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), VerifyAddEmailToken { token: first.token() }).await), Code::BadToken);
        let by_code = |code| VerifyEmailCode { operator_id: place.operator.clone(), email_id: id.clone(), code };
        assert_eq!(code(place.ask(&root, by_code(first.code())).await), Code::TokenExpired);
        let second = place.letter(&root, "verify_address", KEIRI).await;
        place.ask(&root, by_code(second.code())).await.unwrap();
        // a verified one is not sent to again, and one that is not there either
        for id in [id.as_str(), "none", "a\0b"] {
            if place.is_remote() && id.contains('\0') {
                continue; // no path has one
            }
            assert_eq!(code(place.ask(&root, again(&place, id)).await), Code::NotFound);
        }
    }
}

on_both! {
    /// R24, R40: the proof of one mailbox is none of another
    async fn a_corrected_address_gets_its_own_link(place) {
        let root = place.root().await;
        place.address(&root, "there@a.example").await;
        place.ask(&root, Place::adding("keiir@a.example")).await.unwrap();
        let id = place.email_id("keiir@a.example").await;
        let wrong = place.letter(&root, "verify_address", "keiir@a.example").await;
        assert_eq!(place.ask(&root, correct(&place, &id, "There@A.example")).await.unwrap_err().field.as_deref(), Some("email"));
        place.ask(&root, correct(&place, &id, KEIRI)).await.unwrap();
        assert_eq!(place.latest_audit().await[2], "keiir@a.example");
        assert!(!place.is_verified(&root, KEIRI).await);
        assert_eq!(code(place.ask(&stranger(), VerifyAddEmailToken { token: wrong.token() }).await), Code::BadToken);
        let token = place.letter(&root, "verify_address", KEIRI).await.token();
        place.ask(&stranger(), VerifyAddEmailToken { token }).await.unwrap();
        // what was proven is not corrected afterwards
        for id in [id.as_str(), "none"] {
            assert_eq!(code(place.ask(&root, correct(&place, id, "new@a.example")).await), Code::NotFound);
        }
        assert!(place.is_verified(&root, KEIRI).await);
        assert_eq!(place.addresses(&root).await.len(), 3);
    }
}

on_both! {
    async fn a_test_message_goes_to_verified_addresses_only(place) {
        let root = place.root().await;
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        let (primary, waiting) = (place.email_id(ROOT_EMAIL).await, place.email_id(KEIRI).await);
        place.ask(&root, try_out(&place, &primary)).await.unwrap();
        assert_eq!(place.latest_audit().await, ["root", "Email:sendTestEmail", ROOT_EMAIL, "allowed", "-"]);
        assert_eq!(code(place.ask(&root, try_out(&place, &waiting)).await), Code::NotVerified);
        assert_eq!(code(place.ask(&root, try_out(&place, "none")).await), Code::NotFound);
        // R44
        for _ in 0..10 {
            drop(place.ask(&root, try_out(&place, &primary)).await);
        }
        assert_eq!(code(place.ask(&root, try_out(&place, &primary)).await), Code::TooManyAttempts);
        assert_eq!(place.mails("test").await, 3);
    }
}

on_both! {
    async fn a_repeated_request_sends_one_message(place) {
        let mut root = place.root().await;
        root.envelope.idempotency_key = Some("add-1".into());
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        assert_eq!(place.mails("verify_address").await, 1);
    }
}

on_both! {
    /// What is asked for is written in the language of whoever asks; notices in that of the last sign-in
    async fn mail_is_in_the_language_of_the_last_sign_in(place) {
        let languages = "SELECT language FROM operators";
        assert_eq!(place.rows(languages).await.concat(), ["en"]);
        let mut japanese = stranger();
        japanese.envelope.language = Language::Ja;
        let root = place.sign_in(japanese.clone(), Place::as_root(ROOT_PASSWORD)).await.unwrap();
        assert_eq!(place.rows(languages).await.concat(), ["ja"]);
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        assert_eq!(place.rows("SELECT language FROM outbox").await.concat(), ["ja"]);
        place.ask(&root, place.new_user("m.sato", None, Some(PASSWORD))).await.unwrap();
        assert_eq!(place.rows("SELECT language FROM users").await.concat(), ["en"]);
        place.sign_in(japanese, place.as_user("m.sato", PASSWORD)).await.unwrap();
        assert_eq!(place.rows("SELECT language FROM users").await.concat(), ["ja"]);
        // a wrong password says nothing about anybody
        assert!(place.ask(&stranger(), Place::as_root(PASSWORD)).await.is_err());
        assert_eq!(place.rows(languages).await.concat(), ["ja"]);
        place.root().await;
        assert_eq!(place.rows(languages).await.concat(), ["en"]);
    }
}
