//! What the lock keeps shut, and who may have the recovery sheet. The commands themselves run in the end-to-end tests.

use super::Inner;
use crate::{
    account::{Account, Identity, Place, Session},
    drafts::Drafts,
    server::{Record, Server},
    view::Who,
};
use latchkey_api::{Credentials, Language};
use std::sync::Arc;

fn signed_in(identity: Identity) -> Account {
    let mut account = Account::at("OP0000000001", "unused".into());
    let user_name = identity.user_name().map(str::to_owned);
    account.session = Some(Session {
        credentials: Credentials {
            api_key: "api-x".into(),
            token: "x".into(),
        },
        who: Who {
            root: user_name.is_none(),
            display_name: "x".into(),
            user_name,
            must_change_password: false,
        },
        identity,
        expired: false,
        kept: false,
        proof: None,
    });
    account
}

pub(super) fn root() -> Account {
    signed_in(Identity::Root {
        email: "root@example.com".into(),
    })
}

pub(super) fn inner(locked: bool) -> Inner {
    let account = root();
    Inner {
        current: Some(account.id()),
        accounts: [(account.id(), account)].into(),
        locked,
        drafts: Drafts::default(),
        pending: super::link::Pending::default(),
    }
}

#[test]
fn while_locked_an_account_is_out_of_reach_but_for_the_ways_out() {
    let id = root().id();
    let mut locked = inner(true);
    let refusals = [
        locked.account(&id, Language::En).err(),
        locked.account_mut(&id, Language::En).err(),
        locked.account("local:unknown", Language::En).err(),
        locked.unlocked(Language::En).err(),
    ];
    for refusal in refusals {
        assert_eq!(refusal.unwrap().code, "locked");
    }
    assert!(locked.known(&id, Language::En).is_ok());
    assert!(inner(false).account_mut(&id, Language::En).is_ok());
}

#[test]
fn the_lock_shows_an_account_that_somebody_can_unlock() {
    let (id, mut other) = (root().id(), Account::at("OP0000000002", "unused".into()));
    for shown in [Some(other.id()), None, Some(id.clone())] {
        let mut inner = inner(false);
        inner.accounts.insert(other.id(), other);
        inner.current = shown;
        inner.lock();
        assert!(inner.locked);
        assert_eq!(inner.current.as_deref(), Some(id.as_str()));
        other = Account::at("OP0000000002", "unused".into());
    }
    let mut nobody = inner(false);
    nobody.accounts = [(other.id(), other)].into();
    nobody.lock();
    assert!(!nobody.locked);
}

// a hostile server says yes to any password
#[test]
fn a_password_that_only_a_server_found_right_opens_its_account_alone() {
    let (id, other) = (root().id(), "local:OP0000000002".to_owned());
    for known in [true, false] {
        let mut locked = inner(true);
        let mut account = root();
        account.place = Place::Server(Arc::new(Server::new(Record::new(
            "server:1".into(),
            "https://id.example".into(),
            None,
        ))));
        locked.accounts.insert(other.clone(), account);
        locked.unlock(other.clone(), known);
        assert!(!locked.locked && locked.current.as_ref() == Some(&other));
        assert!(locked.accounts[&other].session.is_some());
        assert_eq!(locked.accounts[&id].session.is_some(), known);
    }
}

#[test]
fn the_recovery_sheet_is_for_the_owner_who_is_signed_in() {
    let code = |account: &Account| {
        account
            .owned(Language::En)
            .err()
            .map(|refusal| refusal.code)
    };
    let mut account = root();
    assert_eq!(code(&account), None);
    if let Some(session) = &mut account.session {
        session.expired = true;
    }
    assert_eq!(code(&account).as_deref(), Some("not_signed_in"));
    account.session = None;
    assert_eq!(code(&account).as_deref(), Some("not_signed_in"));
    let user = signed_in(Identity::User {
        user_name: "m.sato".into(),
    });
    assert_eq!(code(&user).as_deref(), Some("root_only"));
}

// whoever unlocks, or goes on, is asked for under the address that holds
#[test]
fn the_owner_is_known_by_the_primary_address_of_this_moment() {
    let mut account = root();
    account.follow_primary("new@example.com");
    let session = account.session.as_ref().unwrap();
    let identity = Identity::Root {
        email: "new@example.com".into(),
    };
    assert_eq!(session.identity, identity);
    assert_eq!(session.who.display_name, "new@example.com");
    // on this computer no sign-in is kept
    assert!(account.kept_entry().is_none());
    let mut user = signed_in(Identity::User {
        user_name: "m.sato".into(),
    });
    user.follow_primary("new@example.com");
    let session = user.session.as_ref().unwrap();
    assert_eq!(session.identity.user_name(), Some("m.sato"));
    assert_eq!(session.who.display_name, "x");
}

#[test]
fn a_kept_sign_in_follows_the_primary_address() {
    let mut account = root();
    account.place = Place::Server(Arc::new(Server::new(Record::new(
        "server:1".into(),
        "https://id.example".into(),
        None,
    ))));
    assert!(account.kept_entry().is_none(), "nothing is kept");
    if let Some(session) = &mut account.session {
        session.kept = true;
    }
    account.follow_primary("new@example.com");
    let entry = account.kept_entry().unwrap();
    let identity = Identity::Root {
        email: "new@example.com".into(),
    };
    assert_eq!(
        (entry.identity, entry.address.as_str()),
        (identity, "https://id.example")
    );
}
