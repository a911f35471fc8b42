//! The audit log: one row for each change, in the change's own transaction, never touched again.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;

const CLOSE_SQLITE: &str =
    "CREATE TRIGGER closed BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'closed'); END";
const CLOSE_POSTGRES: &str = "CREATE FUNCTION closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'closed'; END $$; CREATE TRIGGER closed BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION closed()";

/// Every change of the contract, as root can do it one after the other.
async fn changes(place: &Place, caller: &Caller) -> Vec<(&'static str, serde_json::Value)> {
    let (operator, user) = (place.operator.to_string(), "m.sato");
    let session = place
        .rows("SELECT session_id FROM sessions WHERE user_id IS NOT NULL")
        .await
        .concat()
        .first()
        .cloned()
        .unwrap_or_default();
    let own = place
        .ask(caller, ListSessions {})
        .await
        .unwrap()
        .into_iter()
        .find(|session| !session.current)
        .map(|session| session.session_id)
        .unwrap_or_default();
    let on = |extra: serde_json::Value| {
        let mut request = serde_json::json!({"operatorId": operator, "userName": user});
        request
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        request
    };
    vec![
        (
            "User:updateUser",
            on(serde_json::json!({"description": "Mei Sato"})),
        ),
        (
            "User:updateUserPermission",
            on(serde_json::json!({"permission": allowing(&["User:getUser"])})),
        ),
        ("User:deleteUserPermission", on(serde_json::json!({}))),
        (
            "Session:endUserSession",
            on(serde_json::json!({"sessionId": session})),
        ),
        (
            "User:updateUserPassword",
            on(serde_json::json!({"currentPassword": PASSWORD, "newPassword": OTHER_PASSWORD})),
        ),
        ("User:revokeUserAuthTokens", on(serde_json::json!({}))),
        ("User:deleteUserPassword", on(serde_json::json!({}))),
        (
            "User:createUserPassword",
            on(serde_json::json!({"password": PASSWORD})),
        ),
        ("User:deleteUser", on(serde_json::json!({}))),
        ("User:createUser", on(serde_json::json!({}))),
        ("Session:endSession", serde_json::json!({"sessionId": own})),
        (
            "Session:confirmPassword",
            serde_json::json!({"password": ROOT_PASSWORD}),
        ),
        (
            "Operator:updateOperatorPassword",
            serde_json::json!({"operatorId": operator, "currentPassword": ROOT_PASSWORD, "newPassword": OTHER_PASSWORD}),
        ),
        ("Auth:logout", serde_json::json!({})),
    ]
}

/// Those of addresses and their roles; and one that ends all sessions of root, and needs none.
async fn email_changes(
    place: &Place,
    root: &Caller,
) -> (
    Vec<(&'static str, serde_json::Value)>,
    (&'static str, serde_json::Value),
) {
    let operator = place.operator.to_string();
    let waiting = ["link@a.example", "code@a.example", "wrong@a.example"];
    for email in waiting {
        place.ask(root, Place::adding(email)).await.unwrap();
    }
    let (one, two) = (
        place.address(root, "one@a.example").await,
        place.address(root, "two@a.example").await,
    );
    let change = place.setting(EmailRole::Primary, &[&two]);
    place.ask(root, change).await.unwrap();
    place.begun(START_MS + 24 * HOUR).await;
    let secret = |secret: Secret| secret.expose().to_owned();
    let read = async |kind, email| place.letter(root, kind, email).await;
    let link = secret(read("verify_address", waiting[0]).await.token());
    let code = secret(read("verify_address", waiting[1]).await.code());
    let undo = secret(read("primary_was_you", ROOT_EMAIL).await.token());
    let (by_code, wrong) = (
        place.email_id(waiting[1]).await,
        place.email_id(waiting[2]).await,
    );
    place.clock.advance(MINUTE);
    let of = |id: &str| serde_json::json!({"operatorId": operator, "emailId": id});
    let all = vec![
        (
            "Email:issueAddEmailToken",
            serde_json::json!({"email": "new@a.example", "password": ROOT_PASSWORD}),
        ),
        (
            "Email:verifyAddEmailToken",
            serde_json::json!({"token": link}),
        ),
        (
            "Email:verifyEmailCode",
            serde_json::json!({"operatorId": operator, "emailId": by_code, "code": code}),
        ),
        ("Email:resendAddEmailToken", of(&wrong)),
        (
            "Email:updateEmail",
            serde_json::json!({"operatorId": operator, "emailId": wrong, "email": "right@a.example"}),
        ),
        ("Email:sendTestEmail", of(&one)),
        (
            "SystemNotification:setSystemNotification",
            serde_json::json!({"operatorId": operator, "type": "billing", "emailIdList": [one]}),
        ),
        (
            "SystemNotification:deleteSystemNotification",
            serde_json::json!({"operatorId": operator, "type": "billing"}),
        ),
        ("Email:deleteEmail", of(&one)),
        (
            "Email:stopRecovery",
            serde_json::json!({"operatorId": operator}),
        ),
    ];
    let undo = (
        "Email:undoPrimaryChange",
        serde_json::json!({"token": undo}),
    );
    (all, undo)
}

/// Those of users' contact addresses, and what their mail opens.
async fn contact_changes(place: &Place, root: &Caller) -> Vec<(&'static str, serde_json::Value)> {
    let at = |name: &str| format!("{name}@a.example");
    for (name, password) in [
        ("link", None),
        ("code", None),
        ("again", None),
        ("gone", None),
        ("invited", None),
        ("uninvited", None),
        ("forgot", Some(PASSWORD)),
    ] {
        let user = place.new_user(name, None, password);
        place.ask(root, user).await.unwrap();
        place
            .ask(root, place.contact(name, &at(name)))
            .await
            .unwrap();
    }
    place.ask(root, place.invite("invited")).await.unwrap();
    let read = async |kind, name: &str| place.letter(root, kind, &at(name)).await;
    let token = read("verify_contact", "forgot").await.token();
    let verify = VerifyContactToken { token };
    place.ask(&stranger(), verify).await.unwrap();
    let forgot = place.user_forgot("forgot");
    place.ask(&stranger(), forgot).await.unwrap();
    place.turn().await;
    let (link, typed) = (
        read("verify_contact", "link").await.token(),
        read("verify_contact", "code").await.code(),
    );
    let (invitation, reset) = (
        read("invitation", "invited").await.token(),
        read("user_password", "forgot").await.code(),
    );
    place.clock.advance(MINUTE);
    let operator = &place.operator;
    let of = |name: &str| serde_json::json!({"operatorId": operator, "userName": name});
    vec![
        (
            "User:setUserContact",
            serde_json::json!({"operatorId": operator, "userName": "m.sato", "email": at("sato")}),
        ),
        (
            "User:verifyContactToken",
            serde_json::json!({"token": link.expose()}),
        ),
        (
            "User:verifyContactCode",
            serde_json::json!({"operatorId": operator, "userName": "code", "code": typed.expose()}),
        ),
        ("User:resendContactToken", of("again")),
        ("User:deleteUserContact", of("gone")),
        ("User:inviteUser", of("uninvited")),
        (
            "Auth:verifyPasswordResetToken",
            serde_json::json!({"token": invitation.expose(), "password": PASSWORD}),
        ),
        (
            "Auth:verifyPasswordResetCode",
            serde_json::json!({"operatorId": operator, "userName": "forgot", "code": reset.expose(), "password": OTHER_PASSWORD}),
        ),
    ]
}

/// Those of how mail gets out.
async fn mail_changes(place: &Place) -> Vec<(&'static str, serde_json::Value)> {
    let waiting = place
        .rows("SELECT message_id FROM outbox WHERE state = 'waiting' AND kind = 'primary_is_you'")
        .await
        .concat();
    let operator = &place.operator;
    let mut all = vec![(
        "Mail:readMessage",
        serde_json::json!({"operatorId": operator, "messageId": waiting[0]}),
    )];
    for name in [
        "Mail:retryMessages",
        "Mail:updateMailKind",
        "Mail:testMailSettings",
        "Mail:updateMailSettings",
    ] {
        all.push((name, crate::access_matrix::request(name, operator, "")));
    }
    all
}

/// Whom the log names, where root asks for all of it.
fn actor(operation: &str) -> &'static str {
    let public = crate::access_matrix::operations()
        .into_iter()
        .any(|op| op.name == operation && op.access == Access::Public);
    match operation {
        // who has a password by this is somebody
        "Auth:verifyPasswordResetToken" => "invited",
        "Auth:verifyPasswordResetCode" => "forgot",
        // whoever holds a link out of a mail has not said who it is
        _ if public => "-",
        _ => "root",
    }
}

on_both! {
    /// R85
    async fn every_change_writes_exactly_one_row(place) {
        place.root().await;
        let root = place.root().await;
        place.user("m.sato", None).await;
        let (mut all, undo) = email_changes(&place, &root).await;
        all.extend(contact_changes(&place, &root).await);
        all.extend(mail_changes(&place).await);
        all.extend(changes(&place, &root).await);
        all.push(undo);
        // the list is whole: what is missing are the two that nobody is signed in for, what is of no account until the
        // worker finds one, and what ends the same as `Email:stopRecovery`
        let elsewhere = ["Auth:auth", "Account:createOperator", "Auth:issuePasswordResetToken", "Auth:issueRecoveryToken", "Auth:issueUserPasswordResetToken", "Auth:objectToRecovery"];
        let mut names: Vec<&str> = all.iter().map(|(name, _)| *name).chain(elsewhere).collect();
        names.sort_unstable();
        let mut writes: Vec<&str> = crate::access_matrix::operations().into_iter().filter(|op| op.kind != Kind::Read).map(|op| op.name).collect();
        writes.sort_unstable();
        assert_eq!(names, writes);
        for (name, request) in all {
            let rows = place.audit_rows().await;
            place.tell(&root, name, request).await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
            assert_eq!(place.audit_rows().await, rows + 1, "{name}");
            let row = place.latest_audit().await;
            assert_eq!((row[0].as_str(), row[1].as_str(), row[3].as_str()), (actor(name), name, "allowed"));
        }
        // numbered without a gap
        assert_eq!(place.number("SELECT max(entry) - count(*) FROM audit").await, 0);
    }
}

on_both! {
    /// R85: what cannot be audited does not happen
    async fn a_change_that_cannot_be_audited_does_not_happen(place) {
        place.root().await;
        let root = place.root().await;
        place.user("m.sato", None).await;
        let (mut all, undo) = email_changes(&place, &root).await;
        all.extend(contact_changes(&place, &root).await);
        all.extend(mail_changes(&place).await);
        all.extend(changes(&place, &root).await);
        all.push(undo);
        place.raw_dialect(CLOSE_SQLITE, CLOSE_POSTGRES).await;
        let state = |dump: String| ["users", "sessions", "operators", "emails", "email_roles", "outbox", "mail_tokens", "user_contacts"].map(|name| dump.split("== ").find(|part| part.starts_with(name)).unwrap().to_owned());
        let before = state(place.dump().await);
        for (name, request) in all {
            if name == "User:createUserPassword" || name == "User:createUser" {
                continue;
            }
            let error = place.tell(&root, name, request).await.unwrap_err();
            assert_eq!(error.code, Code::StoreUnavailable, "{name}: {error:?}");
            assert!(error.incident.is_some());
        }
        assert_eq!(code(place.ask(&root, place.new_user("new", None, Some(PASSWORD))).await), Code::StoreUnavailable);
        assert_eq!(code(place.sign_in(stranger(), place.as_user("m.sato", PASSWORD)).await), Code::StoreUnavailable);
        assert_eq!(state(place.dump().await), before);
        // reading still works
        assert!(place.ask(&root, place.list()).await.is_ok());
    }
}

on_both_stores! {
    /// R86
    async fn rows_cannot_be_changed_or_deleted(place) {
        for statement in ["UPDATE audit SET outcome = 'allowed'", "DELETE FROM audit", "DELETE FROM operators"] {
            assert!(place.raw(statement).await.is_err(), "{statement}");
        }
        if place.is_postgres() {
            assert!(place.raw("TRUNCATE audit").await.is_err());
        }
        assert_eq!(place.audit_rows().await, 1);
    }
}

on_both! {
    /// R84: refusals are there too, and reads that were allowed are not
    async fn refusals_leave_a_row_and_allowed_reads_none(place) {
        let caller = place.user("m.sato", Some(&allowing(&["User:listUsers"]))).await;
        let rows = place.audit_rows().await;
        place.ask(&caller, place.list()).await.unwrap();
        place.ask(&caller, ExplainSelf {}).await.unwrap();
        assert_eq!(place.audit_rows().await, rows);
        let operator_id = place.operator.clone();
        assert_eq!(code(place.ask(&caller, UpdateOperatorPassword { operator_id: operator_id.clone(), current_password: PASSWORD.into(), new_password: OTHER_PASSWORD.into() }).await), Code::RootOnly);
        assert_eq!(place.latest_audit().await, ["m.sato", "Operator:updateOperatorPassword", "-", "denied", "root_only"]);
        assert_eq!(code(place.ask(&caller, place.new_user("x", None, None)).await), Code::Denied);
        assert_eq!(place.latest_audit().await, ["m.sato", "User:createUser", "x", "denied", "denied"]);
        let root = place.root().await;
        assert_eq!(code(place.ask(&root, place.new_user("M.SATO", None, None)).await), Code::NameTaken);
        assert_eq!(place.latest_audit().await, ["root", "User:createUser", "m.sato", "failed", "name_taken"]);
    }
}

on_both! {
    async fn writers_at_once_number_their_rows_without_gap_or_fork(place) {
        let root = place.root().await;
        let writers: Vec<_> = (0..64).map(|n| {
            let (backend, root, op) = (place.backend.clone(), root.clone(), place.new_user(&format!("user{n}"), None, None));
            tokio::spawn(async move { backend.ask(&root, op).await })
        }).collect();
        let mut made = 0;
        for writer in writers {
            made += i64::from(writer.await.unwrap().is_ok());
        }
        assert_eq!(place.number("SELECT count(*) FROM users").await, made);
        assert_eq!(place.number("SELECT max(entry) - count(*) FROM audit").await, 0);
        assert_eq!(place.number("SELECT count(*) FROM audit WHERE operation = 'User:createUser' AND outcome = 'allowed'").await, made);
    }
}
