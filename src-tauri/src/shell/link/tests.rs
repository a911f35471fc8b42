//! What becomes of a link before anybody presses a button: nothing but that the window may ask about it.

use super::*;
use crate::{
    account::Place,
    server::{Record, Server},
    shell::tests::{inner, root},
};
use std::sync::Arc;

fn link(operator_id: &str) -> Result<MailLink, NoLink> {
    let token = "x".repeat(43);
    crate::link::read(&format!("latchkey://mail/{operator_id}/lkm_{token}"))
}

/// Code of the problem, and the connection.
fn shown(inner: &Inner) -> Option<(Option<String>, Option<String>)> {
    let pending = inner.pending_mail(Language::En)?;
    Some((
        pending.problem.map(|problem| problem.code),
        pending.connection,
    ))
}

// R76
#[test]
fn a_link_is_told_to_the_window_without_its_token() {
    let mut inner = inner(false);
    assert!(shown(&inner).is_none());
    inner.pending.take(link("OP0000000001"));
    assert_eq!(shown(&inner), Some((None, Some(root().id()))));
    let told = serde_json::to_string(&inner.pending_mail(Language::En)).unwrap();
    assert!(!told.contains("lkm_") && !told.contains("xxx"), "{told}");
}

// R76
#[test]
fn a_link_for_somewhere_else_or_of_nobody_says_so_and_changes_nothing() {
    let mut inner = inner(false);
    let before = inner.current.clone();
    inner.pending.take(link("OP0000000009"));
    assert_eq!(shown(&inner), Some((Some("link_elsewhere".into()), None)));
    inner.pending = Pending::default();
    inner.pending.take(Err(NoLink));
    assert_eq!(shown(&inner), Some((Some("link_unusable".into()), None)));
    assert_eq!(
        (inner.current.clone(), inner.shown_for_link()),
        (before, None)
    );
    // and it takes the place of none that can be used
    inner.pending.take(link("OP0000000001"));
    let number = inner.pending.number;
    inner.pending.take(Err(NoLink));
    assert!(inner.pending.link(number).is_some());
}

#[test]
fn an_account_on_a_server_is_not_what_a_link_to_this_computer_means() {
    let mut inner = inner(false);
    let id = root().id();
    inner.accounts.get_mut(&id).unwrap().place = Place::Server(Arc::new(Server::new(Record::new(
        "server:1".into(),
        "https://id.example".into(),
        None,
    ))));
    inner.pending.take(link("OP0000000001"));
    assert_eq!(shown(&inner), Some((Some("link_elsewhere".into()), None)));
}

#[test]
fn while_locked_a_link_waits() {
    let mut inner = inner(true);
    inner.pending.take(link("OP0000000001"));
    assert!(shown(&inner).is_none() && inner.shown_for_link().is_none());
    inner.locked = false;
    assert!(shown(&inner).is_some());
}

#[test]
fn a_link_takes_nobody_away_from_what_is_on_the_screen() {
    let mut inner = inner(false);
    let (here, other) = (root().id(), "local:OP0000000002".to_owned());
    inner
        .accounts
        .insert(other.clone(), Account::at("OP0000000002", "unused".into()));
    inner.pending.take(link("OP0000000002"));
    assert_eq!(inner.shown_for_link(), None, "somebody is signed in there");
    inner.accounts.get_mut(&here).unwrap().session = None;
    assert_eq!(inner.shown_for_link(), Some(other));
}

// R76: the button was that of the link before
#[test]
fn a_button_is_for_the_link_that_was_seen() {
    let mut inner = inner(false);
    inner.pending.take(link("OP0000000001"));
    let seen = inner.pending.number;
    assert!(inner.pending.link(seen).is_some());
    inner.pending.take(link("OP0000000001"));
    assert!(inner.pending.link(seen).is_none());
    inner.pending.forget(seen);
    assert!(inner.pending.link(inner.pending.number).is_some());
    inner.pending.forget(inner.pending.number);
    assert!(inner.pending_mail(Language::En).is_none());
}
