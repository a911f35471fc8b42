//! Which mail server carries what: the owner's, a user's, and the server's own one for all accounts.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Links;

const ANNA: &str = "anna@example.com";

on_both! {
    /// Who may change the mail server does not read the owner's mail by it.
    async fn a_users_mail_server_carries_no_mail_that_opens_the_owners_account(place) {
        let (owners, users) = (Smtp::start(Script::default()).await, Smtp::start(Script::default()).await);
        let root = place.sends_through(owners.port).await;
        let clerk = place.user("clerk", Some(&allowing(&["Mail:*"]))).await;
        let all = [("reset_password", "reset_password"), ("verify_address", "add_email"), ("invitation", "invitation"), ("user_new_device", ""), ("password_changed", ""), ("new_device", ""), ("sign_in_paused", ""), ("user_can_grant", ""), ("test", "")];
        let post = async |round: &str| {
            for (kind, purpose) in all {
                let posted = Posted { at_ms: place.ports.clock.now_ms(), ..Posted::new(format!("{kind}-{round}"), kind, ANNA) };
                place.put(&posted.with_token(purpose, round)).await;
            }
            place.turns().await
        };
        // with few rights: only what opens nothing and hides nothing
        place.ask(&clerk, place.mail_settings(mail_server(users.port))).await.unwrap();
        assert_eq!(post("few").await.sent, 9);
        assert_eq!((owners.taken().len(), users.taken().len()), (8, 1));
        let shown = place.ask(&root, place.get_mail_settings()).await.unwrap();
        assert!(shown.owner_must_confirm);
        assert_eq!((shown.updated_by.as_deref(), shown.own.unwrap().port), (Some("clerk"), users.port));

        // with every right: other users' mail too
        place.ask(&root, place.permission("clerk", &allowing(&["*"]))).await.unwrap();
        place.ask(&clerk, place.mail_settings(mail_server(users.port))).await.unwrap();
        assert_eq!(post("all").await.sent, 9);
        assert_eq!((owners.taken().len(), users.taken().len()), (14, 4));

        // switching mail off does not switch the owner's off
        let off = UpdateMailSettings { through: MailThrough::None, own: None, password: None, ..place.mail_settings(mail_server(0)) };
        place.ask(&clerk, off).await.unwrap();
        let turn = post("off").await;
        assert_eq!((turn.sent, turn.waiting), (6, 3));
        assert_eq!(owners.taken().len(), 20);

        // the owner confirms by saving, and what waited goes out; what warns the owner still goes the owner's way for a while
        place.ask(&clerk, place.mail_settings(mail_server(users.port))).await.unwrap();
        let root = { place.clock.advance(1000); place.root().await };
        let confirm = UpdateMailSettings { password: None, ..place.mail_settings(mail_server(users.port)) };
        place.ask(&root, confirm).await.unwrap();
        assert!(!place.ask(&root, place.get_mail_settings()).await.unwrap().owner_must_confirm);
        assert_eq!(place.turns().await.sent, 4);
        assert_eq!((owners.taken().len(), users.taken().len()), (21, 7));
        assert_eq!(post("confirmed").await.sent, 9);
        assert_eq!((owners.taken().len(), users.taken().len()), (25, 12));
    }
}

on_both! {
    /// Without a choice of the owner's its mail waits, and only the owner reads it.
    async fn the_owners_mail_waits_where_the_owner_chose_nothing(place) {
        let users = Smtp::start(Script::default()).await;
        place.quiet().await;
        let clerk = place.user("clerk", Some(&allowing(&["*"]))).await;
        place.ask(&clerk, place.mail_settings(mail_server(users.port))).await.unwrap();
        place.put(&Posted::new("reset", "reset_password", ANNA).with_token("reset_password", "")).await;
        place.put(&Posted::new("note", "test", ANNA)).await;
        place.put(&Posted::new("warns", "user_can_grant", ANNA)).await;
        let turn = place.turns().await;
        assert_eq!((turn.sent, turn.waiting), (1, 2));
        assert_eq!(place.fate("warns").await, ("waiting".into(), "owner_must_confirm".into()));
        assert_eq!(place.fate("reset").await, ("waiting".into(), "owner_must_confirm".into()));
        let root = place.root().await;
        let page = place.outbox(&root).await;
        let reset = page.messages.iter().find(|message| message.message_id == "reset").unwrap();
        assert!(reset.reason.as_ref().unwrap().contains("(root)"), "{reset:?}");
        assert_eq!(reset.next_try_date_time, None);
        let read = ReadMessage { operator_id: place.operator.clone(), message_id: "reset".into() };
        assert_eq!(code(place.ask(&clerk, read.clone()).await), Code::RootOnly);
        place.ask(&root, read).await.unwrap();
    }
}

/// The mail server of whoever runs the server covers everybody's mail, also after a user chose it.
#[tokio::test(flavor = "multi_thread")]
async fn the_servers_own_mail_server_serves_accounts_that_have_none() {
    let common = Smtp::start(Script::default()).await;
    let port = common.port;
    let place = Place::with(true, |ports| {
        // it may be where accounts' own may not
        ports.settings.mail_networks.clear();
        ports.settings.links = Links::Pages("https://id.example.com".into());
        ports.settings.mail = Some(common_mail(port));
    })
    .await;
    assert!(place.ask(&stranger(), GetServer {}).await.unwrap().mail);
    let root = place.root().await;
    let standing = place.ask(&root, GetMailStanding {}).await.unwrap();
    assert_eq!(
        (standing.through, standing.links),
        (MailThrough::Server, true)
    );
    place
        .put(&Posted::new("one", "reset_password", ANNA).with_token("reset_password", ""))
        .await;
    assert_eq!(place.turn().await.sent, 1);

    let settings = UpdateMailSettings {
        operator_id: place.operator.clone(),
        through: MailThrough::Server,
        own: None,
        password: None,
    };
    let clerk = place.user("clerk", Some(&allowing(&["Mail:*"]))).await;
    place.ask(&clerk, settings).await.unwrap();
    assert!(
        !place
            .ask(&root, place.get_mail_settings())
            .await
            .unwrap()
            .owner_must_confirm
    );
    place
        .put(&Posted::new("two", "reset_password", ANNA).with_token("reset_password", ""))
        .await;
    assert_eq!(place.turn().await.sent, 1);
    let test = TestMailSettings {
        operator_id: place.operator.clone(),
        through: MailThrough::Server,
        own: None,
        password: None,
    };
    let tested = place.ask(&root, test).await.unwrap();
    assert_eq!(tested.to.as_deref(), Some(ROOT_EMAIL));
    assert_eq!(common.taken().len(), 3);
    place.opened.close().await;
}

/// When the mail server for all accounts fails, one message finds out for all of them.
#[tokio::test(flavor = "multi_thread")]
async fn the_servers_own_mail_server_is_not_asked_by_every_account_whether_it_still_fails() {
    let common = Smtp::start(Script::default()).await;
    let port = common.port;
    let place = Place::with(true, |ports| ports.settings.mail = Some(common_mail(port))).await;
    place.quiet().await;
    let root = place.root().await;
    let (other, owner) = place.other_account().await;
    place.raw("DELETE FROM outbox").await.unwrap();
    common.is_up(false);
    place.put(&Posted::new("one", "test", ANNA)).await;
    place.turn().await;
    let theirs: Vec<Posted> = (0..30)
        .map(|n| Posted::new(format!("theirs-{n}"), "test", ANNA))
        .collect();
    place.put_for(other.as_str(), &theirs).await;
    place.turns().await;
    assert_eq!(common.connections(), 1);
    // they are told all the same
    for caller in [&root, &owner] {
        let standing = place.ask(caller, GetMailStanding {}).await.unwrap();
        assert_eq!(standing.trouble.unwrap().step, MailStep::Connect);
    }
    common.is_up(true);
    place.clock.advance(2 * MINUTE);
    assert_eq!(place.turns().await.sent, 31);
    for caller in [&root, &owner] {
        let standing = place.ask(caller, GetMailStanding {}).await.unwrap();
        assert_eq!(standing.trouble, None);
    }
    place.opened.close().await;
}

on_sqlite! {
    async fn on_this_computer_there_is_mail_once_the_account_has_a_server(place) {
        assert!(!place.ask(&stranger(), GetServer {}).await.unwrap().mail);
        place.sends_through(587).await;
        assert!(place.ask(&stranger(), GetServer {}).await.unwrap().mail);
    }
}

/// Whoever asks to send again wants to know now; but a server that just failed is not tried by everybody who asks.
#[tokio::test(flavor = "multi_thread")]
async fn sending_again_tries_the_servers_own_mail_server_anew() {
    let common = Smtp::start(Script::default()).await;
    let port = common.port;
    let place = Place::with(true, |ports| ports.settings.mail = Some(common_mail(port))).await;
    place.quiet().await;
    place.raw("DELETE FROM outbox").await.unwrap();
    common.is_up(false);
    place.put(&Posted::new("one", "test", ANNA)).await;
    for _ in 0..20 {
        place.turns().await;
        place.clock.advance(10 * MINUTE);
    }
    // the try from which on it rests for half an hour
    let tried = common.connections();
    while common.connections() == tried {
        place.clock.advance(MINUTE);
        place.turns().await;
    }
    let tried = common.connections();
    let root = place.root().await;
    let again = RetryMessages {
        operator_id: place.operator.clone(),
        message_ids: None,
    };
    place.ask(&root, again.clone()).await.unwrap();
    place.turns().await;
    assert_eq!(common.connections(), tried, "within the minute");
    common.is_up(true);
    place.clock.advance(2 * MINUTE);
    place.ask(&root, again).await.unwrap();
    assert_eq!(place.turns().await.sent, 1);
    place.opened.close().await;
}

on_both_stores! {
    /// Mail that waits until the owner confirms a user's mail server goes out once the server has one for all accounts.
    async fn mail_that_waits_for_the_owner_goes_through_the_servers_own_mail_server_once_there_is_one(place) {
        let theirs = Smtp::start(Script::default()).await;
        let clerk = place.user("clerk", Some(&allowing(&["Mail:*"]))).await;
        place.quiet().await;
        place.raw("DELETE FROM outbox").await.unwrap();
        place.ask(&clerk, place.mail_settings(mail_server(theirs.port))).await.unwrap();
        place.put(&Posted::new("one", "reset_password", ANNA).with_token("reset_password", "")).await;
        place.turn().await;
        assert_eq!(place.fate("one").await, ("waiting".into(), "owner_must_confirm".into()));
        let common = Smtp::start(Script::default()).await;
        place.ports.settings.mail = Some(common_mail(common.port));
        let place = place.restart().await;
        let engine = place.engine.clone();
        let worker = tokio::spawn(async move { engine.run_mail(std::future::pending()).await });
        common.has_taken(1).await;
        worker.abort();
        drop(worker.await);
        assert!(theirs.taken().is_empty());
    }
}
