//! Another primary address: the next sign-in, the sessions, the letters, and what it ends. Taking it back is in
//! `email_undo.rs`.

use crate::support::*;
use latchkey_api::*;

const NEW: &str = "new@a.example";

fn sign_in_as(email: &str) -> Auth {
    Auth {
        email: Some(email.into()),
        ..Place::as_root(ROOT_PASSWORD)
    }
}

/// Something that could let somebody in, as it is while its message is on its way: waiting, and with a link that works.
async fn pending(place: &Place, purpose: &str) {
    let operator = &place.operator;
    let (yes, hash) = if place.is_postgres() {
        ("true", format!("'{purpose}'::bytea"))
    } else {
        ("1", format!("'{purpose}'"))
    };
    let end = START_MS + 48 * HOUR;
    place.raw(format!("INSERT INTO outbox (operator_id, message_id, kind, recipient, recipient_key, language, facts, purpose, asked, state, created_at, next_try_at, give_up_at) VALUES ('{operator}', '{purpose}', '{purpose}', 'x@a.example', 'x@a.example', 'en', '{{}}', '{purpose}', {yes}, 'waiting', {START_MS}, {START_MS}, {end})")).await.unwrap();
    place.raw(format!("INSERT INTO mail_tokens (operator_id, token_id, purpose, subject, recipient, facts, token_hash, code_hash, opens_at, expires_at, tries_left) VALUES ('{operator}', '{purpose}', '{purpose}', '', 'x@a.example', '{{}}', {hash}, {hash}, 0, {end}, 5)")).await.unwrap();
}

/// What could still let somebody in: tokens, and messages that would carry one.
async fn ways_in(place: &Place) -> i64 {
    let purposes = "('reset_password', 'recover', 'object_to_recovery')";
    let tokens = format!("SELECT count(*) FROM mail_tokens WHERE purpose IN {purposes}");
    let messages =
        format!("SELECT count(*) FROM outbox WHERE purpose IN {purposes} AND state = 'waiting'");
    place.number(tokens).await + place.number(messages).await
}

on_both! {
    async fn the_next_sign_in_uses_the_new_address_and_sessions_stay(place) {
        let (root, elsewhere) = (place.root().await, place.root().await);
        let new = place.address(&root, NEW).await;
        let old = place.email_id(ROOT_EMAIL).await;
        place.clock.advance(MINUTE);
        let set = place.ask(&root, place.setting(EmailRole::Primary, &[&new])).await.unwrap();
        assert_eq!(set, SystemNotification { role: EmailRole::Primary, email_id_list: vec![new.clone()], update_date_time: Some((START_MS + MINUTE) / 1000) });
        assert_eq!(place.latest_audit().await, ["root", "SystemNotification:setSystemNotification", "primary", "allowed", "-"]);
        for session in [&root, &elsewhere] {
            assert_eq!(place.ask(session, ListSessions {}).await.unwrap().len(), 2);
        }
        assert_eq!(code(place.ask(&stranger(), sign_in_as(ROOT_EMAIL)).await), Code::InvalidCredentials);
        place.sign_in(stranger(), sign_in_as(&NEW.to_uppercase())).await.unwrap();
        // the old one is an ordinary address now
        assert_eq!(place.addresses(&root).await, [(NEW.to_owned(), true), (ROOT_EMAIL.to_owned(), true)]);
        place.ask(&root, place.setting(EmailRole::Recovery, &[&old])).await.unwrap();
        assert_eq!(code(place.ask(&root, place.setting(EmailRole::Recovery, &[&new])).await), Code::PrimaryRole);
    }
}

on_both! {
    /// R40: both are written to, in the change's own transaction, with who, from where and when
    async fn both_addresses_are_written_to(place) {
        let root = place.sign_in(from("203.0.113.9"), Place::as_root(ROOT_PASSWORD)).await.unwrap();
        let new = place.address(&root, NEW).await;
        place.ask(&root, place.setting(EmailRole::Primary, &[&new])).await.unwrap();
        let told = place.rows("SELECT kind, recipient, facts FROM outbox WHERE kind LIKE 'primary%' ORDER BY kind").await;
        assert_eq!((told[0][0].as_str(), told[0][1].as_str()), ("primary_is_you", NEW));
        assert_eq!((told[1][0].as_str(), told[1][1].as_str()), ("primary_was_you", ROOT_EMAIL));
        assert_eq!(told.len(), 2);
        for row in told {
            let facts: serde_json::Value = serde_json::from_str(&row[2]).unwrap();
            let expected = serde_json::json!({"account": "Harbor Coffee", "operator_id": place.operator, "email": NEW, "old_email": ROOT_EMAIL, "by": "root", "device": "Debian 12, test", "source": "203.0.113.9", "at_ms": START_MS});
            assert_eq!(facts, expected);
        }
    }
}

on_both! {
    async fn changing_it_needs_the_password_however_fresh_the_session_is(place) {
        let root = place.root().await;
        let new = place.address(&root, NEW).await;
        let set = || place.setting(EmailRole::Primary, &[&new]);
        let error = place.ask(&root, SetSystemNotification { password: None, ..set() }).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::WrongPassword, Some("password")));
        let error = place.ask(&root, SetSystemNotification { password: Some(PASSWORD.into()), ..set() }).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().tries_left), (Code::WrongPassword, Some(4)));
        assert_eq!(place.mails("primary_is_you").await, 0);
        place.sign_in(stranger(), Place::as_root(ROOT_PASSWORD)).await.unwrap();
        // with it, an old session will do
        place.clock.advance(HOUR);
        place.ask(&root, set()).await.unwrap();
    }
}

on_both! {
    async fn there_is_exactly_one_verified_primary_address(place) {
        let root = place.root().await;
        let new = place.address(&root, NEW).await;
        place.ask(&root, Place::adding("waits@a.example")).await.unwrap();
        let waits = place.email_id("waits@a.example").await;
        for (ids, expected) in [
            (&[] as &[&str], Code::PrimaryStays),
            (&[&new, &waits], Code::BadRequest),
            (&[&waits], Code::NotVerified),
            (&["none"], Code::BadRequest),
        ] {
            let error = place.ask(&root, place.setting(EmailRole::Primary, ids)).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (expected, Some("emailIdList")));
        }
        assert_eq!(place.mails("primary_is_you").await, 0);
        place.sign_in(stranger(), Place::as_root(ROOT_PASSWORD)).await.unwrap();
    }
}

on_both! {
    async fn the_same_address_again_changes_nothing_and_tells_nobody(place) {
        let root = place.root().await;
        place.clock.advance(MINUTE);
        let primary = place.email_id(ROOT_EMAIL).await;
        let set = place.ask(&root, place.setting(EmailRole::Primary, &[&primary, &primary])).await.unwrap();
        assert_eq!((set.email_id_list, set.update_date_time), (vec![primary], Some(START_MS / 1000)));
        assert!(place.posted().await.is_empty());
    }
}

on_both! {
    async fn a_promoted_address_loses_its_other_roles(place) {
        let root = place.root().await;
        let (new, other) = (place.address(&root, NEW).await, place.address(&root, "b@b.example").await);
        for role in [EmailRole::Recovery, EmailRole::Billing] {
            place.ask(&root, place.setting(role, &[&new, &other])).await.unwrap();
        }
        place.clock.advance(1000);
        place.ask(&root, place.setting(EmailRole::Primary, &[&new])).await.unwrap();
        let operator_id = place.operator.clone();
        let all = place.ask(&root, ListSystemNotifications { operator_id }).await.unwrap();
        let lists: Vec<_> = all.into_iter().map(|role| role.email_id_list).collect();
        assert_eq!(lists, [vec![new], vec![other.clone()], vec![other], vec![]]);
        // the way back in is another one, and that is told where mail goes now
        let told = place.rows("SELECT recipient FROM outbox WHERE kind = 'recovery_changed' ORDER BY created_at").await.concat();
        assert_eq!(told, [ROOT_EMAIL, NEW]);
    }
}

on_both! {
    /// R38: an address change ends every link that could let somebody in
    async fn links_that_let_somebody_in_end_with_the_address(place) {
        let root = place.root().await;
        let new = place.address(&root, NEW).await;
        for purpose in ["reset_password", "recover", "object_to_recovery"] {
            pending(&place, purpose).await;
        }
        assert_eq!(ways_in(&place).await, 6);
        place.ask(&root, place.setting(EmailRole::Primary, &[&new])).await.unwrap();
        assert_eq!(ways_in(&place).await, 0);
        // and by taking the change back, likewise
        let token = place.letter(&root, "primary_was_you", ROOT_EMAIL).await.token();
        place.raw("DELETE FROM outbox WHERE kind IN ('reset_password', 'recover', 'object_to_recovery')").await.unwrap();
        for purpose in ["reset_password", "recover", "object_to_recovery"] {
            pending(&place, purpose).await;
        }
        place.ask(&stranger(), UndoPrimaryChange { token }).await.unwrap();
        assert_eq!(ways_in(&place).await, 0);
    }
}

on_both! {
    /// R38: a link that was really sent to the older address sets no password any more
    async fn a_reset_that_went_to_the_old_address_is_over(place) {
        let root = place.root().await;
        let new = place.address(&root, NEW).await;
        let ask = async |email: &str| {
            let issue = IssuePasswordResetToken { email: email.parse().unwrap() };
            place.ask(&stranger(), issue).await.unwrap();
            place.engine.mail_turn().await.unwrap();
        };
        ask(ROOT_EMAIL).await;
        let old = place.letter(&root, "reset_password", ROOT_EMAIL).await;
        place.ask(&root, place.setting(EmailRole::Primary, &[&new])).await.unwrap();
        let reset = |token| VerifyPasswordResetToken { token, password: OTHER_PASSWORD.into() };
        assert_eq!(code(place.ask(&stranger(), reset(old.token())).await), Code::BadToken);
        // nor can another one be had there; at the new address it can
        ask(ROOT_EMAIL).await;
        assert_eq!(place.mails("reset_password").await, 1);
        ask(NEW).await;
        let token = place.letter(&root, "reset_password", NEW).await.token();
        place.ask(&stranger(), reset(token)).await.unwrap();
        place.sign_in(stranger(), Auth { password: Some(OTHER_PASSWORD.into()), ..sign_in_as(NEW) }).await.unwrap();
    }
}

on_both! {
    /// R38: what went to older recovery addresses ends when they change
    async fn links_of_recovery_end_with_the_recovery_address(place) {
        let root = place.root().await;
        let a = place.address(&root, "a@a.example").await;
        pending(&place, "recover").await;
        pending(&place, "object_to_recovery").await;
        place.ask(&root, place.setting(EmailRole::Billing, &[&a])).await.unwrap();
        assert_eq!(ways_in(&place).await, 4);
        place.ask(&root, place.setting(EmailRole::Recovery, &[&a])).await.unwrap();
        assert_eq!(ways_in(&place).await, 0);
    }
}

on_postgres! {
    /// R41: unique over all accounts, by folded key
    async fn no_two_accounts_sign_in_with_one_address(place) {
        let root = place.root().await;
        let (_, other) = place.other_account().await;
        let taken = place.address(&root, "Other@Example.com").await;
        let error = place.ask(&root, place.setting(EmailRole::Primary, &[&taken])).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::EmailTaken, Some("emailIdList")));
        place.sign_in(stranger(), Place::as_root(ROOT_PASSWORD)).await.unwrap();
        assert_eq!(place.mails("primary_is_you").await, 0);
        assert!(place.ask(&other, ListSessions {}).await.is_ok());
    }
}

on_postgres! {
    /// R41: many claims at once of one address by two accounts and by people who sign up: one of them has it, wholly
    async fn of_many_claims_at_once_of_one_address_one_wins(place) {
        let root = place.root().await;
        let (other_id, other) = place.other_account().await;
        let ours = place.address(&root, NEW).await;
        place.ask(&other, Place::adding(NEW)).await.unwrap();
        place.raw(format!("UPDATE emails SET verified = true WHERE email = '{NEW}'")).await.unwrap();
        let theirs = place.rows(format!("SELECT email_id FROM emails WHERE email = '{NEW}' AND operator_id = '{other_id}'")).await.concat().concat();
        let claims: Vec<_> = (0..30).map(|n| {
            let (backend, root, other) = (place.backend.clone(), root.clone(), other.clone());
            let mine = place.setting(EmailRole::Primary, &[&ours]);
            let also = SetSystemNotification { operator_id: other_id.clone(), ..place.setting(EmailRole::Primary, &[&theirs]) };
            let anew = CreateOperator { email: NEW.to_uppercase().parse().unwrap(), ..sign_up() };
            tokio::spawn(async move {
                match n % 3 {
                    0 => backend.ask(&root, mine).await.map(|_| "ours"),
                    1 => backend.ask(&other, also).await.map(|_| "theirs"),
                    _ => backend.ask(&stranger(), anew).await.map(|_| "new"),
                }
            })
        }).collect();
        let mut winners = std::collections::BTreeSet::new();
        for claim in claims {
            match claim.await.unwrap() {
                Ok(winner) => { winners.insert(winner); }
                // hashing many passwords at once may be too much; what is refused so changed nothing
                Err(error) => assert!(matches!(error.code, Code::EmailTaken | Code::TooManyAttempts | Code::Busy), "{error:?}"),
            }
        }
        assert_eq!(winners.len(), 1, "{winners:?}");
        assert_eq!(place.number(format!("SELECT count(*) FROM operators WHERE email_key = '{NEW}'")).await, 1);
        // nobody has half of it
        assert_eq!(place.mails("primary_is_you").await, i64::from(!winners.contains("new")));
        let accounts = place.number("SELECT count(*) FROM operators").await;
        assert_eq!(accounts, 2 + i64::from(winners.contains("new")));
        assert_eq!(place.number("SELECT count(*) FROM operators o JOIN emails e ON e.operator_id = o.operator_id AND e.email_key = o.email_key AND e.verified").await, accounts);
    }
}

on_postgres! {
    /// R41: two accounts race for one address: one signs in with it
    async fn of_two_accounts_that_want_one_address_one_gets_it(place) {
        let root = place.root().await;
        let (_, other) = place.other_account().await;
        let ours = place.address(&root, NEW).await;
        place.ask(&other, Place::adding(NEW)).await.unwrap();
        // confirmed there as well, past the link: the race is about what comes after
        place.raw(format!("UPDATE emails SET verified = true WHERE email = '{NEW}'")).await.unwrap();
        let theirs = place.rows(format!("SELECT operator_id, email_id FROM emails WHERE email = '{NEW}' AND operator_id <> '{}'", place.operator)).await.remove(0);
        let mine = place.setting(EmailRole::Primary, &[&ours]);
        let also = SetSystemNotification { operator_id: theirs[0].parse().unwrap(), ..place.setting(EmailRole::Primary, &[&theirs[1]]) };
        let (one, two) = tokio::join!(place.ask(&root, mine), place.ask(&other, also));
        let taken = |error: Error| error.code == Code::EmailTaken;
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert!(one.is_ok() || one.is_err_and(taken));
        assert!(two.is_ok() || two.is_err_and(taken));
        assert_eq!(place.number(format!("SELECT count(*) FROM operators WHERE email_key = '{NEW}'")).await, 1);
    }
}
