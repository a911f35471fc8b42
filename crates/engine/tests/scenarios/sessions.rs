//! Sessions: how long they live, what ends them, who sees them.

use crate::support::*;
use latchkey_api::*;

on_both! {
    /// R23: expiry is checked at use, to the second
    async fn a_session_ends_when_it_says(place) {
        let form = Auth { token_timeout_seconds: Some(180), ..Place::as_root(ROOT_PASSWORD) };
        let caller = place.sign_in(stranger(), form).await.unwrap();
        place.clock.advance(179_000);
        assert!(place.ask(&caller, ListSessions {}).await.is_ok());
        place.clock.advance(1000);
        assert_eq!(code(place.ask(&caller, ListSessions {}).await), Code::SessionExpired);
    }
}

on_both! {
    /// R25
    async fn a_session_that_lies_unused_for_twelve_hours_is_over(place) {
        let form = Auth { token_timeout_seconds: Some(172_800), ..Place::as_root(ROOT_PASSWORD) };
        let (used, unused) = (place.sign_in(stranger(), form.clone()).await.unwrap(), place.sign_in(stranger(), form).await.unwrap());
        place.clock.advance(11 * HOUR);
        assert!(place.ask(&used, ListSessions {}).await.is_ok());
        place.clock.advance(HOUR);
        assert_eq!(code(place.ask(&unused, ListSessions {}).await), Code::SessionExpired);
        assert_eq!(place.ask(&used, ListSessions {}).await.unwrap().len(), 1, "what is over is not listed");
    }
}

on_both! {
    async fn the_last_use_is_written_once_a_minute_at_most(place) {
        let caller = place.root().await;
        let last = "SELECT last_used_at FROM sessions";
        place.clock.advance(59_000);
        place.ask(&caller, ListSessions {}).await.unwrap();
        assert_eq!(place.number(last).await, START_MS);
        place.clock.advance(1000);
        place.ask(&caller, ListSessions {}).await.unwrap();
        assert_eq!(place.number(last).await, START_MS + MINUTE);
    }
}

on_both! {
    async fn sessions_are_listed_with_device_and_place_and_ended_one_by_one(place) {
        let here = place.root().await;
        place.clock.advance(1000);
        let away = place.sign_in(from("2001:db8::7"), Place::as_root(ROOT_PASSWORD)).await.unwrap();
        let sessions = place.ask(&here, ListSessions {}).await.unwrap();
        assert_eq!(sessions.len(), 2);
        assert_eq!((sessions[0].source_ip.as_deref(), sessions[0].current), (Some("2001:db8::7"), false));
        // a call on this computer comes from nowhere
        let nearby = place.is_remote().then_some("127.0.0.1");
        assert_eq!((sessions[1].device.as_str(), sessions[1].source_ip.as_deref(), sessions[1].current), ("Debian 12, test", nearby, true));
        place.ask(&here, EndSession { session_id: sessions[0].session_id.clone() }).await.unwrap();
        assert_eq!(code(place.ask(&away, ListSessions {}).await), Code::SessionExpired);
        assert_eq!(code(place.ask(&here, EndSession { session_id: sessions[0].session_id.clone() }).await), Code::NotFound);
        // R58: nobody ends what is not theirs
        let user = place.user("m.sato", Some(&allowing(&["*"]))).await;
        assert_eq!(code(place.ask(&user, EndSession { session_id: sessions[1].session_id.clone() }).await), Code::NotFound);
        place.ask(&here, Logout {}).await.unwrap();
        assert_eq!(code(place.ask(&here, ListSessions {}).await), Code::SessionExpired);
    }
}

on_both! {
    /// R21: what ends a user's sessions
    async fn what_ends_the_sessions_of_a_user(place) {
        let root = place.root().await;
        let (operator_id, user_name) = (place.operator.clone(), Place::name("m.sato"));
        for event in ["revoke", "replace", "delete_password", "delete_user", "one"] {
            let caller = place.user("m.sato", Some(&allowing(&["*"]))).await;
            assert!(place.ask(&caller, ListSessions {}).await.is_ok());
            let (operator_id, user_name) = (operator_id.clone(), user_name.clone());
            match event {
                "revoke" => place.ask(&root, RevokeUserAuthTokens { operator_id, user_name }).await.unwrap(),
                "replace" => place.ask(&root, CreateUserPassword { operator_id, user_name, password: OTHER_PASSWORD.into(), must_change_password: None, replace: Some(true) }).await.unwrap(),
                "delete_password" => place.ask(&root, DeleteUserPassword { operator_id, user_name }).await.unwrap(),
                "delete_user" => place.ask(&root, DeleteUser { operator_id, user_name }).await.unwrap(),
                _ => {
                    let session_id = place.ask(&root, ListUserSessions { operator_id: operator_id.clone(), user_name: user_name.clone() }).await.unwrap()[0].session_id.clone();
                    place.ask(&root, EndUserSession { operator_id, user_name, session_id }).await.unwrap();
                }
            }
            assert_eq!(code(place.ask(&caller, ListSessions {}).await), Code::SessionExpired, "{event}");
            if event != "delete_user" {
                place.ask(&root, DeleteUser { operator_id: place.operator.clone(), user_name: Place::name("m.sato") }).await.unwrap();
            }
        }
    }
}

on_both! {
    /// A user who is made again under the same name is another one
    async fn a_user_made_again_inherits_nothing(place) {
        let before = place.user("m.sato", Some(&allowing(&["*"]))).await;
        let root = place.root().await;
        place.ask(&root, DeleteUser { operator_id: place.operator.clone(), user_name: Place::name("m.sato") }).await.unwrap();
        place.ask(&root, place.new_user("m.sato", None, None)).await.unwrap();
        assert_eq!(code(place.ask(&before, ListSessions {}).await), Code::SessionExpired);
        let operator_id = place.operator.clone();
        assert!(place.ask(&root, ListUserEvents { operator_id, user_name: Place::name("m.sato"), limit: None }).await.unwrap().is_empty());
    }
}

on_both! {
    /// R35: a password is fresh for ten minutes, and confirming makes it fresh again
    async fn step_up_asks_for_a_password_of_the_last_ten_minutes(place) {
        let root = place.root().await;
        place.make("m.sato", None).await;
        place.clock.advance(10 * MINUTE - 1);
        place.ask(&root, place.permission("m.sato", &allowing(&["User:getUser"]))).await.unwrap();
        place.clock.advance(1);
        assert_eq!(code(place.ask(&root, place.permission("m.sato", &allowing(&["*"]))).await), Code::StepUpRequired);
        assert_eq!(code(place.ask(&root, place.new_user("b", Some(&allowing(&["*"])), None)).await), Code::StepUpRequired);
        assert_eq!(code(place.ask(&root, place.new_user("b", None, Some(PASSWORD))).await), Code::StepUpRequired);
        assert_eq!(code(place.ask(&root, ConfirmPassword { password: PASSWORD.into() }).await), Code::WrongPassword);
        assert_eq!(code(place.ask(&root, DeleteUser { operator_id: place.operator.clone(), user_name: Place::name("m.sato") }).await), Code::StepUpRequired);
        // another session's confirmation is not this one's
        place.root().await;
        assert_eq!(code(place.ask(&root, place.permission("m.sato", &allowing(&["*"]))).await), Code::StepUpRequired);
        place.ask(&root, ConfirmPassword { password: ROOT_PASSWORD.into() }).await.unwrap();
        place.ask(&root, place.permission("m.sato", &allowing(&["*"]))).await.unwrap();
    }
}

on_both! {
    /// R25: a cap, and the oldest makes way
    async fn of_too_many_sessions_the_oldest_makes_way(place) {
        let first = place.root().await;
        for _ in 0..99 {
            place.clock.advance(1);
            place.root().await;
        }
        assert!(place.ask(&first, ListSessions {}).await.is_ok());
        place.clock.advance(1);
        place.root().await;
        assert_eq!(code(place.ask(&first, ListSessions {}).await), Code::SessionExpired);
        assert_eq!(place.number("SELECT count(*) FROM sessions").await, 100);
    }
}
