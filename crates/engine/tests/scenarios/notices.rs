//! What people are told without having asked (R44): in the transaction of the thing, to whom it concerns.

use crate::{
    keys::{SECRET, by_key},
    support::*,
};
use latchkey_api::*;
use latchkey_engine::Caller;

const NO: &str = "no no no no no no";

fn with(device: &str, ip: &str) -> Caller {
    Caller {
        device: device.into(),
        ..from(ip)
    }
}

/// Messages of a kind: to whom, and what they tell.
async fn told(place: &Place, kind: &str) -> Vec<(String, serde_json::Value)> {
    let rows = place.rows(format!("SELECT recipient, facts FROM outbox WHERE kind = '{kind}' ORDER BY created_at, message_id")).await;
    rows.into_iter()
        .map(|row| (row[0].clone(), serde_json::from_str(&row[1]).unwrap()))
        .collect()
}

on_both! {
    async fn a_changed_password_is_told_to_whose_it_is(place) {
        let root = place.root().await;
        let caller = place.user("m.sato", Some(&allowing(&["User:updateUserPassword"]))).await;
        let change = |current: &str, new: &str| UpdateUserPassword { operator_id: place.operator.clone(), user_name: Place::name("m.sato"), current_password: current.into(), new_password: new.into() };
        // nobody to tell
        place.ask(&caller, change(PASSWORD, OTHER_PASSWORD)).await.unwrap();
        place.ask(&root, place.contact("m.sato", CONTACT_EMAIL)).await.unwrap();
        place.ask(&caller, change(OTHER_PASSWORD, PASSWORD)).await.unwrap();
        assert_eq!(place.mails("user_password_changed").await, 0);
        let token = place.letter(&root, "verify_contact", CONTACT_EMAIL).await.token();
        place.ask(&stranger(), VerifyContactToken { token }).await.unwrap();
        place.ask(&caller, change(PASSWORD, OTHER_PASSWORD)).await.unwrap();
        let replace = CreateUserPassword { operator_id: place.operator.clone(), user_name: Place::name("m.sato"), password: PASSWORD.into(), must_change_password: None, replace: Some(true) };
        place.ask(&root, replace).await.unwrap();
        let told = told(&place, "user_password_changed").await;
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|(to, facts)| to == CONTACT_EMAIL && facts["user_name"] == "m.sato" && facts["account"] == "Harbor Coffee"));
        let mut by: Vec<_> = told.iter().map(|(_, facts)| facts["by"].as_str().unwrap()).collect();
        by.sort_unstable();
        assert_eq!(by, ["m.sato", "root"]);
        let change = UpdateOperatorPassword { operator_id: place.operator.clone(), current_password: ROOT_PASSWORD.into(), new_password: OTHER_PASSWORD.into() };
        place.ask(&root, change).await.unwrap();
        assert_eq!(place.rows("SELECT recipient FROM outbox WHERE kind = 'password_changed'").await, [[ROOT_EMAIL]]);
        // R83
        let dump = place.dump().await;
        assert!(!dump.contains(PASSWORD) && !dump.contains(OTHER_PASSWORD));
    }
}

on_both! {
    /// R94: the notice is in the transaction of the thing: what did not happen is not told
    async fn what_was_refused_is_not_told(place) {
        let root = place.root().await;
        let change = UpdateOperatorPassword { operator_id: place.operator.clone(), current_password: NO.into(), new_password: OTHER_PASSWORD.into() };
        assert_eq!(code(place.ask(&root, change).await), Code::WrongPassword);
        let change = UpdateOperatorPassword { operator_id: place.operator.clone(), current_password: ROOT_PASSWORD.into(), new_password: OTHER_PASSWORD.into() };
        place.log_fails(true).await;
        assert_eq!(code(place.ask(&root, change).await), Code::StoreUnavailable);
        assert!(place.posted().await.is_empty());
    }
}

on_both! {
    /// And the other way round: what cannot be told does not happen
    async fn what_cannot_be_told_does_not_happen(place) {
        let root = place.root().await;
        place.raw_dialect(
            "CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'full'); END",
            "CREATE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$; CREATE TRIGGER full_up BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION full_up()",
        ).await;
        let change = UpdateOperatorPassword { operator_id: place.operator.clone(), current_password: ROOT_PASSWORD.into(), new_password: OTHER_PASSWORD.into() };
        assert!(place.ask(&root, change).await.is_err());
        assert!(place.root_has(ROOT_PASSWORD).await);
    }
}

on_both! {
    async fn the_owner_hears_of_a_user_who_may_hand_out_rights(place) {
        let root = place.root().await;
        let grants = allowing(&["User:*"]);
        place.ask(&root, place.new_user("a", Some(&grants), None)).await.unwrap();
        place.ask(&root, place.new_user("b", Some(&allowing(&["User:getUser"])), None)).await.unwrap();
        place.ask(&root, place.new_user("c", None, None)).await.unwrap();
        assert_eq!(place.mails("user_can_grant").await, 1);
        // newly, and not once more
        for _ in 0..2 {
            place.ask(&root, place.permission("b", &grants)).await.unwrap();
        }
        place.ask(&root, place.permission("c", &allowing(&["Billing:*"]))).await.unwrap();
        let told = told(&place, "user_can_grant").await;
        let mut names: Vec<_> = told.iter().map(|(to, facts)| (to.as_str(), facts["user_name"].as_str().unwrap(), facts["by"].as_str().unwrap())).collect();
        names.sort_unstable();
        assert_eq!(names, [(ROOT_EMAIL, "a", "root"), (ROOT_EMAIL, "b", "root")]);
        // taken and given again is news
        place.ask(&root, place.permission("b", &allowing(&["User:getUser"]))).await.unwrap();
        place.ask(&root, place.permission("b", &grants)).await.unwrap();
        assert_eq!(place.mails("user_can_grant").await, 3);
        // switched off, nothing is told
        let off = place.rows(format!("SELECT '{}'", place.operator)).await.concat().concat();
        place.raw(format!("INSERT INTO mail_switched_off (operator_id, kind) VALUES ('{off}', 'user_can_grant')")).await.unwrap();
        place.ask(&root, place.new_user("d", Some(&grants), None)).await.unwrap();
        assert_eq!(place.mails("user_can_grant").await, 3);
    }
}

on_both! {
    async fn the_owner_hears_that_sign_in_pauses_at_most_once_an_hour(place) {
        for name in ["a", "b"] {
            place.make(name, None).await;
        }
        for _ in 0..4 {
            assert!(place.ask(&from("203.0.113.7"), place.as_user("a", NO)).await.is_err());
        }
        assert_eq!(place.mails("sign_in_paused").await, 0);
        for name in ["a", "b", "nobody"] {
            for ip in ["203.0.113.7", "203.0.113.8"] {
                for _ in 0..6 {
                    assert!(place.ask(&from(ip), place.as_user(name, NO)).await.is_err());
                }
            }
        }
        let first = told(&place, "sign_in_paused").await;
        assert_eq!(first.len(), 1);
        assert_eq!((first[0].0.as_str(), &first[0].1["user_name"], &first[0].1["source"]), (ROOT_EMAIL, &"a".into(), &"203.0.113.7".into()));
        // root's own is another matter
        for _ in 0..5 {
            assert!(place.ask(&from("203.0.113.9"), Place::as_root(NO)).await.is_err());
        }
        let both = told(&place, "sign_in_paused").await;
        assert_eq!(both.len(), 2);
        assert!(both.iter().any(|(_, facts)| facts.get("user_name").is_none() && facts.get("by").is_none()));
        place.clock.advance(HOUR);
        assert!(place.ask(&from("203.0.113.7"), place.as_user("a", NO)).await.is_err());
        assert_eq!(place.mails("sign_in_paused").await, 3);
    }
}

on_both! {
    async fn a_sign_in_from_a_new_device_is_told_to_whose_it_is(place) {
        place.make("m.sato", None).await;
        let admin = place.root().await;
        place.reachable(&admin, "m.sato", CONTACT_EMAIL).await;
        // the first one of all is no surprise
        let user = || place.as_user("m.sato", PASSWORD);
        for (device, ip) in [("Linux, Latchkey 1.0", "192.0.2.7"), ("Linux, Latchkey 1.0", "192.0.2.200"), ("Linux, Latchkey 2.3.1", "192.0.2.7")] {
            place.ask(&with(device, ip), user()).await.unwrap();
        }
        assert_eq!(place.mails("user_new_device").await, 0);
        for (device, ip) in [("macOS, Latchkey 1.0", "192.0.2.7"), ("Linux, Latchkey 1.0", "198.51.100.7"), ("macOS, Latchkey 1.0", "192.0.2.9")] {
            place.ask(&with(device, ip), user()).await.unwrap();
        }
        let told = told(&place, "user_new_device").await;
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|(to, facts)| to == CONTACT_EMAIL && facts["user_name"] == "m.sato"));
        assert!(told.iter().any(|(_, facts)| facts["device"] == "macOS, Latchkey 1.0" && facts["source"] == "192.0.2.7"));
        // root's own go to the primary address
        place.ask(&with("macOS, Latchkey 1.0", "203.0.113.5"), Place::as_root(ROOT_PASSWORD)).await.unwrap();
        assert_eq!(place.number(format!("SELECT count(*) FROM outbox WHERE kind = 'new_device' AND recipient = '{ROOT_EMAIL}'")).await, 1);
        // a wrong password is no sign-in
        assert!(place.ask(&with("Windows", "203.0.113.6"), Place::as_root(NO)).await.is_err());
        assert_eq!(place.mails("new_device").await, 1);
        // R83: nothing of it is stored in clear
        let devices = place.rows(if place.is_postgres() { "SELECT encode(device_hash, 'escape') FROM known_devices" } else { "SELECT CAST(hex(device_hash) AS TEXT) FROM known_devices" }).await.concat().concat();
        assert!(!devices.contains("Latchkey") && !devices.contains("192.0.2"));
    }
}

on_both! {
    /// A program that signs in with a key is no device
    async fn programs_are_no_devices(place) {
        place.make("robot", None).await;
        by_key(&place, "keyId-1", Some("robot")).await;
        let key = Auth { auth_key_id: Some("keyId-1".into()), auth_key: Some(SECRET.into()), ..Auth::default() };
        let before = place.number("SELECT count(*) FROM known_devices").await;
        for ip in ["192.0.2.7", "198.51.100.7"] {
            place.ask(&from(ip), key.clone()).await.unwrap();
        }
        assert_eq!(place.number("SELECT count(*) FROM known_devices").await, before);
        assert_eq!(place.mails("new_device").await, 0);
    }
}

on_both! {
    async fn devices_are_forgotten(place) {
        let root = || Place::as_root(ROOT_PASSWORD);
        let devices = "SELECT count(*) FROM known_devices";
        for n in 0..60 {
            place.clock.advance(10 * MINUTE);
            place.ask(&from(&format!("192.0.{n}.1")), root()).await.unwrap();
        }
        assert_eq!(place.number(devices).await, 50);
        assert_eq!(place.mails("new_device").await, 59);
        // the newest stay
        let told = place.mails("new_device").await;
        place.ask(&from("192.0.59.200"), root()).await.unwrap();
        assert_eq!(place.mails("new_device").await, told);
        place.ask(&from("192.0.0.1"), root()).await.unwrap();
        assert_eq!(place.mails("new_device").await, told + 1);
        place.clock.advance(401 * 24 * HOUR);
        place.ask(&from("192.0.59.200"), root()).await.unwrap();
        assert_eq!(place.number(devices).await, 1);
    }
}

on_both! {
    /// R44: whoever signs in from everywhere, or gives rights to everybody, does not fill a mailbox with it
    async fn a_mailbox_is_told_of_one_thing_ten_times_an_hour(place) {
        let root = place.root().await;
        for n in 0..15 {
            place.ask(&from(&format!("192.0.{n}.1")), Place::as_root(ROOT_PASSWORD)).await.unwrap();
            place.ask(&root, place.new_user(&format!("u{n}"), Some(&allowing(&["User:*"])), None)).await.unwrap();
        }
        assert_eq!((place.mails("new_device").await, place.mails("user_can_grant").await), (10, 10));
        // what takes the account over is told each time
        let mut passwords = [ROOT_PASSWORD, OTHER_PASSWORD].into_iter().cycle();
        let mut current = passwords.next().unwrap();
        for new in passwords.take(15) {
            let change = UpdateOperatorPassword { operator_id: place.operator.clone(), current_password: current.into(), new_password: new.into() };
            place.ask(&root, change).await.unwrap();
            current = new;
        }
        assert_eq!(place.mails("password_changed").await, 15);
        place.clock.advance(HOUR);
        let form = Place::as_root(current);
        place.ask(&from("198.51.100.1"), form).await.unwrap();
        assert_eq!(place.mails("new_device").await, 11);
    }
}

on_both! {
    /// In the language in which somebody signed in last
    async fn people_are_written_to_in_their_language(place) {
        place.make("m.sato", None).await;
        let admin = place.root().await;
        place.reachable(&admin, "m.sato", CONTACT_EMAIL).await;
        let japanese = |caller: Caller| Caller { envelope: Envelope { language: Language::Ja, ..caller.envelope }, ..caller };
        let root = place.sign_in(japanese(stranger()), Place::as_root(ROOT_PASSWORD)).await.unwrap();
        place.sign_in(japanese(stranger()), place.as_user("m.sato", PASSWORD)).await.unwrap();
        let english = |caller: Caller| Caller { envelope: Envelope { language: Language::En, ..caller.envelope }, ..caller };
        let replace = CreateUserPassword { operator_id: place.operator.clone(), user_name: Place::name("m.sato"), password: OTHER_PASSWORD.into(), must_change_password: None, replace: Some(true) };
        place.ask(&english(root.clone()), replace).await.unwrap();
        let change = UpdateOperatorPassword { operator_id: place.operator.clone(), current_password: ROOT_PASSWORD.into(), new_password: OTHER_PASSWORD.into() };
        place.ask(&english(root), change).await.unwrap();
        // mail that somebody asks for is in the language of whoever asks
        place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        place.ask(&japanese(from("192.0.2.1")), place.user_forgot("m.sato")).await.unwrap();
        place.turn().await;
        let rows = place.rows("SELECT kind, language FROM outbox WHERE kind LIKE '%password%' ORDER BY kind").await;
        assert_eq!(rows, [["password_changed", "ja"], ["reset_password", "en"], ["user_password", "ja"], ["user_password_changed", "ja"]]);
    }
}
