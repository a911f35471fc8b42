//! The code of a reset mail, entered by somebody who is not signed in: one answer whatever is wrong, and a budget that
//! nobody else can spend.

use crate::support::*;
use latchkey_api::*;
use serde_json::json;

on_both! {
    async fn a_code_does_what_its_link_does(place) {
        let root = place.root().await;
        let letter = place.reset_mail(&root).await;
        // as people type it
        let typed = letter.code().expose().to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        let address = " OWNER@harbor-coffee.EXAMPLE";
        place.ask(&stranger(), coding(address, &Secret::from(typed.as_str()), OTHER_PASSWORD)).await.unwrap();
        assert_eq!(code(place.ask(&root, ListSessions {}).await), Code::SessionExpired);
        assert!(place.root_has(OTHER_PASSWORD).await);
        // both ends are used up
        assert_eq!(code(place.ask(&stranger(), coding(ROOT_EMAIL, &letter.code(), PASSWORD)).await), Code::WrongCode);
        assert_eq!(code(place.ask(&stranger(), choosing(&letter.token(), PASSWORD)).await), Code::BadToken);
    }
}

on_postgres! {
    /// R12: what everybody waits for who asks for a way back in is not what an unknown account waits for alone
    async fn an_unknown_account_is_as_fast_while_others_ask(place) {
        place.ask(&stranger(), forgot("nobody@example.com")).await.unwrap();
        let held = place.hold("-").await;
        assert_eq!(code(place.ask(&stranger(), coding("nobody@example.com", &no_code(), PASSWORD)).await), Code::WrongCode);
        assert_eq!(code(place.ask(&stranger(), coding(ROOT_EMAIL, &no_code(), PASSWORD)).await), Code::WrongCode);
        // nor does a wish that is nobody's hold anybody up
        place.turn().await;
        assert_eq!(place.number("SELECT count(*) FROM mail_wishes WHERE granted").await, 1);
        drop(held);
    }
}

on_both! {
    /// R12: unknown, wrong, expired, used and none at all are one answer, and nothing is hashed for any
    async fn whatever_is_wrong_with_a_code_is_told_alike(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        let expired = place.reset_mail(&root).await.code();
        place.clock.advance(30 * MINUTE);
        let operator = place.operator.to_string();
        let cases = [
            json!({"email": ROOT_EMAIL, "code": expired.expose(), "password": OTHER_PASSWORD}),
            json!({"email": "nobody@example.com", "code": "0000-0000", "password": OTHER_PASSWORD}),
            json!({"email": "no address at all \u{202e}", "code": "0000-0000", "password": "short"}),
            json!({"operatorId": operator, "userName": "m.sato", "code": "0000-0000", "password": OTHER_PASSWORD}),
            json!({"operatorId": operator, "userName": "nobody", "code": "", "password": OTHER_PASSWORD}),
            json!({"operatorId": "OP0000000001", "userName": "m.sato", "code": "\u{ff10}", "password": OTHER_PASSWORD}),
            json!({"operatorId": "none", "userName": "", "code": "0".repeat(10_000), "password": OTHER_PASSWORD}),
        ];
        let hashes = place.engine.password_hashes();
        let mut answers = vec![];
        for case in cases {
            let mut answer = vec![];
            for _ in 0..7 {
                let told = place.backend.tell(&stranger(), "Auth:verifyPasswordResetCode", case.clone()).await;
                answer.push((told.status, serde_json::to_string(&told.said.unwrap_err()).unwrap()));
            }
            answers.push(answer);
        }
        for answer in &answers {
            assert_eq!(answer, &answers[0]);
        }
        let left = |answer: &(u16, String)| serde_json::from_str::<Error>(&answer.1).unwrap();
        let first = left(&answers[0][0]);
        assert_eq!((first.code, first.field.as_deref(), first.detail.unwrap().tries_left), (Code::WrongCode, Some("code"), Some(4)));
        assert_eq!(left(&answers[0][4]).detail.unwrap().retry_after_seconds, Some(30));
        assert_eq!(left(&answers[0][5]).code, Code::TooManyAttempts);
        assert_eq!(place.engine.password_hashes(), hashes);
    }
}

on_both! {
    /// R12: a code that is outstanding changes nothing about the answer to a wrong one
    async fn a_wrong_code_tells_nothing_of_a_mail_on_its_way(place) {
        let root = place.root().await;
        let ask = |email: &'static str| json!({"email": email, "code": "0000-0000", "password": OTHER_PASSWORD});
        place.reset_mail(&root).await;
        let known = place.backend.tell(&stranger(), "Auth:verifyPasswordResetCode", ask(ROOT_EMAIL)).await;
        let unknown = place.backend.tell(&stranger(), "Auth:verifyPasswordResetCode", ask("nobody@example.com")).await;
        assert_eq!(known, unknown);
        // it is in the log of the account that there is
        assert_eq!(place.logged("Auth:verifyPasswordResetCode").await, [["root", "Auth:verifyPasswordResetCode", "-", "failed"]]);
    }
}

on_both! {
    /// R13: neither budget spends the other
    async fn codes_and_passwords_have_budgets_of_their_own(place) {
        let root = place.root().await;
        let letter = place.reset_mail(&root).await;
        for _ in 0..5 {
            assert_eq!(code(place.ask(&from("203.0.113.7"), coding(ROOT_EMAIL, &no_code(), OTHER_PASSWORD)).await), Code::WrongCode);
        }
        assert_eq!(code(place.ask(&from("203.0.113.7"), coding(ROOT_EMAIL, &no_code(), OTHER_PASSWORD)).await), Code::TooManyAttempts);
        assert!(place.sign_in(from("203.0.113.7"), Place::as_root(ROOT_PASSWORD)).await.is_ok());
        for _ in 0..5 {
            assert!(!place.root_has("no no no no no no").await);
        }
        assert_eq!(code(place.ask(&stranger(), Place::as_root(ROOT_PASSWORD)).await), Code::TooManyAttempts);
        place.ask(&stranger(), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await.unwrap();
        assert!(place.root_has(OTHER_PASSWORD).await);
    }
}

on_both! {
    /// R31: after five misses the right code fails too, from wherever nobody has signed in, through a restart, and with a
    /// pause that is over
    async fn a_code_dies_after_five_misses(place) {
        let root = place.root().await;
        let letter = place.reset_mail(&root).await;
        let from_away = || from("203.0.113.7");
        for tries in [4, 3, 2, 1, 0] {
            assert_eq!(code(place.ask(&from_away(), coding(ROOT_EMAIL, &no_code(), OTHER_PASSWORD)).await), Code::WrongCode);
            assert_eq!(place.number("SELECT tries_left FROM mail_tokens").await, tries);
        }
        let place = place.restart().await;
        assert_eq!(code(place.ask(&from_away(), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await), Code::TooManyAttempts);
        place.clock.advance(30_000);
        let error = place.ask(&from_away(), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().retry_after_seconds), (Code::WrongCode, Some(60)));
        assert_eq!(code(place.ask(&from("192.0.2.44"), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await), Code::WrongCode);
        assert!(place.root_has(ROOT_PASSWORD).await);
        // the link is no guess
        place.ask(&from_away(), choosing(&letter.token(), OTHER_PASSWORD)).await.unwrap();
    }
}

on_both! {
    /// R31: a new mail makes no new budget
    async fn a_new_code_gives_no_new_tries(place) {
        let root = place.root().await;
        for _ in 0..2 {
            place.reset_mail(&root).await;
            for _ in 0..2 {
                assert_eq!(code(place.ask(&stranger(), coding(ROOT_EMAIL, &no_code(), OTHER_PASSWORD)).await), Code::WrongCode);
            }
        }
        let letter = place.reset_mail(&root).await;
        assert_eq!(code(place.ask(&stranger(), coding(ROOT_EMAIL, &no_code(), OTHER_PASSWORD)).await), Code::WrongCode);
        assert_eq!(code(place.ask(&stranger(), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await), Code::TooManyAttempts);
    }
}

on_both! {
    /// R14: fifty at once do not outrun the limit
    async fn codes_at_once_do_not_outrun_the_limit(place) {
        let root = place.root().await;
        place.reset_mail(&root).await;
        let tries: Vec<_> = (0..50).map(|_| {
            let (backend, guess) = (place.backend.clone(), coding(ROOT_EMAIL, &no_code(), OTHER_PASSWORD));
            tokio::spawn(async move { backend.ask(&stranger(), guess).await.unwrap_err().code })
        }).collect();
        let mut looked_at = 0;
        for attempt in tries {
            looked_at += i32::from(attempt.await.unwrap() == Code::WrongCode);
        }
        assert_eq!(looked_at, 5);
        assert_eq!(place.number("SELECT tries_left FROM mail_tokens").await, 0);
        assert_eq!(place.logged("Auth:verifyPasswordResetCode").await.len(), 5);
    }
}

on_both! {
    /// R14: what fails after the look does not uncount it
    async fn a_code_stays_counted_when_its_row_cannot_be_written(place) {
        let root = place.root().await;
        place.reset_mail(&root).await;
        place.raw_dialect(
            "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END",
            "CREATE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$; CREATE TRIGGER full_up BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION full_up()",
        ).await;
        for _ in 0..5 {
            assert_eq!(code(place.ask(&stranger(), coding(ROOT_EMAIL, &no_code(), OTHER_PASSWORD)).await), Code::StoreUnavailable);
        }
        assert_eq!(code(place.ask(&stranger(), coding(ROOT_EMAIL, &no_code(), OTHER_PASSWORD)).await), Code::TooManyAttempts);
    }
}

on_both! {
    /// R18: strangers use up their own tries, and at last the code, but not for somebody at a place that is known
    async fn strangers_elsewhere_cannot_keep_the_owner_from_the_code(place) {
        assert!(place.sign_in(from("198.51.100.1"), Place::as_root(ROOT_PASSWORD)).await.is_ok());
        let root = place.root().await;
        let letter = place.reset_mail(&root).await;
        for attacker in 0..40 {
            for _ in 0..5 {
                assert!(place.ask(&from(&format!("203.0.113.{attacker}")), coding(ROOT_EMAIL, &no_code(), OTHER_PASSWORD)).await.is_err());
            }
        }
        // the day's tries of all unknown places are spent, and so is the code for them
        assert_eq!(code(place.ask(&from("192.0.2.9"), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await), Code::TooManyAttempts);
        assert_eq!(place.logged("Auth:verifyPasswordResetCode").await.len(), 100, "evaluations in a day");
        place.ask(&from("198.51.100.1"), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await.unwrap();
        assert!(place.root_has(OTHER_PASSWORD).await);
    }
}

on_both! {
    /// R31: a place that is known has five misses of its own as well
    async fn a_known_place_has_five_misses_too(place) {
        let root = place.root().await;
        let letter = place.reset_mail(&root).await;
        for _ in 0..5 {
            assert_eq!(code(place.ask(&stranger(), coding(ROOT_EMAIL, &no_code(), OTHER_PASSWORD)).await), Code::WrongCode);
        }
        place.clock.advance(MINUTE);
        assert_eq!(code(place.ask(&stranger(), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await), Code::WrongCode);
        // out of a new mail it gets in all the same, when the pause is over
        let letter = place.reset_mail(&root).await;
        place.clock.advance(15 * MINUTE);
        place.ask(&stranger(), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await.unwrap();
    }
}

on_both! {
    async fn a_weak_password_uses_no_code_up_and_no_try(place) {
        let root = place.root().await;
        let letter = place.reset_mail(&root).await;
        for _ in 0..8 {
            let error = place.ask(&stranger(), coding(ROOT_EMAIL, &letter.code(), "harbor-coffee-owner")).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::WeakPassword, Some("password")));
        }
        place.ask(&stranger(), coding(ROOT_EMAIL, &letter.code(), OTHER_PASSWORD)).await.unwrap();
    }
}

on_both! {
    /// R24: the code of one is not the code of another
    async fn a_code_is_of_whom_it_was_sent_to(place) {
        place.make("m.sato", None).await;
        place.make("r.costa", None).await;
        let root = place.root().await;
        place.reachable(&root, "m.sato", CONTACT_EMAIL).await;
        let of_root = place.reset_mail(&root).await.code();
        place.ask(&stranger(), place.user_forgot("M.Sato")).await.unwrap();
        place.turn().await;
        let of_user = place.letter(&root, "user_password", CONTACT_EMAIL).await.code();
        for (form, caller) in [
            (place.user_coding("m.sato", &of_root, OTHER_PASSWORD), from("203.0.113.1")),
            (place.user_coding("r.costa", &of_user, OTHER_PASSWORD), from("203.0.113.2")),
            (coding(ROOT_EMAIL, &of_user, OTHER_PASSWORD), from("203.0.113.3")),
        ] {
            assert_eq!(code(place.ask(&caller, form).await), Code::WrongCode);
        }
        place.ask(&stranger(), place.user_coding("M.SATO", &of_user, OTHER_PASSWORD)).await.unwrap();
        assert!(place.ask(&stranger(), place.as_user("m.sato", OTHER_PASSWORD)).await.is_ok());
        assert!(place.root_has(ROOT_PASSWORD).await);
    }
}

on_both! {
    async fn somebody_has_to_be_named(place) {
        for request in [
            json!({"code": "0000-0000", "password": OTHER_PASSWORD}),
            json!({"email": ROOT_EMAIL, "operatorId": "OP0000000001", "userName": "a", "code": "0000-0000", "password": OTHER_PASSWORD}),
            json!({"operatorId": "OP0000000001", "code": "0000-0000", "password": OTHER_PASSWORD}),
        ] {
            assert_eq!(code(place.tell(&stranger(), "Auth:verifyPasswordResetCode", request).await), Code::BadRequest);
        }
    }
}
