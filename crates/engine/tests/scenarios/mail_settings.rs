//! The mail server of an account as it is kept: its rules, where it may be, and what becomes of its password.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::{Kept, Vault};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::sync::{Notify, watch};

const ANNA: &str = "anna@example.com";

on_both! {
    async fn settings_are_kept_and_the_password_is_never_read(place) {
        place.quiet().await;
        let root = place.root().await;
        let none = place.ask(&root, place.get_mail_settings()).await.unwrap();
        assert_eq!((none.through, none.own, none.has_password), (MailThrough::None, None, false));
        assert_eq!(none.test_goes_to.as_deref(), Some(ROOT_EMAIL));
        let standing = place.ask(&root, GetMailStanding {}).await.unwrap();
        assert_eq!(standing, MailStanding { through: MailThrough::None, links: true, trouble: None });

        place.ask(&root, place.mail_settings(mail_server(587))).await.unwrap();
        let said = place.tell(&root, "Mail:getMailSettings", serde_json::json!({"operatorId": place.operator})).await.unwrap();
        assert!(!said.to_string().contains(MAIL_PASSWORD));
        let kept = place.ask(&root, place.get_mail_settings()).await.unwrap();
        assert_eq!(kept.own, Some(mail_server(587)));
        assert_eq!((kept.through, kept.has_password, kept.owner_must_confirm), (MailThrough::Own, true, false));
        assert_eq!((kept.updated_by.as_deref(), kept.update_date_time), (Some("root"), Some(START_MS / 1000)));
        assert!(!place.dump().await.contains(MAIL_PASSWORD), "R83");

        // switched off and on again nothing has to be typed twice
        let off = UpdateMailSettings { through: MailThrough::None, own: None, password: None, ..place.mail_settings(mail_server(0)) };
        place.ask(&root, off.clone()).await.unwrap();
        assert_eq!(place.ask(&root, place.get_mail_settings()).await.unwrap().through, MailThrough::None);
        place.ask(&root, UpdateMailSettings { through: MailThrough::Own, ..off }).await.unwrap();
        let again = place.ask(&root, place.get_mail_settings()).await.unwrap();
        assert_eq!((again.through, again.own, again.has_password), (MailThrough::Own, kept.own, true));
        assert_eq!(place.latest_audit().await[1], "Mail:updateMailSettings");
    }
}

on_both! {
    /// R24: nobody can have a kept password sent to another server.
    async fn a_kept_password_is_for_its_own_server_only(place) {
        place.quiet().await;
        let root = place.root().await;
        place.ask(&root, place.mail_settings(mail_server(587))).await.unwrap();
        let listener = Smtp::start(Script::default()).await;
        let without = |server: MailServer| UpdateMailSettings { password: None, ..place.mail_settings(server) };
        let test = |server: MailServer| TestMailSettings { password: None, ..place.mail_test(server) };
        for other in [
            MailServer { host: "smtp.elsewhere.example".into(), ..mail_server(587) },
            mail_server(listener.port),
            MailServer { security: MailSecurity::Tls, ..mail_server(587) },
            MailServer { user_name: Some("somebody".into()), ..mail_server(587) },
        ] {
            for refused in [place.ask(&root, without(other.clone())).await, place.ask(&root, test(other.clone())).await.map(drop)] {
                let error = refused.unwrap_err();
                assert_eq!((error.code, error.field.as_deref()), (Code::BadRequest, Some("password")), "{other:?}");
            }
        }
        assert_eq!(listener.connections(), 0);
        let renamed = MailServer { sender_name: "Harbor".parse().unwrap(), host: "LOCALHOST".into(), ..mail_server(587) };
        place.ask(&root, without(renamed)).await.unwrap();
        assert!(place.ask(&root, place.get_mail_settings()).await.unwrap().has_password);
    }
}

on_both! {
    async fn settings_that_break_a_rule_are_refused_at_their_field(place) {
        place.quiet().await;
        let root = place.root().await;
        let server = mail_server(587);
        for (own, field) in [
            (MailServer { host: String::new(), ..server.clone() }, "own.host"),
            (MailServer { host: "smtp example.com".into(), ..server.clone() }, "own.host"),
            (MailServer { host: "smtp.example.com\r\nQUIT".into(), ..server.clone() }, "own.host"),
            (MailServer { host: "a".repeat(254), ..server.clone() }, "own.host"),
            (MailServer { host: "http://smtp.example.com".into(), ..server.clone() }, "own.host"),
            (MailServer { port: 0, ..server.clone() }, "own.port"),
            (MailServer { user_name: Some(String::new()), ..server.clone() }, "own.userName"),
            (MailServer { user_name: Some("a\nb".into()), ..server.clone() }, "own.userName"),
        ] {
            let error = place.ask(&root, place.mail_settings(own.clone())).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (Code::BadRequest, Some(field)), "{own:?}");
        }
        let long = UpdateMailSettings { password: Some("x".repeat(1025).into()), ..place.mail_settings(server.clone()) };
        assert_eq!(place.ask(&root, long).await.unwrap_err().field.as_deref(), Some("password"));
        let nobody = UpdateMailSettings { through: MailThrough::Server, ..place.mail_settings(server.clone()) };
        assert_eq!(place.ask(&root, nobody).await.unwrap_err().field.as_deref(), Some("through"));
        let empty = UpdateMailSettings { own: None, password: None, ..place.mail_settings(server.clone()) };
        assert_eq!(place.ask(&root, empty).await.unwrap_err().field.as_deref(), Some("own"));
        let nothing = TestMailSettings { through: MailThrough::None, ..place.mail_test(server) };
        assert_eq!(place.ask(&root, nothing).await.unwrap_err().field.as_deref(), Some("through"));
        assert_eq!(place.number("SELECT count(*) FROM mail_settings").await, 0);
    }
}

on_both! {
    /// R66: link-local and metadata addresses are reached from nowhere.
    async fn a_mail_server_is_never_where_clouds_keep_their_secrets(place) {
        place.quiet().await;
        let root = place.root().await;
        for host in ["169.254.169.254", "[fe80::1]", "0.0.0.0", "::", "224.0.0.1", "::ffff:169.254.169.254", "100.100.100.200"] {
            let server = MailServer { host: host.into(), ..mail_server(25) };
            for refused in [place.ask(&root, place.mail_settings(server.clone())).await, place.ask(&root, place.mail_test(server.clone())).await.map(drop)] {
                let error = refused.unwrap_err();
                assert_eq!((error.code, error.field.as_deref()), (Code::HostNotAllowed, Some("own.host")), "{host}");
            }
        }
    }
}

/// R66: on a server an account does not reach what is behind it; on this computer it does.
#[tokio::test(flavor = "multi_thread")]
async fn on_a_server_private_addresses_are_reached_only_if_they_were_opened() {
    for postgres in [true, false] {
        let place = Place::with(postgres, |ports| ports.settings.mail_networks.clear()).await;
        let root = place.root().await;
        let inside = Smtp::start(Script::default()).await;
        for host in ["localhost", "127.0.0.1", "[::1]", "mail.localhost"] {
            let server = MailServer {
                host: host.into(),
                ..mail_server(inside.port)
            };
            let told = place.ask(&root, place.mail_settings(server.clone())).await;
            let tested = place.ask(&root, place.mail_test(server)).await;
            if postgres {
                assert_eq!(code(told), Code::HostNotAllowed, "{host}");
                assert_eq!(code(tested), Code::HostNotAllowed, "{host}");
            } else {
                told.unwrap();
                assert!(tested.is_ok(), "{host}");
            }
        }
        if postgres {
            assert_eq!(inside.connections(), 0);
            // an address that came into the store another way is looked at when it is used, too
            let open = MailServer {
                host: "smtp.example.com".into(),
                ..mail_server(inside.port)
            };
            place.ask(&root, place.mail_settings(open)).await.unwrap();
            place
                .raw("UPDATE mail_settings SET server = replace(server, 'smtp.example.com', 'localhost')")
                .await
                .unwrap();
            place.put(&Posted::new("one", "test", ANNA)).await;
            place.turn().await;
            let fate = place.fate("one").await;
            assert_eq!(fate, ("waiting".into(), "host_not_allowed".into()));
            assert_eq!(inside.connections(), 0);
        }
        place.opened.close().await;
    }
}

on_both! {
    /// A password that was moved beside another host in the store opens no more.
    async fn a_password_does_not_follow_a_host_that_was_changed_in_the_store(place) {
        let thief = Smtp::start(Script::default()).await;
        place.sends_through(587).await;
        place.raw(format!("UPDATE mail_settings SET server = replace(server, '\"port\":587', '\"port\":{}')", thief.port)).await.unwrap();
        place.put(&Posted::new("one", "test", ANNA)).await;
        place.turn().await;
        assert_eq!(place.fate("one").await, ("waiting".into(), "password_missing".into()));
        assert!(thief.taken().is_empty());
    }
}

/// A keychain, one that is not there, and one that takes its time.
#[derive(Default)]
struct Chain {
    takes: bool,
    held: Mutex<HashMap<String, Secret>>,
    asked: Notify,
    is_slow: watch::Sender<bool>,
}

impl Chain {
    /// Behind an account on this computer.
    async fn place(self) -> (Arc<Self>, Place) {
        let chain = Arc::new(self);
        let vault: Arc<dyn Vault> = chain.clone();
        let place = Place::with(false, |ports| ports.vault = Some(vault)).await;
        (chain, place)
    }

    fn count(&self) -> usize {
        self.held.lock().unwrap().len()
    }
}

impl Vault for Chain {
    fn keep<'v>(&'v self, name: &'v str, password: Option<&'v Secret>) -> Kept<'v, bool> {
        Box::pin(async move {
            let mut held = self.held.lock().unwrap();
            match password {
                Some(password) if self.takes => held.insert(name.to_owned(), password.clone()),
                _ => held.remove(name),
            };
            self.takes
        })
    }

    fn find<'v>(&'v self, name: &'v str) -> Kept<'v, Option<Secret>> {
        Box::pin(async move {
            self.asked.notify_one();
            let mut slow = self.is_slow.subscribe();
            slow.wait_for(|slow| !slow).await.unwrap();
            self.held.lock().unwrap().get(name).cloned()
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_in_the_keychain_where_there_is_one_and_sealed_where_it_takes_none() {
    for takes in [true, false] {
        let chain = Chain {
            takes,
            ..Chain::default()
        };
        let (chain, place) = chain.place().await;
        let smtp = Smtp::start(Script::default()).await;
        let root = place.sends_through(smtp.port).await;
        let sealed = "SELECT count(*) FROM mail_settings WHERE password IS NOT NULL";
        assert_eq!(place.number(sealed).await, if takes { 0 } else { 2 });
        assert_eq!(chain.count(), if takes { 2 } else { 0 });
        assert!(
            place
                .ask(&root, place.get_mail_settings())
                .await
                .unwrap()
                .has_password
        );
        place.put(&Posted::new("one", "test", ANNA)).await;
        assert_eq!(place.turn().await.sent, 1);

        // another server's password takes its place
        let other = Smtp::start(Script::default()).await;
        place.sends_through(other.port).await;
        assert_eq!(
            chain.count(),
            if takes { 3 } else { 0 },
            "the one from before"
        );
        assert_eq!(place.number(sealed).await, if takes { 0 } else { 3 });
        assert_eq!(place.turn().await.sent, 1);
        assert_eq!(smtp.taken().len(), 2, "which works");
        place.clock.advance(71 * HOUR);
        place.turn().await;
        assert_eq!(chain.count(), if takes { 2 } else { 0 });
        // a keychain that lost it is told of
        chain.held.lock().unwrap().clear();
        place.put(&Posted::new("two", "test", ANNA)).await;
        place.turn().await;
        let expected = if takes {
            ("waiting".to_owned(), "password_missing".to_owned())
        } else {
            ("sent".into(), "-".into())
        };
        assert_eq!(place.fate("two").await, expected);
        place.opened.close().await;
    }
}

/// F15: what did not happen took nothing out of the keychain.
#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_forgotten_only_once_another_took_its_place() {
    let chain = Chain {
        takes: true,
        ..Chain::default()
    };
    let (chain, place) = chain.place().await;
    let (smtp, other) = (
        Smtp::start(Script::default()).await,
        Smtp::start(Script::default()).await,
    );
    let root = place.sends_through(smtp.port).await;
    let full = "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END";
    place.raw(full).await.unwrap();
    let change = place.mail_settings(mail_server(other.port));
    assert_eq!(
        code(place.ask(&root, change.clone()).await),
        Code::StoreUnavailable
    );
    place.raw("DROP TRIGGER full").await.unwrap();
    place.put(&Posted::new("one", "test", ANNA)).await;
    assert_eq!(place.turn().await.sent, 1);
    assert_eq!(smtp.taken().len(), 1);
    place.ask(&root, change).await.unwrap();
    assert_eq!(chain.count(), 3);
    place.opened.close().await;
}

/// R24: a password that was found for one server is not stored beside one that came meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn settings_that_changed_while_a_keychain_was_asked_are_not_written_over() {
    let chain = Chain {
        takes: true,
        ..Chain::default()
    };
    let (chain, place) = chain.place().await;
    let root = place.sends_through(587).await;
    chain.is_slow.send_replace(true);
    // what was asked before counts no more
    let _ = tokio::time::timeout(std::time::Duration::ZERO, chain.asked.notified()).await;
    let again = UpdateMailSettings {
        own: None,
        password: None,
        ..place.mail_settings(mail_server(0))
    };
    let backend = place.backend.clone();
    let asking = tokio::spawn(async move { backend.ask(&root, again).await });
    chain.asked.notified().await;
    place
        .raw("UPDATE mail_settings SET server = replace(server, '587', '588')")
        .await
        .unwrap();
    chain.is_slow.send_replace(false);
    assert_eq!(code(asking.await.unwrap()), Code::Stale);
    place.opened.close().await;
}

on_both! {
    /// R98: a mail server that hangs holds one request's place of an account, however often it is asked
    async fn an_account_tests_one_mail_server_at_a_time(place) {
        let slow = Smtp::start(Script::default().with(At::Dot, Does::Wait)).await;
        place.quiet().await;
        let root = place.root().await;
        let (backend, caller, test) = (place.backend.clone(), root.clone(), place.mail_test(mail_server(slow.port)));
        let first = tokio::spawn(async move { backend.ask(&caller, test).await });
        slow.has_one_waiting().await;
        let connections = slow.connections();
        for _ in 0..5 {
            let error = place.ask(&root, place.mail_test(mail_server(slow.port))).await.unwrap_err();
            assert_eq!((error.code, error.detail.unwrap().retry_after_seconds), (Code::TooManyAttempts, Some(30)));
            assert!(error.message.contains("Another test"), "{}", error.message);
        }
        assert_eq!(slow.connections(), connections);
        slow.let_go();
        assert!(first.await.unwrap().unwrap().to.is_some());
        slow.follow(Script::default());
        place.ask(&root, place.mail_test(mail_server(slow.port))).await.unwrap();
    }
}
