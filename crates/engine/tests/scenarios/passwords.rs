//! Users' passwords: set by somebody, changed by oneself, taken away.

use crate::support::*;
use latchkey_api::*;

fn create(place: &Place, password: &str) -> CreateUserPassword {
    CreateUserPassword {
        operator_id: place.operator.clone(),
        user_name: Place::name("m.sato"),
        password: password.into(),
        must_change_password: None,
        replace: None,
    }
}

fn change(place: &Place, current: &str, new: &str) -> UpdateUserPassword {
    UpdateUserPassword {
        operator_id: place.operator.clone(),
        user_name: Place::name("m.sato"),
        current_password: current.into(),
        new_password: new.into(),
    }
}

fn has(place: &Place) -> HasUserPassword {
    HasUserPassword {
        operator_id: place.operator.clone(),
        user_name: Place::name("m.sato"),
    }
}

on_both! {
    async fn a_password_is_set_replaced_and_taken_away(place) {
        let root = place.root().await;
        place.ask(&root, place.new_user("m.sato", None, None)).await.unwrap();
        assert!(!place.ask(&root, has(&place)).await.unwrap().has_password);
        place.ask(&root, create(&place, PASSWORD)).await.unwrap();
        assert!(place.ask(&root, has(&place)).await.unwrap().has_password);
        assert_eq!(code(place.ask(&root, create(&place, OTHER_PASSWORD)).await), Code::PasswordExists);
        place.ask(&root, CreateUserPassword { replace: Some(true), ..create(&place, OTHER_PASSWORD) }).await.unwrap();
        assert_eq!(code(place.sign_in(stranger(), place.as_user("m.sato", PASSWORD)).await), Code::InvalidCredentials);
        assert!(place.sign_in(stranger(), place.as_user("m.sato", OTHER_PASSWORD)).await.is_ok());
        let delete = || DeleteUserPassword { operator_id: place.operator.clone(), user_name: Place::name("m.sato") };
        place.ask(&root, delete()).await.unwrap();
        assert_eq!(code(place.ask(&root, delete()).await), Code::NotFound);
        assert_eq!(code(place.sign_in(stranger(), place.as_user("m.sato", OTHER_PASSWORD)).await), Code::InvalidCredentials);
    }
}

on_both! {
    async fn replacing_needs_the_right_to_take_away(place) {
        place.make("m.sato", None).await;
        let setter = place.user("setter", Some(&allowing(&["User:createUserPassword"]))).await;
        let op = || CreateUserPassword { replace: Some(true), ..create(&place, OTHER_PASSWORD) };
        let error = place.ask(&setter, op()).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().operation.as_deref()), (Code::Denied, Some("User:deleteUserPassword")));
        let both = place.user("both", Some(&allowing(&["User:createUserPassword", "User:deleteUserPassword"]))).await;
        place.ask(&both, op()).await.unwrap();
    }
}

on_both! {
    /// R05: the current one, and only it
    async fn a_change_needs_the_current_password(place) {
        let caller = place.user("m.sato", Some(&allowing(&["User:updateUserPassword"]))).await;
        place.make("other", None).await;
        let before = place.rows("SELECT password_hash FROM users ORDER BY name").await;
        for current in ["wrong-wrong-wrong-1", "", ROOT_PASSWORD, "Violet-Harbor-Sled-Nine-4"] {
            let error = place.ask(&caller, change(&place, current, OTHER_PASSWORD)).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::WrongPassword, Some("currentPassword")), "{current}");
        }
        assert_eq!(place.rows("SELECT password_hash FROM users ORDER BY name").await, before);
        for (field, value) in [("currentPassword", serde_json::Value::Null), ("newPassword", serde_json::Value::Null)] {
            let mut request = serde_json::json!({"operatorId": place.operator, "userName": "m.sato", "currentPassword": PASSWORD, "newPassword": OTHER_PASSWORD});
            request[field] = value;
            assert_eq!(place.tell(&caller, "User:updateUserPassword", request.clone()).await.unwrap_err().code, Code::BadRequest);
            request.as_object_mut().unwrap().remove(field);
            assert_eq!(place.tell(&caller, "User:updateUserPassword", request).await.unwrap_err().code, Code::BadRequest);
        }
        place.ask(&caller, change(&place, PASSWORD, OTHER_PASSWORD)).await.unwrap();
        // the one before is no longer the current one
        assert_eq!(code(place.ask(&caller, change(&place, PASSWORD, "mitten-quarry-lute-jade-9")).await), Code::WrongPassword);
    }
}

on_both! {
    async fn a_new_password_is_another_and_a_good_one(place) {
        let caller = place.user("m.sato", Some(&allowing(&["User:updateUserPassword"]))).await;
        for new in [PASSWORD, "short", "m.sato m.sato 12", "password1234"] {
            let error = place.ask(&caller, change(&place, PASSWORD, new)).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::WeakPassword, Some("newPassword")), "{new}");
            assert!(error.message.len() > 20);
        }
    }
}

on_both! {
    /// R21: the other sessions are over, the one that changed it is not
    async fn changing_the_own_password_ends_the_other_sessions(place) {
        let caller = place.user("m.sato", Some(&allowing(&["User:updateUserPassword"]))).await;
        let elsewhere = place.sign_in(stranger(), place.as_user("m.sato", PASSWORD)).await.unwrap();
        place.ask(&caller, change(&place, PASSWORD, OTHER_PASSWORD)).await.unwrap();
        assert!(place.ask(&caller, ListSessions {}).await.is_ok());
        assert_eq!(code(place.ask(&elsewhere, ListSessions {}).await), Code::SessionExpired);
    }
}

on_both! {
    /// R06: until a new password is set, only setting it and signing out work
    async fn a_first_password_has_to_be_changed_before_anything_else(place) {
        let root = place.root().await;
        place.ask(&root, place.new_user("m.sato", Some(&allowing(&["*"])), None)).await.unwrap();
        place.make("other", None).await;
        place.ask(&root, CreateUserPassword { must_change_password: Some(true), ..create(&place, PASSWORD) }).await.unwrap();
        let answer = place.ask(&stranger(), place.as_user("m.sato", PASSWORD)).await.unwrap();
        assert!(answer.must_change_password);
        let caller = signed_in(stranger(), &answer);
        assert_eq!(code(place.ask(&caller, ExplainSelf {}).await), Code::MustChangePassword);
        assert_eq!(code(place.ask(&caller, place.list()).await), Code::MustChangePassword);
        assert_eq!(code(place.ask(&caller, ConfirmPassword { password: PASSWORD.into() }).await), Code::MustChangePassword);
        let others = UpdateUserPassword { user_name: Place::name("other"), ..change(&place, PASSWORD, OTHER_PASSWORD) };
        assert_eq!(code(place.ask(&caller, others).await), Code::MustChangePassword);
        assert_eq!(code(place.ask(&caller, change(&place, PASSWORD, PASSWORD)).await), Code::WeakPassword);
        place.ask(&caller, change(&place, PASSWORD, OTHER_PASSWORD)).await.unwrap();
        assert!(place.ask(&caller, place.list()).await.is_ok());
        place.ask(&caller, Logout {}).await.unwrap();
        assert!(!place.ask(&stranger(), place.as_user("m.sato", OTHER_PASSWORD)).await.unwrap().must_change_password);
    }
}

on_both! {
    /// The first sign-in works without any permission
    async fn a_user_without_permissions_gets_past_its_first_sign_in(place) {
        let root = place.root().await;
        place.ask(&root, CreateUser { must_change_password: Some(true), ..place.new_user("m.sato", None, Some(PASSWORD)) }).await.unwrap();
        let caller = place.sign_in(stranger(), place.as_user("m.sato", PASSWORD)).await.unwrap();
        place.ask(&caller, change(&place, PASSWORD, OTHER_PASSWORD)).await.unwrap();
        assert_eq!(code(place.ask(&caller, change(&place, OTHER_PASSWORD, PASSWORD)).await), Code::Denied);
    }
}

on_both! {
    async fn nobody_sets_the_own_password_without_the_current_one(place) {
        let caller = place.user("m.sato", Some(&allowing(&["*"]))).await;
        let op = CreateUserPassword { replace: Some(true), ..create(&place, OTHER_PASSWORD) };
        assert_eq!(code(place.ask(&caller, op).await), Code::OwnUser);
    }
}
