//! Taking a change of the primary address back: for an owner whose password somebody else has.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;

const NEW: &str = "new@a.example";

fn sign_in_as(email: &str) -> Auth {
    Auth {
        email: Some(email.into()),
        ..Place::as_root(ROOT_PASSWORD)
    }
}

/// Changes the primary address, and takes the letter that the older one gets.
async fn change(place: &Place, root: &Caller, from: &str, to: &str) -> Secret {
    let id = place.address(root, to).await;
    place
        .ask(root, place.setting(EmailRole::Primary, &[&id]))
        .await
        .unwrap();
    place.letter(root, "primary_was_you", from).await.token()
}

async fn undo(place: &Place, token: &Secret) -> Result<(), Error> {
    let token = token.clone();
    place.ask(&stranger(), UndoPrimaryChange { token }).await
}

on_both! {
    /// R40: restores it, and ends the sessions of whoever changed it
    async fn the_old_address_takes_a_change_back(place) {
        let (root, thief) = (place.root().await, place.root().await);
        let token = change(&place, &thief, ROOT_EMAIL, NEW).await;
        undo(&place, &token).await.unwrap();
        assert_eq!(place.latest_audit().await, ["-", "Email:undoPrimaryChange", "primary", "allowed", "-"]);
        for ended in [&root, &thief] {
            assert_eq!(code(place.ask(ended, ListSessions {}).await), Code::SessionExpired);
        }
        assert_eq!(code(place.ask(&stranger(), sign_in_as(NEW)).await), Code::InvalidCredentials);
        let root = place.root().await;
        // the other one is an ordinary address
        assert_eq!(place.addresses(&root).await, [(NEW.to_owned(), true), (ROOT_EMAIL.to_owned(), true)]);
        let told = place.rows("SELECT recipient FROM outbox WHERE kind = 'primary_undone' ORDER BY recipient").await.concat();
        assert_eq!(told, [NEW, ROOT_EMAIL]);
        // R38: once
        assert_eq!(code(undo(&place, &token).await), Code::BadToken);
    }
}

on_both! {
    /// R23: for 72 hours from the moment it was sent, to the millisecond
    async fn a_change_is_taken_back_within_72_hours(place) {
        let root = place.root().await;
        let token = change(&place, &root, ROOT_EMAIL, NEW).await;
        place.clock.advance(72 * HOUR);
        assert_eq!(code(undo(&place, &token).await), Code::TokenExpired);
        place.sign_in(stranger(), sign_in_as(NEW)).await.unwrap();
        place.clock.advance(-1);
        undo(&place, &token).await.unwrap();
        place.sign_in(stranger(), sign_in_as(ROOT_EMAIL)).await.unwrap();
    }
}

on_both! {
    /// Deleting the address, giving it roles or adding it anew is no way around it
    async fn a_change_is_taken_back_whatever_became_of_the_old_address(place) {
        let root = place.root().await;
        let token = change(&place, &root, ROOT_EMAIL, NEW).await;
        let old = place.email_id(ROOT_EMAIL).await;
        let delete = DeleteEmail { operator_id: place.operator.clone(), email_id: old, move_roles_to: None };
        place.ask(&root, delete).await.unwrap();
        place.ask(&root, Place::adding(&ROOT_EMAIL.to_uppercase())).await.unwrap();
        undo(&place, &token).await.unwrap();
        let root = place.root().await;
        assert_eq!(place.addresses(&root).await, [(NEW.to_owned(), true), (ROOT_EMAIL.to_owned(), true)]);

        // gone altogether
        place.clock.advance(HOUR);
        let root = place.root().await;
        let id = place.email_id(NEW).await;
        place.ask(&root, place.setting(EmailRole::Primary, &[&id])).await.unwrap();
        let token = place.letter(&root, "primary_was_you", ROOT_EMAIL).await.token();
        let old = place.email_id(ROOT_EMAIL).await;
        place.ask(&root, DeleteEmail { operator_id: place.operator.clone(), email_id: old, move_roles_to: None }).await.unwrap();
        undo(&place, &token).await.unwrap();

        // with a role
        place.clock.advance(HOUR);
        let root = place.root().await;
        place.ask(&root, place.setting(EmailRole::Primary, &[&id])).await.unwrap();
        let token = place.letter(&root, "primary_was_you", ROOT_EMAIL).await.token();
        let old = place.email_id(ROOT_EMAIL).await;
        place.ask(&root, place.setting(EmailRole::Recovery, &[&old])).await.unwrap();
        undo(&place, &token).await.unwrap();
        place.root().await;
        assert_eq!(place.number("SELECT count(*) FROM email_roles").await, 0);
    }
}

on_both! {
    /// Whoever changes it twice holds the second link, and ends nothing with it but what came after
    async fn a_newer_link_does_not_end_an_older_one(place) {
        let thief = place.root().await;
        let owners = change(&place, &thief, ROOT_EMAIL, "thief@a.example").await;
        place.clock.advance(1000);
        let thiefs = change(&place, &thief, "thief@a.example", "thief@b.example").await;
        place.clock.advance(1000);
        let third = change(&place, &thief, "thief@b.example", "thief@c.example").await;
        undo(&place, &thiefs).await.unwrap();
        place.sign_in(stranger(), sign_in_as("thief@a.example")).await.unwrap();
        // what was newer is gone with it
        assert_eq!(code(undo(&place, &third).await), Code::BadToken);
        undo(&place, &owners).await.unwrap();
        place.root().await;
        assert_eq!(code(undo(&place, &thiefs).await), Code::BadToken);
    }
}

on_both! {
    /// The oldest link ends all newer ones, also those that nobody has seen yet
    async fn an_older_link_ends_the_newer_ones(place) {
        let thief = place.root().await;
        let owners = change(&place, &thief, ROOT_EMAIL, "thief@a.example").await;
        place.clock.advance(1000);
        let thiefs = change(&place, &thief, "thief@a.example", "thief@b.example").await;
        place.clock.advance(1000);
        let id = place.address(&thief, "thief@c.example").await;
        place.ask(&thief, place.setting(EmailRole::Primary, &[&id])).await.unwrap();
        undo(&place, &owners).await.unwrap();
        assert_eq!(code(undo(&place, &thiefs).await), Code::BadToken);
        let states = place.rows("SELECT state FROM outbox WHERE kind = 'primary_was_you'").await.concat();
        assert_eq!(states, ["obsolete", "obsolete", "obsolete"]);
        place.root().await;
    }
}

on_both! {
    /// R38: of thirty at once one has it
    async fn a_change_is_taken_back_once(place) {
        let root = place.root().await;
        let token = change(&place, &root, ROOT_EMAIL, NEW).await;
        let tries: Vec<_> = (0..30).map(|_| {
            let (backend, token) = (place.backend.clone(), token.clone());
            tokio::spawn(async move { backend.ask(&stranger(), UndoPrimaryChange { token }).await })
        }).collect();
        let mut undone = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => undone += 1,
                Err(error) => assert!(matches!(error.code, Code::BadToken | Code::Busy), "{error:?}"),
            }
        }
        assert_eq!((undone, place.mails("primary_undone").await), (1, 2));
    }
}

on_postgres! {
    /// Nobody takes an address over that its owner can still take back: not by signing up, not by promoting it
    async fn no_account_takes_an_address_that_can_be_taken_back(place) {
        let root = place.root().await;
        let (_, other) = place.other_account().await;
        let theirs = place.rows("SELECT operator_id FROM operators WHERE email = 'other@example.com'").await.concat().remove(0);
        place.ask(&other, Place::adding(ROOT_EMAIL)).await.unwrap();
        place.raw(format!("UPDATE emails SET verified = true WHERE operator_id = '{theirs}'")).await.unwrap();
        let held = place.rows(format!("SELECT email_id FROM emails WHERE email = '{ROOT_EMAIL}' AND operator_id = '{theirs}'")).await.concat().remove(0);
        let promote = || SetSystemNotification { operator_id: theirs.parse().unwrap(), ..place.setting(EmailRole::Primary, &[&held]) };
        let new = place.address(&root, NEW).await;
        place.ask(&root, place.setting(EmailRole::Primary, &[&new])).await.unwrap();
        // before the letter was sent, and while its link works
        for sent in [false, true] {
            if sent {
                let token = place.letter(&root, "primary_was_you", ROOT_EMAIL).await.token();
                place.raw("UPDATE outbox SET state = 'sent' WHERE kind = 'primary_was_you'").await.unwrap();
                drop(token);
            }
            let error = place.ask(&stranger(), sign_up()).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::EmailTaken, Some("email")));
            assert!(error.message.contains("72 hours"), "{}", error.message);
            assert_eq!(code(place.ask(&other, promote()).await), Code::EmailTaken);
        }
        // after that it is free, and the link is over
        place.clock.advance(72 * HOUR);
        place.ask(&stranger(), sign_up()).await.unwrap();
    }
}

on_postgres! {
    /// Where another account got it in spite of that, nothing of the two is mixed up, and the link stays good
    async fn a_change_is_not_taken_back_while_another_account_signs_in_with_the_address(place) {
        let root = place.root().await;
        let token = change(&place, &root, ROOT_EMAIL, NEW).await;
        let (other_id, _) = place.other_account().await;
        place.raw(format!("UPDATE operators SET email_key = '{ROOT_EMAIL}' WHERE operator_id = '{other_id}'")).await.unwrap();
        assert_eq!(code(undo(&place, &token).await), Code::EmailTaken);
        place.sign_in(stranger(), sign_in_as(NEW)).await.unwrap();
        assert!(place.ask(&root, ListSessions {}).await.is_ok());
        place.raw(format!("UPDATE operators SET email_key = 'other@example.com' WHERE operator_id = '{other_id}'")).await.unwrap();
        undo(&place, &token).await.unwrap();
    }
}

on_both! {
    /// Changed back by hand it is taken back, too: whoever stood in between gets no link that would undo the return
    async fn changing_back_by_hand_leaves_no_link_to_whoever_stood_in_between(place) {
        let thief = place.root().await;
        let owners = change(&place, &thief, ROOT_EMAIL, NEW).await;
        place.clock.advance(71 * HOUR);
        let owner = place.sign_in(stranger(), sign_in_as(NEW)).await.unwrap();
        let thief = place.sign_in(stranger(), sign_in_as(NEW)).await.unwrap();
        let old = place.email_id(ROOT_EMAIL).await;
        place.ask(&owner, place.setting(EmailRole::Primary, &[&old])).await.unwrap();
        let told = place.rows("SELECT kind, recipient FROM outbox WHERE kind LIKE 'primary%' ORDER BY created_at DESC, kind LIMIT 2").await;
        assert_eq!(told, [["primary_is_you", ROOT_EMAIL], ["primary_undone", NEW]]);
        assert!(place.ask(&owner, ListSessions {}).await.is_ok());
        assert_eq!(code(place.ask(&thief, ListSessions {}).await), Code::SessionExpired);
        assert_eq!(code(undo(&place, &owners).await), Code::BadToken);
        // later than that it is a change like any other
        place.clock.advance(HOUR);
        let owner = place.root().await;
        let new = place.email_id(NEW).await;
        place.ask(&owner, place.setting(EmailRole::Primary, &[&new])).await.unwrap();
        place.letter(&owner, "primary_was_you", ROOT_EMAIL).await;
        place.clock.advance(72 * HOUR);
        let owner = place.sign_in(stranger(), sign_in_as(NEW)).await.unwrap();
        place.ask(&owner, place.setting(EmailRole::Primary, &[&old])).await.unwrap();
        let token = place.letter(&owner, "primary_was_you", NEW).await.token();
        undo(&place, &token).await.unwrap();
    }
}

on_postgres! {
    /// R41: the old address is taken back while others want to sign up with it: it is one account's
    async fn taking_an_address_back_against_many_who_sign_up_with_it(place) {
        let root = place.root().await;
        let token = change(&place, &root, ROOT_EMAIL, NEW).await;
        let tries: Vec<_> = (0..30).map(|n| {
            let (backend, token) = (place.backend.clone(), token.clone());
            tokio::spawn(async move {
                if n % 2 == 0 {
                    backend.ask(&stranger(), UndoPrimaryChange { token }).await.map(|()| "undone")
                } else {
                    backend.ask(&stranger(), sign_up()).await.map(|_| "new")
                }
            })
        }).collect();
        let mut won = vec![];
        for one in tries {
            match one.await.unwrap() {
                Ok(winner) => won.push(winner),
                Err(error) => assert!(matches!(error.code, Code::BadToken | Code::EmailTaken | Code::TooManyAttempts | Code::Busy), "{error:?}"),
            }
        }
        // for 72 hours nobody else signs in with it: the owner has it back
        assert_eq!(won, ["undone"]);
        assert_eq!(place.number("SELECT count(*) FROM operators").await, 1);
        assert_eq!(place.number(format!("SELECT count(*) FROM operators WHERE email_key = '{ROOT_EMAIL}'")).await, 1);
        assert_eq!(place.mails("primary_undone").await, 2);
        place.root().await;
    }
}
