//! Users choose passwords of their own: invited by mail, or because they forgot the old one.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;

const DAY: i64 = 24 * HOUR;
/// What an administrator of users holds here.
const MANAGER: [&str; 6] = [
    "User:createUser",
    "User:updateUser",
    "User:createUserPassword",
    "User:getUser",
    "User:deleteUser",
    "Billing:*",
];

/// A new user, invited while it is made.
pub fn invited(place: &Place, name: &str) -> CreateUser {
    CreateUser {
        contact: Some(CONTACT_EMAIL.parse().unwrap()),
        invite: Some(true),
        ..place.new_user(name, None, None)
    }
}

async fn invitation(place: &Place, root: &Caller) -> Secret {
    place
        .letter(root, "invitation", CONTACT_EMAIL)
        .await
        .token()
}

on_both! {
    async fn somebody_who_is_invited_chooses_a_password(place) {
        let root = place.root().await;
        place.ask(&root, invited(&place, "m.sato")).await.unwrap();
        let contact = place.ask(&root, place.get("m.sato")).await.unwrap().contact.unwrap();
        assert_eq!((contact.verified, contact.pending), (false, None));
        assert_eq!(contact.invitation.unwrap().mail, MessageState::Waiting);
        let token = invitation(&place, &root).await;
        let info = place.ask(&stranger(), GetMailToken { token: token.clone() }).await.unwrap();
        assert_eq!((info.purpose, info.user_name.as_deref(), info.expire_date_time), (TokenPurpose::Invitation, Some("m.sato"), (START_MS + DAY) / 1000));
        // R42: nobody has any rights, or a way in, before it is accepted
        assert_eq!(code(place.ask(&stranger(), place.as_user("m.sato", PASSWORD)).await), Code::InvalidCredentials);
        place.ask(&stranger(), choosing(&token, PASSWORD)).await.unwrap();
        let user = place.ask(&root, place.get("m.sato")).await.unwrap();
        assert!(user.has_password && !user.must_change_password);
        assert_eq!(user.contact, Some(Contact { email: CONTACT_EMAIL.into(), verified: true, lapsed: false, pending: None, invitation: None }));
        assert!(place.ask(&stranger(), place.as_user("m.sato", PASSWORD)).await.is_ok());
        assert_eq!(code(place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await), Code::BadToken);
        assert_eq!(place.logged("Auth:verifyPasswordResetToken").await, [["m.sato", "Auth:verifyPasswordResetToken", "m.sato", "allowed"]]);
        // taken away again, the password leaves no invitation standing
        let removed = DeleteUserPassword { operator_id: place.operator.clone(), user_name: Place::name("m.sato") };
        place.ask(&root, removed).await.unwrap();
        assert_eq!(place.ask(&root, place.get("m.sato")).await.unwrap().contact.unwrap().invitation, None);
    }
}

on_both! {
    /// R23
    async fn an_invitation_works_for_a_day(place) {
        let root = place.root().await;
        place.ask(&root, invited(&place, "m.sato")).await.unwrap();
        let letter = place.letter(&root, "invitation", CONTACT_EMAIL).await;
        place.clock.advance(DAY - 1000);
        assert_eq!(code(place.ask(&stranger(), choosing(&letter.token(), "short")).await), Code::WeakPassword);
        place.clock.advance(1000);
        assert_eq!(code(place.ask(&stranger(), choosing(&letter.token(), PASSWORD)).await), Code::TokenExpired);
        assert_eq!(code(place.ask(&stranger(), place.user_coding("m.sato", &letter.code(), PASSWORD)).await), Code::WrongCode);
        // and can be sent again
        let root = place.root().await;
        assert_eq!(place.ask(&root, place.get("m.sato")).await.unwrap().contact.unwrap().invitation.unwrap().expire_date_time, Some((START_MS + DAY) / 1000));
        place.ask(&root, place.invite("m.sato")).await.unwrap();
        let letter = place.letter(&root, "invitation", CONTACT_EMAIL).await;
        place.ask(&stranger(), place.user_coding(" M.SATO", &letter.code(), PASSWORD)).await.unwrap();
        assert!(place.ask(&stranger(), place.as_user("m.sato", PASSWORD)).await.is_ok());
    }
}

on_both! {
    async fn who_can_be_invited(place) {
        let root = place.root().await;
        let manager = place.user("manager", Some(&allowing(&MANAGER))).await;
        place.ask(&root, place.new_user("m.sato", None, None)).await.unwrap();
        place.make("mighty", Some(&allowing(&["*"]))).await;
        assert_eq!(code(place.ask(&root, place.invite("nobody")).await), Code::NotFound);
        assert_eq!(code(place.ask(&root, place.invite("m.sato")).await), Code::NoContact);
        assert_eq!(code(place.ask(&manager, place.invite("manager")).await), Code::OwnUser);
        assert_eq!(code(place.ask(&manager, place.invite("mighty")).await), Code::BeyondOwnRights);
        place.ask(&root, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        place.ask(&manager, place.invite("m.sato")).await.unwrap();
        let token = invitation(&place, &root).await;
        place.ask(&stranger(), choosing(&token, PASSWORD)).await.unwrap();
        assert_eq!(code(place.ask(&manager, place.invite("m.sato")).await), Code::PasswordExists);
    }
}

on_both! {
    /// One message goes there, not two
    async fn setting_the_address_and_inviting_is_one_step(place) {
        let root = place.root().await;
        let manager = place.user("manager", Some(&allowing(&MANAGER))).await;
        let with = |name: &str, email: &str| SetUserContact { invite: Some(true), ..place.contact(name, email) };
        place.ask(&root, place.new_user("m.sato", None, None)).await.unwrap();
        place.make("r.costa", None).await;
        assert_eq!(code(place.ask(&manager, with("manager", CONTACT_EMAIL)).await), Code::OwnUser);
        assert_eq!(code(place.ask(&root, with("r.costa", CONTACT_EMAIL)).await), Code::PasswordExists);
        assert_eq!(place.number("SELECT count(*) FROM user_contacts").await, 0);
        place.ask(&manager, with("m.sato", CONTACT_EMAIL)).await.unwrap();
        assert_eq!((place.mails("invitation").await, place.mails("verify_contact").await), (1, 0));
        let contact = place.ask(&root, place.get("m.sato")).await.unwrap().contact.unwrap();
        assert_eq!((contact.verified, contact.pending, contact.invitation.unwrap().mail), (false, None, MessageState::Waiting));
        let token = invitation(&place, &root).await;
        place.ask(&stranger(), choosing(&token, PASSWORD)).await.unwrap();
        assert!(place.ask(&root, place.get("m.sato")).await.unwrap().contact.unwrap().verified);
        // a confirmed one is invited to, and stays confirmed
        let removed = DeleteUserPassword { operator_id: place.operator.clone(), user_name: Place::name("m.sato") };
        place.ask(&root, removed).await.unwrap();
        place.ask(&root, with("m.sato", CONTACT_EMAIL)).await.unwrap();
        assert_eq!((place.mails("invitation").await, place.mails("verify_contact").await), (2, 0));
        assert!(place.ask(&root, place.get("m.sato")).await.unwrap().contact.unwrap().verified);
    }
}

on_both! {
    async fn making_and_inviting_is_one_step_or_none(place) {
        let root = place.root().await;
        let creator = place.user("creator", Some(&allowing(&["User:createUser", "User:createUserPassword"]))).await;
        let setter = place.user("setter", Some(&allowing(&["User:createUser", "User:updateUser"]))).await;
        let manager = place.user("manager", Some(&allowing(&MANAGER))).await;
        let both = CreateUser { password: Some(PASSWORD.into()), ..invited(&place, "new") };
        let error = place.ask(&root, both).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::BadRequest, Some("invite")));
        let nowhere = CreateUser { contact: None, ..invited(&place, "new") };
        let error = place.ask(&root, nowhere).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::NoContact, Some("contact")));
        // each field takes what its own operation takes
        assert_eq!(code(place.ask(&creator, invited(&place, "new")).await), Code::Denied);
        assert_eq!(code(place.ask(&setter, invited(&place, "new")).await), Code::Denied);
        assert_eq!(code(place.ask(&setter, CreateUser { invite: None, ..invited(&place, "new") }).await), Code::Denied);
        // an address beside a password is one where another password can be asked for
        let both = CreateUser { invite: None, password: Some(PASSWORD.into()), ..invited(&place, "new") };
        let error = place.ask(&manager, both).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().operation.as_deref()), (Code::Denied, Some("User:deleteUserPassword")));
        place.clock.advance(10 * MINUTE);
        assert_eq!(code(place.ask(&root, invited(&place, "new")).await), Code::StepUpRequired);
        let root = place.root().await;
        assert_eq!(code(place.ask(&root, invited(&place, "creator")).await), Code::NameTaken);
        assert_eq!((place.mails("invitation").await, place.number("SELECT count(*) FROM user_contacts").await), (0, 0));
        // a contact alone is asked to be confirmed
        place.ask(&root, CreateUser { invite: Some(false), password: Some(PASSWORD.into()), ..invited(&place, "new") }).await.unwrap();
        assert_eq!((place.mails("invitation").await, place.mails("verify_contact").await), (0, 1));
    }
}

/// Invited by a manager who then changes.
async fn invited_by_manager(place: &Place) -> (Caller, Secret) {
    let root = place.root().await;
    let manager = place.user("manager", Some(&allowing(&MANAGER))).await;
    place.ask(&manager, invited(place, "m.sato")).await.unwrap();
    let token = invitation(place, &root).await;
    (root, token)
}

async fn nothing_came_of_it(place: &Place, token: &Secret) {
    let error = place
        .ask(&stranger(), choosing(token, PASSWORD))
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::BeyondOwnRights);
    assert_eq!(
        place
            .number("SELECT count(*) FROM users WHERE name = 'm.sato' AND has_password")
            .await,
        0
    );
    assert_eq!(
        place
            .number("SELECT count(*) FROM user_contacts WHERE verified")
            .await,
        0
    );
    // nothing was used up either
    assert_eq!(
        place
            .number("SELECT count(*) FROM mail_tokens WHERE purpose = 'invitation'")
            .await,
        1
    );
}

on_both! {
    /// R42: whoever invited is gone
    async fn an_invitation_falls_with_whoever_sent_it(place) {
        let (root, token) = invited_by_manager(&place).await;
        place.ask(&root, place.delete_user("manager")).await.unwrap();
        // the same name is somebody else
        place.make("manager", Some(&allowing(&["*"]))).await;
        nothing_came_of_it(&place, &token).await;
    }
}

on_both! {
    /// R42: whoever invited may not any more, or only perhaps
    async fn an_invitation_falls_with_the_right_to_send_it(place) {
        let (root, token) = invited_by_manager(&place).await;
        for document in [
            allowing(&["User:createUser", "User:updateUser"]),
            denying(&["User:createUserPassword"]),
            r#"{"statements":[{"effect":"allow","api":["*"],"condition":"ipAddress('203.0.113.0/24')"}]}"#.into(),
        ] {
            place.ask(&root, place.permission("manager", &document)).await.unwrap();
            nothing_came_of_it(&place, &token).await;
        }
        place.ask(&root, place.permission("manager", &allowing(&MANAGER))).await.unwrap();
        place.ask(&stranger(), choosing(&token, PASSWORD)).await.unwrap();
    }
}

on_both! {
    /// R42: whoever was invited was given more than whoever invited holds
    async fn an_invitation_falls_when_the_user_outgrows_it(place) {
        let (root, token) = invited_by_manager(&place).await;
        place.ask(&root, place.permission("m.sato", &allowing(&["Billing:listBills"]))).await.unwrap();
        place.ask(&root, place.permission("m.sato", &allowing(&["Email:*"]))).await.unwrap();
        nothing_came_of_it(&place, &token).await;
        // root may always
        place.ask(&root, place.invite("m.sato")).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), choosing(&token, PASSWORD)).await), Code::BadToken);
        let token = invitation(&place, &root).await;
        place.ask(&stranger(), choosing(&token, PASSWORD)).await.unwrap();
    }
}

on_both! {
    /// R42: whose right depends on where it is used, of whom nobody knows when it is accepted, invites nobody
    async fn a_right_that_depends_invites_nobody(place) {
        let document = r#"{"statements":[{"effect":"allow","api":["User:*"],"condition":"currentDate < date(2030, 01, 01)"}]}"#;
        let manager = place.user("manager", Some(document)).await;
        let error = place.ask(&manager, invited(&place, "m.sato")).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().operations), (Code::BeyondOwnRights, vec!["User:createUserPassword".to_owned()]));
        let root = place.root().await;
        place.ask(&root, CreateUser { invite: None, ..invited(&place, "m.sato") }).await.unwrap();
        assert_eq!(code(place.ask(&manager, place.invite("m.sato")).await), Code::BeyondOwnRights);
    }
}

on_both! {
    /// R42: bound to the user and to the address
    async fn an_invitation_is_for_one_user_at_one_address(place) {
        let (root, token) = invited_by_manager(&place).await;
        // past all rules: what is bound is looked at when it is used
        place.raw("UPDATE user_contacts SET email = 'x@y.example', email_key = 'x@y.example'").await.unwrap();
        assert_eq!(code(place.ask(&stranger(), choosing(&token, PASSWORD)).await), Code::BadToken);
        place.raw(format!("UPDATE user_contacts SET email = '{CONTACT_EMAIL}', email_key = '{CONTACT_EMAIL}'")).await.unwrap();
        // by the rules
        place.ask(&root, place.contact("m.sato", "new@example.com")).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), choosing(&token, PASSWORD)).await), Code::BadToken);
        place.ask(&root, place.invite("m.sato")).await.unwrap();
        let token = place.letter(&root, "invitation", "new@example.com").await.token();
        place.ask(&root, place.delete_user("m.sato")).await.unwrap();
        place.ask(&root, CreateUser { contact: Some("new@example.com".parse().unwrap()), ..invited(&place, "m.sato") }).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), choosing(&token, PASSWORD)).await), Code::BadToken);
        assert_eq!(place.number("SELECT count(*) FROM users WHERE name = 'm.sato' AND has_password").await, 0);
    }
}

on_both! {
    /// R38: a password that was set otherwise ends an invitation
    async fn a_password_that_was_set_otherwise_ends_an_invitation(place) {
        let (root, token) = invited_by_manager(&place).await;
        let set = CreateUserPassword { operator_id: place.operator.clone(), user_name: Place::name("m.sato"), password: PASSWORD.into(), must_change_password: None, replace: None };
        place.ask(&root, set).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await), Code::BadToken);
        assert!(place.ask(&stranger(), place.as_user("m.sato", PASSWORD)).await.is_ok());
    }
}

on_both! {
    /// R38
    async fn an_invitation_is_accepted_once_however_many_try(place) {
        let (_, token) = invited_by_manager(&place).await;
        let tries: Vec<_> = (0..30).map(|n| {
            let (backend, choice) = (place.backend.clone(), choosing(&token, &format!("{PASSWORD}-{n}")));
            tokio::spawn(async move { backend.ask(&stranger(), choice).await.map(|()| n) })
        }).collect();
        let mut won = vec![];
        for one in tries {
            match one.await.unwrap() {
                Ok(n) => won.push(n),
                Err(error) => assert!(matches!(error.code, Code::BadToken | Code::TooManyAttempts | Code::Busy), "{error:?}"),
            }
        }
        assert_eq!(won.len(), 1);
        assert!(place.ask(&stranger(), place.as_user("m.sato", &format!("{PASSWORD}-{}", won[0]))).await.is_ok());
    }
}

on_both! {
    /// R36: a reset removes no second factor, and gives none
    async fn a_user_who_forgot_its_password_sets_a_new_one(place) {
        let caller = place.user("m.sato", None).await;
        let root = place.root().await;
        place.reachable(&root, "m.sato", CONTACT_EMAIL).await;
        place.raw(format!("UPDATE users SET mfa = {}, must_change = {}", if place.is_postgres() { "TRUE" } else { "1" }, if place.is_postgres() { "TRUE" } else { "1" })).await.unwrap();
        for _ in 0..5 {
            assert!(place.ask(&stranger(), place.as_user("m.sato", "no no no no no no")).await.is_err());
        }
        place.ask(&stranger(), place.user_forgot("\u{ff2d}.Sato ")).await.unwrap();
        place.turn().await;
        let token = place.letter(&root, "user_password", CONTACT_EMAIL).await.token();
        place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await.unwrap();
        assert_eq!(code(place.ask(&caller, ListSessions {}).await), Code::SessionExpired);
        // the pause is over, and a new password need not be chosen twice
        let response = place.ask(&stranger(), place.as_user("m.sato", OTHER_PASSWORD)).await.unwrap();
        assert!(!response.must_change_password);
        assert_eq!(place.number("SELECT count(*) FROM users WHERE mfa").await, 1);
        // root's sessions are none of its business
        place.ask(&root, ListSessions {}).await.unwrap();
        assert_eq!(place.logged("Auth:issueUserPasswordResetToken").await, [["-", "Auth:issueUserPasswordResetToken", "m.sato", "allowed"]]);
    }
}

on_both! {
    /// Who has no confirmed address, or no password to forget, gets nothing
    async fn not_everybody_can_forget_a_password(place) {
        let root = place.root().await;
        place.make("unreachable", None).await;
        place.make("unconfirmed", None).await;
        place.ask(&root, place.contact("unconfirmed", "u@example.com")).await.unwrap();
        place.ask(&root, place.new_user("keys.only", None, None)).await.unwrap();
        place.reachable(&root, "keys.only", CONTACT_EMAIL).await;
        let before = place.posted().await;
        for name in ["unreachable", "unconfirmed", "keys.only", "nobody"] {
            place.ask(&stranger(), place.user_forgot(name)).await.unwrap();
        }
        place.turn().await;
        assert_eq!(place.posted().await, before);
        // whose password was taken away meanwhile does not get one by mail
        place.make("m.sato", None).await;
        place.reachable(&root, "m.sato", "m@example.com").await;
        place.ask(&stranger(), place.user_forgot("m.sato")).await.unwrap();
        place.turn().await;
        let token = place.letter(&root, "user_password", "m@example.com").await.token();
        let removed = DeleteUserPassword { operator_id: place.operator.clone(), user_name: Place::name("m.sato") };
        place.ask(&root, removed).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await), Code::BadToken);
    }
}
