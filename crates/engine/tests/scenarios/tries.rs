//! The budget for wrong passwords.

use crate::support::*;
use latchkey_api::*;

const NO: &str = "no no no no no no";

on_both! {
    /// R13
    async fn the_fifth_wrong_try_pauses_sign_in_and_pauses_grow(place) {
        place.make("m.sato", None).await;
        for left in [4, 3, 2, 1] {
            let error = place.ask(&stranger(), place.as_user("m.sato", NO)).await.unwrap_err();
            assert_eq!(error.detail.unwrap(), Box::new(Detail { tries_left: Some(left), ..Detail::default() }));
        }
        for (pause, waited) in [(30, 10), (60, 1), (120, 119)] {
            let error = place.ask(&stranger(), place.as_user("m.sato", NO)).await.unwrap_err();
            assert_eq!(error.code, Code::InvalidCredentials);
            let detail = error.detail.unwrap();
            assert_eq!((detail.tries_left, detail.retry_after_seconds), (Some(0), Some(pause)));
            // the right password does not get through a pause, and nothing is hashed
            place.clock.advance(i64::from(waited) * 1000);
            let before = place.engine.password_hashes();
            let error = place.ask(&stranger(), place.as_user("m.sato", PASSWORD)).await.unwrap_err();
            assert_eq!((error.code, error.detail.unwrap().retry_after_seconds), (Code::TooManyAttempts, Some(pause - waited)));
            assert_eq!(place.engine.password_hashes(), before);
            place.clock.advance(i64::from(pause - waited) * 1000);
        }
        // the right one ends it, and the budget is whole again
        assert!(place.sign_in(stranger(), place.as_user("m.sato", PASSWORD)).await.is_ok());
        let error = place.ask(&stranger(), place.as_user("m.sato", NO)).await.unwrap_err();
        assert_eq!(error.detail.unwrap().tries_left, Some(4));
    }
}

on_both! {
    /// R10, R13: accounts that do not exist pause alike
    async fn an_unknown_account_pauses_like_a_known_one(place) {
        place.make("m.sato", None).await;
        let mut answers = [vec![], vec![]];
        for _ in 0..7 {
            for (name, answers) in ["m.sato", "nobody"].iter().zip(&mut answers) {
                answers.push(serde_json::to_string(&place.ask(&stranger(), place.as_user(name, NO)).await.unwrap_err()).unwrap());
            }
        }
        assert_eq!(answers[0], answers[1]);
    }
}

on_both! {
    /// R14: counted before the password is looked at, in a transaction of its own; a restart forgets nothing
    async fn wrong_tries_stay_counted_through_restarts(place) {
        place.make("m.sato", None).await;
        for _ in 0..3 {
            assert!(place.ask(&stranger(), place.as_user("m.sato", NO)).await.is_err());
        }
        let place = place.restart().await;
        assert!(place.ask(&stranger(), place.as_user("m.sato", NO)).await.is_err());
        assert_eq!(place.number("SELECT max(failures) FROM sign_in_tries").await, 4);
        assert_eq!(code(place.ask(&stranger(), place.as_user("m.sato", NO)).await), Code::InvalidCredentials);
        assert_eq!(code(place.ask(&stranger(), place.as_user("m.sato", PASSWORD)).await), Code::TooManyAttempts);
    }
}

on_both! {
    /// R14: what fails after the check does not uncount it
    async fn a_try_stays_counted_when_the_sign_in_fails_later(place) {
        place.make("m.sato", None).await;
        place.raw_dialect(
            "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END",
            "CREATE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$; CREATE TRIGGER full_up BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION full_up()",
        ).await;
        for _ in 0..4 {
            assert_eq!(code(place.ask(&stranger(), place.as_user("m.sato", NO)).await), Code::StoreUnavailable);
        }
        assert_eq!(place.number("SELECT max(failures) FROM sign_in_tries").await, 4);
        assert_eq!(code(place.ask(&stranger(), place.as_user("m.sato", NO)).await), Code::StoreUnavailable);
        assert_eq!(code(place.ask(&stranger(), place.as_user("m.sato", NO)).await), Code::TooManyAttempts);
    }
}

on_both! {
    /// R14: fifty at once do not outrun the limit
    async fn tries_at_once_do_not_outrun_the_limit(place) {
        place.make("m.sato", None).await;
        let before = place.engine.password_hashes();
        let tries: Vec<_> = (0..50).map(|_| {
            let (backend, form) = (place.backend.clone(), place.as_user("m.sato", NO));
            tokio::spawn(async move { backend.ask(&stranger(), form).await.unwrap_err().code })
        }).collect();
        let mut paused = 0;
        for attempt in tries {
            paused += i32::from(attempt.await.unwrap() == Code::TooManyAttempts);
        }
        assert_eq!(place.engine.password_hashes() - before, 5);
        assert_eq!(paused, 45);
    }
}

on_both! {
    /// R15
    async fn one_budget_however_the_name_is_written(place) {
        place.make("bob", None).await;
        for name in ["bob", "BOB", " bob ", "ｂｏｂ", "Bob"] {
            assert_eq!(code(place.ask(&stranger(), place.as_user(name, NO)).await), Code::InvalidCredentials);
        }
        assert_eq!(code(place.ask(&stranger(), place.as_user("bob", PASSWORD)).await), Code::TooManyAttempts);
        let tries = place.number("SELECT max(failures) FROM sign_in_tries").await;
        assert_eq!(tries, 5);
        // root's budget is root's own
        assert!(place.sign_in(stranger(), Place::as_root(ROOT_PASSWORD)).await.is_ok());
    }
}

on_both! {
    /// R12: no second way in has a budget of its own
    async fn confirming_and_changing_draw_on_the_same_budget(place) {
        let caller = place.user("m.sato", Some(&allowing(&["User:updateUserPassword"]))).await;
        let change = || UpdateUserPassword { operator_id: place.operator.clone(), user_name: Place::name("m.sato"), current_password: NO.into(), new_password: OTHER_PASSWORD.into() };
        assert_eq!(code(place.ask(&caller, ConfirmPassword { password: NO.into() }).await), Code::WrongPassword);
        assert_eq!(code(place.ask(&caller, change()).await), Code::WrongPassword);
        assert_eq!(code(place.ask(&stranger(), place.as_user("m.sato", NO)).await), Code::InvalidCredentials);
        assert_eq!(code(place.ask(&caller, change()).await), Code::WrongPassword);
        let fifth = place.ask(&caller, ConfirmPassword { password: NO.into() }).await.unwrap_err();
        assert_eq!(fifth.detail.unwrap().retry_after_seconds, Some(30));
        for refused in [place.ask(&caller, ConfirmPassword { password: PASSWORD.into() }).await, place.ask(&caller, change()).await] {
            assert_eq!(code(refused), Code::TooManyAttempts);
        }
        assert_eq!(code(place.ask(&stranger(), place.as_user("m.sato", PASSWORD)).await), Code::TooManyAttempts);
    }
}

on_both! {
    /// R13, R18: a stranger spends a budget of its own, 100 a day at most, and keeps nobody out
    async fn a_stranger_cannot_keep_somebody_out(place) {
        place.make("m.sato", None).await;
        // somebody who signed in from here before
        assert!(place.sign_in(from("198.51.100.1"), place.as_user("m.sato", PASSWORD)).await.is_ok());
        let before = place.engine.password_hashes();
        for attacker in 0..40 {
            for _ in 0..5 {
                assert!(place.ask(&from(&format!("203.0.113.{attacker}")), place.as_user("m.sato", NO)).await.is_err());
            }
        }
        assert_eq!(place.engine.password_hashes() - before, 100, "evaluations in a day");
        // a new source has to wait, a known one does not
        assert_eq!(code(place.ask(&from("192.0.2.9"), place.as_user("m.sato", PASSWORD)).await), Code::TooManyAttempts);
        assert!(place.sign_in(from("198.51.100.1"), place.as_user("m.sato", PASSWORD)).await.is_ok());
        // one attacker alone never reaches the day's limit in time to lock out a new source
        place.clock.advance(25 * HOUR);
        for _ in 0..200 {
            drop(place.ask(&from("203.0.113.7"), place.as_user("m.sato", NO)).await);
        }
        assert!(place.sign_in(from("192.0.2.9"), place.as_user("m.sato", PASSWORD)).await.is_ok());
    }
}

on_both! {
    /// R13: how many passwords one source can try in a day
    async fn one_source_tries_at_most_a_hundred_in_a_day(place) {
        place.make("m.sato", None).await;
        let before = place.engine.password_hashes();
        let mut waited = 0;
        while waited < 24 * HOUR {
            let error = place.ask(&from("203.0.113.7"), place.as_user("m.sato", NO)).await.unwrap_err();
            let pause = error.detail.and_then(|detail| detail.retry_after_seconds).map_or(0, i64::from) * 1000;
            place.clock.advance(pause);
            waited += pause;
        }
        let evaluated = place.engine.password_hashes() - before;
        assert!((90..=100).contains(&evaluated), "{evaluated}");
    }
}

on_both! {
    /// R17: tries that are over are forgotten
    async fn old_tries_are_forgotten(place) {
        for n in 0..20 {
            assert!(place.ask(&stranger(), place.as_user(&format!("nobody{n}"), NO)).await.is_err());
        }
        assert_eq!(place.number("SELECT count(*) FROM sign_in_tries WHERE succeeded_at = 0").await, 40);
        place.clock.advance(25 * HOUR);
        assert!(place.ask(&stranger(), place.as_user("nobody", NO)).await.is_err());
        assert_eq!(place.number("SELECT count(*) FROM sign_in_tries WHERE succeeded_at = 0").await, 2);
    }
}
