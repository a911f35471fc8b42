//! Links and codes of an address's confirmation: for it alone, once, in time, and five wrong codes are the end.

use crate::support::*;
use latchkey_api::*;

const KEIRI: &str = "keiri@harbor-coffee.example";

fn by_code(place: &Place, email_id: &str, code: &str) -> VerifyEmailCode {
    VerifyEmailCode {
        operator_id: place.operator.clone(),
        email_id: email_id.into(),
        code: code.into(),
    }
}

/// Another code than that one.
fn other(code: &Secret) -> String {
    let first = if code.expose().starts_with('7') {
        '8'
    } else {
        '7'
    };
    format!("{first}{}", &code.expose()[1..])
}

on_both! {
    async fn a_code_is_taken_however_it_is_typed(place) {
        let root = place.root().await;
        for (n, typed) in [
            (|code: &str| code.to_owned()) as fn(&str) -> String,
            |code| code.replace('-', ""),
            |code| format!("  {} ", code.to_lowercase().replace('-', " ")),
            |code| code.replace('0', "o").replace('1', "l"),
        ].into_iter().enumerate() {
            let email = format!("n{n}@a.example");
            place.ask(&root, Place::adding(&email)).await.unwrap();
            let (id, code) = (place.email_id(&email).await, place.letter(&root, "verify_address", &email).await.code());
            place.ask(&root, by_code(&place, &id, &typed(code.expose()))).await.unwrap();
            assert_eq!(place.latest_audit().await, ["root", "Email:verifyEmailCode", email.as_str(), "allowed", "-"]);
            // R38: once
            assert_eq!(code_of(&place, &root, &id, code.expose()).await, Code::TokenExpired);
        }
        assert!(place.addresses(&root).await.iter().all(|(_, verified)| *verified));
    }
}

async fn code_of(
    place: &Place,
    root: &latchkey_engine::Caller,
    email_id: &str,
    typed: &str,
) -> Code {
    code(place.ask(root, by_code(place, email_id, typed)).await)
}

on_both! {
    /// R14: counted across requests and restarts; the link still works, for it cannot be guessed
    async fn five_wrong_codes_end_the_code_even_for_the_right_one(place) {
        let root = place.root().await;
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        let id = place.email_id(KEIRI).await;
        let letter = place.letter(&root, "verify_address", KEIRI).await;
        let wrong = other(&letter.code());
        for left in [4, 3, 2] {
            let error = place.ask(&root, by_code(&place, &id, &wrong)).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref(), error.detail.unwrap().tries_left), (Code::WrongCode, Some("code"), Some(left)));
        }
        let shown = place.ask(&root, GetEmail { operator_id: place.operator.clone(), email_id: id.clone() }).await.unwrap();
        assert_eq!(shown.pending.unwrap().tries_left, 2);
        let place = place.restart().await;
        for (typed, left) in [("", 1), ("AAAA-AAAA-AAAA", 0)] {
            let error = place.ask(&root, by_code(&place, &id, typed)).await.unwrap_err();
            assert_eq!((error.code, error.detail.unwrap().tries_left), (Code::WrongCode, Some(left)));
        }
        assert_eq!(code_of(&place, &root, &id, letter.code().expose()).await, Code::TokenExpired);
        assert!(!place.is_verified(&root, KEIRI).await);
        place.ask(&stranger(), VerifyAddEmailToken { token: letter.token() }).await.unwrap();
        assert!(place.is_verified(&root, KEIRI).await);
    }
}

on_both! {
    /// R14: fifty wrong codes at once are five tries
    async fn codes_at_once_do_not_outrun_the_limit(place) {
        let root = place.root().await;
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        let id = place.email_id(KEIRI).await;
        let letter = place.letter(&root, "verify_address", KEIRI).await;
        let wrong = other(&letter.code());
        let tries: Vec<_> = (0..50).map(|_| {
            let (backend, root, op) = (place.backend.clone(), root.clone(), by_code(&place, &id, &wrong));
            tokio::spawn(async move { backend.ask(&root, op).await.unwrap_err().code })
        }).collect();
        let mut looked_at = 0;
        for one in tries {
            looked_at += i32::from(one.await.unwrap() == Code::WrongCode);
        }
        assert_eq!(looked_at, 5);
        assert_eq!(code_of(&place, &root, &id, letter.code().expose()).await, Code::TokenExpired);
    }
}

on_both! {
    /// R38: thirty at once redeem one token: one has it
    async fn a_link_is_used_once_however_many_open_it(place) {
        let root = place.root().await;
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        let token = place.letter(&root, "verify_address", KEIRI).await.token();
        let tries: Vec<_> = (0..30).map(|_| {
            let (backend, token) = (place.backend.clone(), token.clone());
            tokio::spawn(async move { backend.ask(&stranger(), VerifyAddEmailToken { token }).await })
        }).collect();
        let mut confirmed = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => confirmed += 1,
                // who cannot be served at this moment used nothing either
                Err(error) => assert!(matches!(error.code, Code::BadToken | Code::Busy), "{error:?}"),
            }
        }
        assert_eq!(confirmed, 1);
        assert_eq!(place.number("SELECT count(*) FROM audit WHERE operation = 'Email:verifyAddEmailToken' AND outcome = 'allowed'").await, 1);
        assert_eq!(place.number("SELECT count(*) FROM mail_tokens").await, 0);
    }
}

on_both! {
    /// R23: to the millisecond, and nobody has to clean up for it
    async fn link_and_code_work_for_thirty_minutes(place) {
        let root = place.root().await;
        for (email, wait, works) in [("a@a.example", 30 * MINUTE - 1, true), ("b@a.example", 30 * MINUTE, false)] {
            let root = place.root().await;
            for address in [email.to_owned(), format!("code-{email}")] {
                place.ask(&root, Place::adding(&address)).await.unwrap();
            }
            let by_link = place.letter(&root, "verify_address", email).await;
            let by_hand = place.letter(&root, "verify_address", &format!("code-{email}")).await;
            let id = place.email_id(&format!("code-{email}")).await;
            place.clock.advance(wait);
            let link = place.ask(&stranger(), VerifyAddEmailToken { token: by_link.token() }).await;
            let typed = place.ask(&root, by_code(&place, &id, by_hand.code().expose())).await;
            if works {
                assert_eq!((link, typed), (Ok(()), Ok(())));
            } else {
                assert_eq!((code(link), code(typed)), (Code::TokenExpired, Code::TokenExpired));
            }
        }
        // what expired is told, and sent again it works
        let id = place.email_id("b@a.example").await;
        let shown = place.ask(&root, GetEmail { operator_id: place.operator.clone(), email_id: id.clone() }).await.unwrap();
        assert!(shown.pending.unwrap().expire_date_time.unwrap() * 1000 <= place.ports.clock.now_ms());
        let root = place.root().await;
        place.ask(&root, ResendAddEmailToken { operator_id: place.operator.clone(), email_id: id }).await.unwrap();
        let token = place.letter(&root, "verify_address", "b@a.example").await.token();
        place.ask(&stranger(), VerifyAddEmailToken { token }).await.unwrap();
    }
}

on_both! {
    /// R24: what confirms an address does nothing else, and nothing else confirms one
    async fn a_token_works_for_its_purpose_only(place) {
        let root = place.root().await;
        let new = place.address(&root, "new@a.example").await;
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        let adding = place.letter(&root, "verify_address", KEIRI).await;
        place.ask(&root, place.setting(EmailRole::Primary, &[&new])).await.unwrap();
        let undoing = place.letter(&root, "primary_was_you", ROOT_EMAIL).await;
        assert_eq!(code(place.ask(&stranger(), UndoPrimaryChange { token: adding.token() }).await), Code::BadToken);
        assert_eq!(code(place.ask(&stranger(), VerifyAddEmailToken { token: undoing.token() }).await), Code::BadToken);
        let id = place.email_id(KEIRI).await;
        // a code is of its address
        place.ask(&root, Place::adding("third@a.example")).await.unwrap();
        let third = place.letter(&root, "verify_address", "third@a.example").await;
        assert_eq!(code_of(&place, &root, &id, third.code().expose()).await, Code::WrongCode);
        // nor is a session's token, a part of one, or one with something after it
        let token = adding.token();
        let cut = &token.expose()[..token.expose().len() - 1];
        for wrong in ["", "lkm_", cut, &format!("{}A", token.expose()), &token.expose().to_uppercase(), root.envelope.credentials.as_ref().unwrap().token.expose(), "a b"] {
            assert_eq!(code(place.ask(&stranger(), VerifyAddEmailToken { token: wrong.into() }).await), Code::BadToken, "{wrong}");
        }
        // after all of that it is still good
        place.ask(&stranger(), VerifyAddEmailToken { token }).await.unwrap();
    }
}

on_postgres! {
    /// R24: a token is of one account and one server
    async fn a_token_is_of_its_account_and_its_server(place) {
        let root = place.root().await;
        let (_, other) = place.other_account().await;
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        place.ask(&other, Place::adding(KEIRI)).await.unwrap();
        let letter = place.letter(&root, "verify_address", KEIRI).await;
        let theirs = place.rows(format!("SELECT operator_id, email_id FROM emails WHERE email = '{KEIRI}' AND operator_id <> '{}'", place.operator)).await.remove(0);
        let op = VerifyEmailCode { operator_id: theirs[0].parse().unwrap(), email_id: theirs[1].clone(), code: letter.code() };
        assert_eq!(code(place.ask(&other, op).await), Code::TokenExpired);
        let elsewhere = Place::postgres().await;
        assert_eq!(code(elsewhere.ask(&stranger(), VerifyAddEmailToken { token: letter.token() }).await), Code::BadToken);
        elsewhere.opened.close().await;
        place.ask(&stranger(), VerifyAddEmailToken { token: letter.token() }).await.unwrap();
        // theirs is theirs
        let verified = place.number(format!("SELECT count(*) FROM emails WHERE email = '{KEIRI}' AND verified")).await;
        assert_eq!(verified, 1);
    }
}

on_both! {
    /// R38, R83: neither link nor code is in the store, in clear or as a plain hash, before, while and after they work
    async fn the_store_has_neither_links_nor_codes(place) {
        use sha2::Digest as _;
        let root = place.root().await;
        place.ask(&root, Place::adding(KEIRI)).await.unwrap();
        let letter = place.letter(&root, "verify_address", KEIRI).await;
        let (token, code) = (letter.token(), letter.code());
        let mut canaries = vec![];
        for secret in [token.expose(), code.expose(), &code.expose().replace('-', "")] {
            let hash = sha2::Sha256::digest(secret.as_bytes());
            canaries.push(secret.to_owned());
            canaries.push(hash.iter().map(|byte| format!("{byte:02x}")).collect());
        }
        let found = |dump: &str| canaries.iter().any(|canary| dump.to_lowercase().contains(&canary.to_lowercase()));
        assert!(!found(&place.dump().await));
        let id = place.email_id(KEIRI).await;
        assert_eq!(code_of(&place, &root, &id, &other(&code)).await, Code::WrongCode);
        place.ask(&stranger(), VerifyAddEmailToken { token: token.clone() }).await.unwrap();
        assert!(!found(&place.dump().await));
        let error = place.ask(&stranger(), VerifyAddEmailToken { token }).await.unwrap_err();
        assert!(!found(&serde_json::to_string(&error).unwrap()));
    }
}
