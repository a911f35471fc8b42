//! A contact address is somebody's word: it counts for as long as whoever gave it could set the user's password.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;

const OTHER_CONTACT: &str = "hana@home.example";
/// What it takes to decide where somebody's new password can be asked for.
const DECIDES: [&str; 4] = [
    "User:updateUser",
    "User:createUserPassword",
    "User:deleteUserPassword",
    "Billing:*",
];

async fn contact_of(place: &Place, root: &Caller) -> Contact {
    let user = place.ask(root, place.get("m.sato")).await.unwrap();
    user.contact.expect("a contact address")
}

/// Whether a stranger's wish for a new password sends mail.
async fn gets_mail(place: &Place) -> bool {
    let before = place.mails("user_password").await;
    // else the hour's three would be used up by asking
    place.clock.advance(HOUR);
    place
        .ask(&stranger(), place.user_forgot("m.sato"))
        .await
        .unwrap();
    place.turn().await;
    place.mails("user_password").await > before
}

/// `m.sato` with a password, reachable where a manager says.
async fn reachable_by_manager(place: &Place) -> (Caller, Caller) {
    place.make("m.sato", None).await;
    let root = place.root().await;
    let manager = place.user("manager", Some(&allowing(&DECIDES))).await;
    set_by(place, &root, &manager, CONTACT_EMAIL).await;
    (root, manager)
}

async fn set_by(place: &Place, root: &Caller, by: &Caller, email: &str) {
    place.ask(by, place.contact("m.sato", email)).await.unwrap();
    let token = place.letter(root, "verify_contact", email).await.token();
    place
        .ask(&stranger(), VerifyContactToken { token })
        .await
        .unwrap();
}

on_both! {
    /// R48: whoever could not replace the password does not get to by an address that was there before it
    async fn an_address_replaces_no_password_that_whoever_set_it_could_not(place) {
        let root = place.root().await;
        let helper = place.user("helper", Some(&allowing(&["User:updateUser", "User:createUserPassword"]))).await;
        place.ask(&root, place.new_user("m.sato", None, None)).await.unwrap();
        set_by(&place, &root, &helper, CONTACT_EMAIL).await;
        assert!(!contact_of(&place, &root).await.lapsed);
        let first = CreateUserPassword { operator_id: place.operator.clone(), user_name: Place::name("m.sato"), password: PASSWORD.into(), must_change_password: None, replace: None };
        place.ask(&root, first).await.unwrap();
        assert!(contact_of(&place, &root).await.lapsed);
        assert!(!gets_mail(&place).await);
        assert!(place.ask(&stranger(), place.as_user("m.sato", PASSWORD)).await.is_ok());
    }
}

on_both! {
    /// R24, R48: whoever set it is gone
    async fn an_address_falls_with_whoever_set_it(place) {
        let (root, _) = reachable_by_manager(&place).await;
        assert!(gets_mail(&place).await);
        let root_again = place.root().await;
        let letter = place.letter(&root_again, "user_password", CONTACT_EMAIL).await;
        place.ask(&root_again, place.delete_user("manager")).await.unwrap();
        // the same name is somebody else
        place.make("manager", Some(&allowing(&["*"]))).await;
        assert_eq!(code(place.ask(&stranger(), choosing(&letter.token(), OTHER_PASSWORD)).await), Code::BadToken);
        assert_eq!(code(place.ask(&stranger(), place.user_coding("m.sato", &letter.code(), OTHER_PASSWORD)).await), Code::BadToken);
        let contact = contact_of(&place, &root).await;
        assert_eq!((contact.verified, contact.lapsed), (true, true));
        // a stranger is told nothing, and nothing is in the log
        let rows = place.audit_rows().await;
        assert!(!gets_mail(&place).await);
        assert_eq!(place.audit_rows().await, rows);
        assert!(place.ask(&stranger(), place.as_user("m.sato", PASSWORD)).await.is_ok());
    }
}

on_both! {
    /// R24, R48: whoever set it may not any more, or only perhaps; and once more
    async fn an_address_falls_with_the_right_to_set_it(place) {
        let (root, _) = reachable_by_manager(&place).await;
        for document in [
            allowing(&["User:updateUser", "User:createUserPassword"]),
            allowing(&["User:updateUser", "User:deleteUserPassword"]),
            denying(&["User:createUserPassword"]),
            r#"{"statements":[{"effect":"allow","api":["*"],"condition":"ipAddress('203.0.113.0/24')"}]}"#.into(),
        ] {
            let root = place.root().await;
            place.ask(&root, place.permission("manager", &document)).await.unwrap();
            assert!(contact_of(&place, &root).await.lapsed, "{document}");
            assert!(!gets_mail(&place).await, "{document}");
        }
        let root_again = place.root().await;
        place.ask(&root_again, place.permission("manager", &allowing(&DECIDES))).await.unwrap();
        assert!(!contact_of(&place, &root).await.lapsed);
        assert!(gets_mail(&place).await);
        let root = place.root().await;
        let token = place.letter(&root, "user_password", CONTACT_EMAIL).await.token();
        place.ask(&stranger(), choosing(&token, OTHER_PASSWORD)).await.unwrap();
    }
}

on_both! {
    /// R48: the user was given more than whoever set it holds
    async fn an_address_falls_when_its_user_is_given_more(place) {
        let (root, _) = reachable_by_manager(&place).await;
        place.ask(&root, place.permission("m.sato", &allowing(&["Billing:listBills"]))).await.unwrap();
        assert!(!contact_of(&place, &root).await.lapsed);
        place.ask(&root, place.permission("m.sato", &allowing(&["Email:*"]))).await.unwrap();
        assert!(contact_of(&place, &root).await.lapsed);
        assert!(!gets_mail(&place).await);
    }
}

on_both! {
    /// What waits for its confirmation falls, too, and is not sent again
    async fn an_unconfirmed_address_falls_with_whoever_set_it(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        let manager = place.user("manager", Some(&allowing(&DECIDES))).await;
        place.ask(&manager, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        let letter = place.letter(&root, "verify_contact", CONTACT_EMAIL).await;
        place.ask(&root, place.delete_user("manager")).await.unwrap();
        assert_eq!(code(place.ask(&stranger(), VerifyContactToken { token: letter.token() }).await), Code::BadToken);
        assert_eq!(code(place.ask(&root, place.contact_code("m.sato", &letter.code())).await), Code::BadToken);
        place.clock.advance(MINUTE);
        assert_eq!(code(place.ask(&root, place.contact_again("m.sato")).await), Code::BadRequest);
        let contact = contact_of(&place, &root).await;
        assert_eq!((contact.verified, contact.lapsed), (false, true));
        // set again by who may, it is as good as new
        place.ask(&root, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        let token = place.letter(&root, "verify_contact", CONTACT_EMAIL).await.token();
        place.ask(&stranger(), VerifyContactToken { token }).await.unwrap();
        assert!(gets_mail(&place).await);
    }
}

on_both! {
    /// Whoever sets it again stands for it from then on; root and the user itself do for good
    async fn an_address_that_fell_is_set_again(place) {
        let (root, _) = reachable_by_manager(&place).await;
        place.ask(&root, place.delete_user("manager")).await.unwrap();
        let other = place.user("other", Some(&allowing(&DECIDES))).await;
        let user = place.sign_in(stranger(), place.as_user("m.sato", PASSWORD)).await.unwrap();
        place.ask(&other, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        let contact = contact_of(&place, &root).await;
        assert_eq!((contact.verified, contact.lapsed, place.mails("verify_contact").await), (true, false, 1));
        place.ask(&root, place.permission("m.sato", &allowing(&["User:updateUser"]))).await.unwrap();
        place.ask(&user, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        // who comes later does not take the user's own word from it
        place.ask(&other, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        place.ask(&root, place.delete_user("other")).await.unwrap();
        assert!(!contact_of(&place, &root).await.lapsed);
        assert!(gets_mail(&place).await);
    }
}

on_both! {
    /// Whoever invites somebody there stands for the address
    async fn an_address_that_fell_is_invited_to(place) {
        let root = place.root().await;
        place.ask(&root, place.new_user("m.sato", None, None)).await.unwrap();
        let manager = place.user("manager", Some(&allowing(&DECIDES))).await;
        place.ask(&manager, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        place.ask(&root, place.delete_user("manager")).await.unwrap();
        place.ask(&root, place.invite("m.sato")).await.unwrap();
        let token = place.letter(&root, "invitation", CONTACT_EMAIL).await.token();
        place.ask(&stranger(), choosing(&token, PASSWORD)).await.unwrap();
        let contact = contact_of(&place, &root).await;
        assert_eq!((contact.verified, contact.lapsed), (true, false));
        assert!(gets_mail(&place).await);
    }
}

on_both! {
    /// Nobody could tell later whether a right holds that depends on the day or the place
    async fn a_right_that_depends_sets_no_address(place) {
        place.make("m.sato", None).await;
        let document = r#"{"statements":[{"effect":"allow","api":["User:*"],"condition":"currentDate < date(2030, 01, 01)"}]}"#;
        let manager = place.user("manager", Some(document)).await;
        let error = place.ask(&manager, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap_err();
        assert_eq!((error.code, error.detail.unwrap().operations), (Code::BeyondOwnRights, DECIDES[1..3].iter().map(ToString::to_string).collect()));
        let new = CreateUser { contact: Some(CONTACT_EMAIL.parse().unwrap()), ..place.new_user("new", None, None) };
        assert_eq!(code(place.ask(&manager, new).await), Code::BeyondOwnRights);
        assert_eq!(place.number("SELECT count(*) FROM user_contacts").await, 0);
        // its own is its own
        place.ask(&manager, place.contact("manager", OTHER_CONTACT)).await.unwrap();
    }
}

on_both! {
    /// R44: a way back in is not taken away unseen
    async fn the_old_address_hears_that_it_is_one_no_more(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        let told = "SELECT recipient, facts FROM outbox WHERE kind = 'contact_changed' ORDER BY created_at";
        // nobody has shown to read it
        place.ask(&root, place.contact("m.sato", "typo@example.com")).await.unwrap();
        place.reachable(&root, "m.sato", CONTACT_EMAIL).await;
        // nothing changes
        place.ask(&root, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        assert!(place.rows(told).await.is_empty());
        place.reachable(&root, "m.sato", OTHER_CONTACT).await;
        place.clock.advance(1000);
        place.ask(&root, place.no_contact("m.sato")).await.unwrap();
        let told = place.rows(told).await;
        let facts: Vec<serde_json::Value> = told.iter().map(|row| serde_json::from_str(&row[1]).unwrap()).collect();
        assert_eq!([&told[0][0], &told[1][0]], [CONTACT_EMAIL, OTHER_CONTACT]);
        assert_eq!((told.len(), &facts[0]["email"], &facts[1]["old_email"]), (2, &OTHER_CONTACT.into(), &OTHER_CONTACT.into()));
        assert!(facts[1].get("email").is_none() && facts.iter().all(|facts| facts["by"] == "root" && facts["user_name"] == "m.sato"));
        let letter = place.letter(&root, "contact_changed", CONTACT_EMAIL).await;
        assert!(letter.text.contains("no longer your contact address"), "{}", letter.text);
    }
}
