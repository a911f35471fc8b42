//! R94: a message is in the transaction of what it tells of, whatever its kind. Where the last thing that belongs to it
//! cannot be written, nothing is told; once it can, it is.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;
use std::collections::BTreeSet;

const OTHER_CONTACT: &str = "hana@home.example";
const BILLS: &str = "bills@a.example";
const NEW: &str = "new@a.example";

/// The kinds that were looked at.
struct Proven<'p> {
    place: &'p Place,
    kinds: BTreeSet<String>,
}

impl Proven<'_> {
    /// Does something twice: while the log takes no rows, and when it does again.
    async fn together(&mut self, kinds: &[&str], act: impl AsyncFn()) {
        let before = self.posted(kinds).await;
        self.place.log_fails(true).await;
        act().await;
        assert_eq!(self.posted(kinds).await, before, "{kinds:?}: not done");
        self.place.log_fails(false).await;
        act().await;
        for (before, after) in before.iter().zip(self.posted(kinds).await) {
            assert!(after > *before, "{kinds:?}: done");
        }
        self.kinds.extend(kinds.iter().map(ToString::to_string));
    }

    async fn posted(&self, kinds: &[&str]) -> Vec<i64> {
        let mut counts = vec![];
        for kind in kinds {
            counts.push(self.place.mails(kind).await);
        }
        counts
    }
}

/// The account's own addresses, and its ways back in.
async fn of_the_owner(proven: &mut Proven<'_>, root: &Caller) {
    let place = proven.place;
    let add = async || drop(place.ask(root, Place::adding(BILLS)).await);
    proven.together(&["verify_address"], add).await;
    let token = place.letter(root, "verify_address", BILLS).await.token();
    place
        .ask(&stranger(), VerifyAddEmailToken { token })
        .await
        .unwrap();
    // one mailbox is written to once a minute
    place.clock.advance(MINUTE);
    let (id, new) = (place.email_id(BILLS).await, place.address(root, NEW).await);
    let send = || SendTestEmail {
        operator_id: place.operator.clone(),
        email_id: id.clone(),
    };
    let test = async || drop(place.ask(root, send()).await);
    proven.together(&["test"], test).await;
    let recovery = place.setting(EmailRole::Recovery, &[&id]);
    let set = async || drop(place.ask(root, recovery.clone()).await);
    proven.together(&["recovery_changed"], set).await;
    let forgot = async || {
        place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        place.turn().await;
    };
    proven.together(&["reset_password"], forgot).await;
    let lost = async || {
        let lost = lost_mailbox(ROOT_EMAIL);
        place.ask(&stranger(), lost).await.unwrap();
        place.turn().await;
    };
    proven.together(&["recover", "recovery_begun"], lost).await;
    let stop = || StopRecovery {
        operator_id: place.operator.clone(),
    };
    let stop = async || drop(place.ask(root, stop()).await);
    proven.together(&["recovery_stopped"], stop).await;
    let primary = place.setting(EmailRole::Primary, &[&new]);
    let replace = async || drop(place.ask(root, primary.clone()).await);
    proven
        .together(&["primary_is_you", "primary_was_you"], replace)
        .await;
    let letter = place.letter(root, "primary_was_you", ROOT_EMAIL).await;
    let undo = async || {
        let token = letter.token();
        drop(place.ask(&stranger(), UndoPrimaryChange { token }).await);
    };
    proven.together(&["primary_undone"], undo).await;
}

/// Users, and what is told about them.
async fn of_users(proven: &mut Proven<'_>, root: &Caller) {
    let place = proven.place;
    let granter = place.new_user("granter", Some(&allowing(&["User:*"])), None);
    let grant = async || drop(place.ask(root, granter.clone()).await);
    proven.together(&["user_can_grant"], grant).await;
    let new = CreateUser {
        contact: Some("new@users.example".parse().unwrap()),
        invite: Some(true),
        ..place.new_user("new", None, None)
    };
    let invite = async || drop(place.ask(root, new.clone()).await);
    proven.together(&["invitation"], invite).await;
    let set = async || {
        let contact = place.contact("m.sato", CONTACT_EMAIL);
        drop(place.ask(root, contact).await);
    };
    proven.together(&["verify_contact"], set).await;
    let token = place.letter(root, "verify_contact", CONTACT_EMAIL).await;
    let token = token.token();
    place
        .ask(&stranger(), VerifyContactToken { token })
        .await
        .unwrap();
    let forgot = async || {
        let asked = place.user_forgot("m.sato");
        place.ask(&stranger(), asked).await.unwrap();
        place.turn().await;
    };
    proven.together(&["user_password"], forgot).await;
    let replace = CreateUserPassword {
        operator_id: place.operator.clone(),
        user_name: Place::name("m.sato"),
        password: OTHER_PASSWORD.into(),
        must_change_password: None,
        replace: Some(true),
    };
    let replace = async || drop(place.ask(root, replace.clone()).await);
    proven.together(&["user_password_changed"], replace).await;
    let user = || place.as_user("m.sato", OTHER_PASSWORD);
    place.ask(&from("192.0.2.7"), user()).await.unwrap();
    let arrive = async || drop(place.ask(&from("198.51.100.7"), user()).await);
    proven.together(&["user_new_device"], arrive).await;
    let other = async || {
        let contact = place.contact("m.sato", OTHER_CONTACT);
        drop(place.ask(root, contact).await);
    };
    proven.together(&["contact_changed"], other).await;
}

/// Signing in, the way of mail, and the owner's password.
async fn of_sign_ins(proven: &mut Proven<'_>, root: &Caller) {
    let place = proven.place;
    let elsewhere = from("198.51.100.7");
    let arrive = async || {
        let form = Place::as_root(ROOT_PASSWORD);
        drop(place.ask(&elsewhere, form).await);
    };
    proven.together(&["new_device"], arrive).await;
    let through = |port| place.mail_settings(mail_server(port));
    place.ask(root, through(1)).await.unwrap();
    let reroute = async || drop(place.ask(root, through(2)).await);
    proven.together(&["mail_server_changed"], reroute).await;
    let change = UpdateOperatorPassword {
        operator_id: place.operator.clone(),
        current_password: ROOT_PASSWORD.into(),
        new_password: OTHER_PASSWORD.into(),
    };
    let change = async || drop(place.ask(root, change.clone()).await);
    proven.together(&["password_changed"], change).await;
    let guess = async || {
        // past the pause that the guesses before brought about
        place.clock.advance(HOUR);
        for _ in 0..6 {
            let form = place.as_user("m.sato", "no no no no no no");
            assert!(place.ask(&from("203.0.113.7"), form).await.is_err());
        }
    };
    proven.together(&["sign_in_paused"], guess).await;
}

on_both! {
    async fn every_kind_of_message_stands_and_falls_with_what_it_tells_of(place) {
        place.make("m.sato", None).await;
        let mut proven = Proven { place: &place, kinds: BTreeSet::new() };
        of_the_owner(&mut proven, &place.root().await).await;
        let root = place.root().await;
        of_users(&mut proven, &root).await;
        let list = ListMailKinds { operator_id: place.operator.clone() };
        let all = place.ask(&root, list).await.unwrap();
        of_sign_ins(&mut proven, &root).await;
        // nothing sends these yet
        let sent = all.iter().filter(|kind| !["billing", "support"].contains(&kind.kind.as_str()));
        let sent: BTreeSet<String> = sent.map(|kind| kind.kind.clone()).collect();
        assert_eq!(proven.kinds, sent);
    }
}
