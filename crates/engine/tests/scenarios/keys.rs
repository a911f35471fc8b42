//! Programs' keys: what a session by key may not do. Making keys comes with its own operations.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;
use sha2::{Digest as _, Sha256};

pub const SECRET: &str = "secret-canarycanarycanarycanarycanarycanarycanarycanarycanarycanary";

/// A session by a key of a user, or of root.
pub async fn by_key(place: &Place, id: &str, user: Option<&str>) -> Caller {
    let hash: String = Sha256::digest(SECRET)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let bytes = if place.is_postgres() {
        format!("'\\x{hash}'::bytea")
    } else {
        format!("x'{hash}'")
    };
    let user = user.map_or_else(
        || "NULL".to_owned(),
        |name| format!("(SELECT user_id FROM users WHERE name = '{name}')"),
    );
    let operator = &place.operator;
    place.raw(format!("INSERT INTO auth_keys (operator_id, auth_key_id, user_id, secret_hash, created_at) VALUES ('{operator}', '{id}', {user}, {bytes}, 0)")).await.unwrap();
    let form = Auth {
        auth_key_id: Some(id.into()),
        auth_key: Some(SECRET.into()),
        ..Auth::default()
    };
    place.sign_in(stranger(), form).await.unwrap()
}

on_both! {
    /// R28: no step-up, no credentials, whoever the key is of
    async fn a_key_changes_no_credentials_and_no_permissions(place) {
        place.make("program", Some(&allowing(&["*"]))).await;
        place.make("target", None).await;
        for (id, user) in [("keyId-root", None), ("keyId-program", Some("program"))] {
            let caller = by_key(&place, id, user).await;
            assert!(place.ask(&caller, place.list()).await.is_ok());
            let guarded = crate::access_matrix::operations().into_iter().filter(|op| {
                let by_password = ["User:updateUserPassword", "Session:confirmPassword", "Operator:updateOperatorPassword", "Email:issueAddEmailToken", "Email:verifyEmailCode", "SystemNotification:setSystemNotification"];
                op.kind == Kind::StepUp || by_password.contains(&op.name)
            });
            for op in guarded {
                let request = crate::access_matrix::request(op.name, &place.operator, "target");
                let refused = place.tell(&caller, op.name, request).await.unwrap_err();
                assert!(matches!(refused.code, Code::StepUpRequired | Code::RootOnly), "{}: {refused:?}", op.name);
            }
            let with_password = place.new_user("new", None, Some(PASSWORD));
            assert_eq!(code(place.ask(&caller, with_password).await), Code::StepUpRequired);
        }
    }
}

on_both! {
    /// R28: a first sign-in is for the person, not for its program
    async fn a_key_sets_no_new_password_where_one_is_asked_for(place) {
        let root = place.root().await;
        place.ask(&root, CreateUser { must_change_password: Some(true), ..place.new_user("program", None, Some(PASSWORD)) }).await.unwrap();
        let caller = by_key(&place, "keyId-program", Some("program")).await;
        let change = UpdateUserPassword { operator_id: place.operator.clone(), user_name: Place::name("program"), current_password: PASSWORD.into(), new_password: OTHER_PASSWORD.into() };
        assert_eq!(code(place.ask(&caller, change).await), Code::StepUpRequired);
        assert!(place.sign_in(stranger(), place.as_user("program", PASSWORD)).await.is_ok());
    }
}

on_both! {
    /// R27: a key's rights are its owner's of this moment, and it goes with its owner
    async fn a_keys_rights_are_its_owners_now(place) {
        place.make("program", Some(&allowing(&["User:listUsers"]))).await;
        let caller = by_key(&place, "keyId-program", Some("program")).await;
        assert!(place.ask(&caller, place.list()).await.is_ok());
        let root = place.root().await;
        place.ask(&root, place.permission("program", &allowing(&["User:getUser"]))).await.unwrap();
        assert_eq!(code(place.ask(&caller, place.list()).await), Code::Denied);
        let user = place.ask(&root, place.get("program")).await.unwrap();
        assert_eq!(user.auth_key_list[0].last_used_date_time, Some(START_MS / 1000));
        place.ask(&root, DeleteUser { operator_id: place.operator.clone(), user_name: Place::name("program") }).await.unwrap();
        assert_eq!(code(place.ask(&caller, place.list()).await), Code::SessionExpired);
        for (id, secret) in [("keyId-program", SECRET), ("keyId-program", ""), ("keyId-program", &SECRET[..60]), ("keyId-\0", SECRET), ("\0", "\0")] {
            let form = Auth { auth_key_id: Some(id.into()), auth_key: Some(secret.into()), ..Auth::default() };
            // the wire takes no NUL at all
            let unreadable = place.is_remote() && id.contains('\0');
            let expected = if unreadable { Code::BadRequest } else { Code::InvalidCredentials };
            assert_eq!(code(place.ask(&stranger(), form).await), expected);
        }
    }
}
