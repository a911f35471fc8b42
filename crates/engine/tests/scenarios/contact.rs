//! A user's contact address: who decides on it, how it is confirmed, and what ends when it changes.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;
use serde_json::json;

const OTHER_CONTACT: &str = "hana@home.example";
/// What it takes for somebody else's, where there is a password.
const ALL: [&str; 3] = [
    "User:updateUser",
    "User:createUserPassword",
    "User:deleteUserPassword",
];

async fn contact_of(place: &Place, root: &Caller, name: &str) -> Option<Contact> {
    place.ask(root, place.get(name)).await.unwrap().contact
}

on_both! {
    async fn a_contact_address_is_confirmed_by_link_or_by_code(place) {
        place.make("m.sato", None).await;
        place.make("r.costa", None).await;
        let root = place.root().await;
        assert_eq!(contact_of(&place, &root, "m.sato").await, None);
        place.ask(&root, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        let waits = contact_of(&place, &root, "m.sato").await.unwrap();
        assert_eq!((waits.email.as_str(), waits.verified, &waits.invitation), (CONTACT_EMAIL, false, &None));
        let pending = waits.pending.unwrap();
        assert_eq!((pending.mail, pending.expire_date_time, pending.tries_left), (MessageState::Waiting, None, 5));
        assert_eq!(pending.resend_date_time, START_MS / 1000 + 60);
        let token = place.letter(&root, "verify_contact", CONTACT_EMAIL).await.token();
        let info = place.ask(&stranger(), GetMailToken { token: token.clone() }).await.unwrap();
        assert_eq!((info.purpose, info.user_name.as_deref(), info.email.as_str()), (TokenPurpose::Contact, Some("m.sato"), CONTACT_EMAIL));
        place.ask(&stranger(), VerifyContactToken { token: token.clone() }).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), VerifyContactToken { token }).await), Code::BadToken);
        let confirmed = Contact { email: CONTACT_EMAIL.into(), verified: true, lapsed: false, pending: None, invitation: None };
        assert_eq!(contact_of(&place, &root, "m.sato").await, Some(confirmed));
        // by code
        place.ask(&root, place.contact("r.costa", OTHER_CONTACT)).await.unwrap();
        let letter = place.letter(&root, "verify_contact", OTHER_CONTACT).await;
        place.ask(&root, place.contact_code("r.costa", &letter.code())).await.unwrap();
        assert!(contact_of(&place, &root, "r.costa").await.unwrap().verified);
        assert_eq!(place.logged("User:verifyContactToken").await, [["-", "User:verifyContactToken", "m.sato", "allowed"]]);
        assert_eq!(place.logged("User:setUserContact").await[0], ["root", "User:setUserContact", "m.sato", "allowed"]);
        // a list of thousands carries none
        assert!(place.ask(&root, place.list()).await.unwrap().iter().all(|user| user.contact.is_none()));
    }
}

on_both! {
    /// R48: whoever decides where a password can be asked for could set one
    async fn deciding_for_somebody_else_takes_what_setting_a_password_takes(place) {
        place.make("target", None).await;
        place.make("mighty", Some(&allowing(&["*"]))).await;
        let all = place.user("all", Some(&allowing(&ALL))).await;
        let nearly = place.user("nearly", Some(&allowing(&ALL[..2]))).await;
        let half = place.user("half", Some(&allowing(&["User:updateUser"]))).await;
        let root = place.root().await;
        // nobody is beyond who holds nothing; somebody who holds more is
        place.ask(&all, place.contact("target", CONTACT_EMAIL)).await.unwrap();
        assert_eq!(code(place.ask(&all, place.contact("mighty", OTHER_CONTACT)).await), Code::BeyondOwnRights);
        let error = place.ask(&half, place.contact("target", OTHER_CONTACT)).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().operation.as_deref()), (Code::Denied, Some("User:createUserPassword")));
        // to replace one takes more than to set the first one
        let error = place.ask(&nearly, place.contact("target", OTHER_CONTACT)).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().operation.as_deref()), (Code::Denied, Some("User:deleteUserPassword")));
        place.ask(&root, place.new_user("keys.only", None, None)).await.unwrap();
        place.ask(&nearly, place.contact("keys.only", "keys@example.com")).await.unwrap();
        let letter = place.letter(&root, "verify_contact", CONTACT_EMAIL).await;
        place.clock.advance(MINUTE);
        for helper in [&half, &nearly] {
            for refused in [
                place.ask(helper, place.contact_again("target")).await,
                place.ask(helper, place.contact_code("target", &letter.code())).await,
                place.ask(helper, place.no_contact("target")).await,
            ] {
                assert_eq!(code(refused), Code::Denied);
            }
        }
        for refused in [place.ask(&all, place.contact_again("mighty")).await, place.ask(&all, place.no_contact("mighty")).await] {
            assert_eq!(code(refused), Code::BeyondOwnRights);
        }
        // a guess that nobody may make is none
        assert_eq!(place.number("SELECT min(tries_left) FROM mail_tokens").await, 5);
        // one's own is one's own
        place.ask(&half, place.contact("half", OTHER_CONTACT)).await.unwrap();
        place.ask(&all, place.contact_code("target", &letter.code())).await.unwrap();
        assert_eq!(place.rows("SELECT email FROM user_contacts ORDER BY email").await.concat(), [CONTACT_EMAIL, OTHER_CONTACT, "keys@example.com"]);
    }
}

on_both! {
    /// Whoever finds a screen unlocked does not make the account's mail his own
    async fn it_asks_for_a_password_that_was_just_given(place) {
        let caller = place.user("m.sato", Some(&allowing(&["User:updateUser"]))).await;
        place.clock.advance(10 * MINUTE);
        for refused in [place.ask(&caller, place.contact("m.sato", CONTACT_EMAIL)).await, place.ask(&caller, place.no_contact("m.sato")).await] {
            assert_eq!(code(refused), Code::StepUpRequired);
        }
        place.ask(&caller, ConfirmPassword { password: PASSWORD.into() }).await.unwrap();
        place.ask(&caller, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
    }
}

on_both! {
    /// R28: a program touches no addresses
    async fn a_program_touches_none(place) {
        let caller = place.user("robot", Some(&allowing(&["User:createUser", ALL[0], ALL[1], ALL[2]]))).await;
        place.make("target", None).await;
        place.ask(&caller, place.contact("target", CONTACT_EMAIL)).await.unwrap();
        place.raw("UPDATE sessions SET confirmed_at = -1").await.unwrap();
        for refused in [
            place.ask(&caller, place.contact("robot", OTHER_CONTACT)).await,
            place.ask(&caller, place.contact_again("target")).await,
            place.ask(&caller, place.contact_code("target", &no_code())).await,
            place.ask(&caller, place.no_contact("target")).await,
            place.ask(&caller, place.invite("target")).await,
            place.ask(&caller, CreateUser { contact: Some(OTHER_CONTACT.parse().unwrap()), ..place.new_user("new", None, None) }).await,
        ] {
            assert_eq!(code(refused), Code::StepUpRequired);
        }
    }
}

on_both! {
    /// R38, R40: the older address opens nothing from that moment on, and the new one is not confirmed by it
    async fn a_new_address_ends_what_went_to_the_older_one(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        place.reachable(&root, "m.sato", CONTACT_EMAIL).await;
        place.ask(&stranger(), place.user_forgot("m.sato")).await.unwrap();
        place.turn().await;
        let reset = place.letter(&root, "user_password", CONTACT_EMAIL).await.token();
        place.ask(&root, place.contact("m.sato", OTHER_CONTACT)).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), choosing(&reset, OTHER_PASSWORD)).await), Code::BadToken);
        let first = place.letter(&root, "verify_contact", OTHER_CONTACT).await.token();
        assert!(!contact_of(&place, &root, "m.sato").await.unwrap().verified);
        // nobody gets a reset mail at an address that nobody confirmed
        place.ask(&stranger(), place.user_forgot("m.sato")).await.unwrap();
        place.turn().await;
        assert_eq!(place.mails("user_password").await, 1);
        place.ask(&root, place.contact("m.sato", "third@example.com")).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), VerifyContactToken { token: first }).await), Code::BadToken);
        // taken away: everything ends
        let last = place.letter(&root, "verify_contact", "third@example.com").await.token();
        place.ask(&root, place.no_contact("m.sato")).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), VerifyContactToken { token: last }).await), Code::BadToken);
        assert_eq!(contact_of(&place, &root, "m.sato").await, None);
        assert_eq!(code(place.ask(&root, place.no_contact("m.sato")).await), Code::NotFound);
        assert_eq!(place.number("SELECT count(*) FROM outbox WHERE state = 'waiting' AND kind <> 'contact_changed'").await, 0);
    }
}

on_both! {
    async fn what_is_confirmed_need_not_be_confirmed_again(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        place.reachable(&root, "m.sato", CONTACT_EMAIL).await;
        place.ask(&root, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        assert_eq!(place.mails("verify_contact").await, 1);
        assert!(contact_of(&place, &root, "m.sato").await.unwrap().verified);
        // one that only looks the same may be another mailbox
        place.ask(&root, place.contact("m.sato", "Hana@accounts.example")).await.unwrap();
        assert!(!contact_of(&place, &root, "m.sato").await.unwrap().verified);
    }
}

on_both! {
    /// R44
    async fn it_is_sent_again_politely_and_three_times_an_hour(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        assert_eq!(code(place.ask(&root, place.contact_again("m.sato")).await), Code::NotFound);
        place.ask(&root, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        let first = place.letter(&root, "verify_contact", CONTACT_EMAIL).await.token();
        let error = place.ask(&root, place.contact_again("m.sato")).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().retry_after_seconds), (Code::TooManyAttempts, Some(60)));
        for _ in 0..2 {
            place.clock.advance(MINUTE);
            place.ask(&root, place.contact_again("m.sato")).await.unwrap();
        }
        assert_eq!(code(place.ask(&stranger(), VerifyContactToken { token: first }).await), Code::BadToken);
        place.clock.advance(MINUTE);
        // neither by sending again, nor by setting it again, nor as somebody else's, nor by an invitation
        place.make("other", None).await;
        for refused in [
            place.ask(&root, place.contact_again("m.sato")).await,
            place.ask(&root, place.contact("m.sato", CONTACT_EMAIL)).await,
            place.ask(&root, place.contact("other", "HANA@ACCOUNTS.example")).await,
            place.ask(&root, CreateUser { contact: Some(CONTACT_EMAIL.parse().unwrap()), ..place.new_user("new", None, None) }).await,
        ] {
            let error = refused.unwrap_err();
            assert_eq!((error.code, error.detail.unwrap().retry_after_seconds), (Code::TooManyAttempts, Some(57 * 60)));
        }
        assert_eq!(place.number("SELECT count(*) FROM users WHERE name = 'new'").await, 0);
        assert_eq!(contact_of(&place, &root, "other").await, None);
    }
}

on_both! {
    /// R31, R14
    async fn a_code_has_five_tries_through_a_restart(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        assert_eq!(code(place.ask(&root, place.contact_code("m.sato", &no_code())).await), Code::NotFound);
        place.ask(&root, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        let letter = place.letter(&root, "verify_contact", CONTACT_EMAIL).await;
        for left in [4, 3, 2] {
            let error = place.ask(&root, place.contact_code("m.sato", &no_code())).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref(), error.detail.unwrap().tries_left), (Code::WrongCode, Some("code"), Some(left)));
        }
        assert_eq!(contact_of(&place, &root, "m.sato").await.unwrap().pending.unwrap().tries_left, 2);
        let place = place.restart().await;
        for _ in 0..2 {
            assert_eq!(code(place.ask(&root, place.contact_code("m.sato", &no_code())).await), Code::WrongCode);
        }
        assert_eq!(code(place.ask(&root, place.contact_code("m.sato", &letter.code())).await), Code::TokenExpired);
    }
}

on_both! {
    /// R23
    async fn a_link_works_for_thirty_minutes(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        place.ask(&root, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        let letter = place.letter(&root, "verify_contact", CONTACT_EMAIL).await;
        place.clock.advance(30 * MINUTE);
        assert_eq!(code(place.ask(&stranger(), VerifyContactToken { token: letter.token() }).await), Code::TokenExpired);
        assert_eq!(code(place.ask(&root, place.contact_code("m.sato", &letter.code())).await), Code::TokenExpired);
    }
}

on_both! {
    /// R42: a user who is made again is another one
    async fn what_was_sent_to_a_deleted_user_ends(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        place.reachable(&root, "m.sato", CONTACT_EMAIL).await;
        place.ask(&stranger(), place.user_forgot("m.sato")).await.unwrap();
        place.turn().await;
        let reset = place.letter(&root, "user_password", CONTACT_EMAIL).await.token();
        place.ask(&root, place.contact("m.sato", OTHER_CONTACT)).await.unwrap();
        let verify = place.letter(&root, "verify_contact", OTHER_CONTACT).await.token();
        place.ask(&root, place.delete_user("m.sato")).await.unwrap();
        place.make("m.sato", None).await;
        assert_eq!(code(place.ask(&stranger(), choosing(&reset, OTHER_PASSWORD)).await), Code::BadToken);
        assert_eq!(code(place.ask(&stranger(), VerifyContactToken { token: verify }).await), Code::BadToken);
        assert_eq!(contact_of(&place, &root, "m.sato").await, None);
        for table in ["user_contacts", "mail_tokens"] {
            assert_eq!(place.number(format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
        }
        assert_eq!(place.number("SELECT count(*) FROM outbox WHERE state = 'waiting' AND kind <> 'contact_changed'").await, 0);
    }
}

on_both! {
    /// R40: nothing that a client sends makes an address a confirmed one
    async fn nobody_says_that_it_is_confirmed(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        for (name, extra) in [
            ("User:setUserContact", json!({"email": CONTACT_EMAIL, "verified": true})),
            ("User:setUserContact", json!({"email": {"email": CONTACT_EMAIL, "verified": true}})),
            ("User:createUser", json!({"contact": {"email": CONTACT_EMAIL, "verified": true}})),
        ] {
            let mut request = json!({"operatorId": place.operator, "userName": "m.sato"});
            request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            assert_eq!(code(place.tell(&root, name, request).await), Code::BadRequest);
        }
        assert_eq!(place.number("SELECT count(*) FROM user_contacts").await, 0);
    }
}
