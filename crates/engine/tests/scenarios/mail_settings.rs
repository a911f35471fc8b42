//! The mail server of an account: who may change it, what is kept of its password, where it may be, and what a test
//! tells.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::{CommonMail, Kept, Links, Vault};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

const ANNA: &str = "anna@example.com";

fn get(place: &Place) -> GetMailSettings {
    GetMailSettings {
        operator_id: place.operator.clone(),
    }
}

on_both! {
    async fn settings_are_kept_and_the_password_is_never_read(place) {
        place.quiet().await;
        let root = place.root().await;
        let none = place.ask(&root, get(&place)).await.unwrap();
        assert_eq!((none.through, none.own, none.has_password), (MailThrough::None, None, false));
        assert_eq!(none.test_goes_to.as_deref(), Some(ROOT_EMAIL));
        let standing = place.ask(&root, GetMailStanding {}).await.unwrap();
        assert_eq!(standing, MailStanding { through: MailThrough::None, links: true, trouble: None });

        place.ask(&root, place.mail_settings(mail_server(587))).await.unwrap();
        let said = place.tell(&root, "Mail:getMailSettings", serde_json::json!({"operatorId": place.operator})).await.unwrap();
        assert!(!said.to_string().contains(MAIL_PASSWORD));
        let kept = place.ask(&root, get(&place)).await.unwrap();
        assert_eq!(kept.own, Some(mail_server(587)));
        assert_eq!((kept.through, kept.has_password, kept.owner_must_confirm), (MailThrough::Own, true, false));
        assert_eq!((kept.updated_by.as_deref(), kept.update_date_time), (Some("root"), Some(START_MS / 1000)));
        assert!(!place.dump().await.contains(MAIL_PASSWORD), "R83");

        // switched off and on again nothing has to be typed twice
        let off = UpdateMailSettings { through: MailThrough::None, own: None, password: None, ..place.mail_settings(mail_server(0)) };
        place.ask(&root, off.clone()).await.unwrap();
        assert_eq!(place.ask(&root, get(&place)).await.unwrap().through, MailThrough::None);
        place.ask(&root, UpdateMailSettings { through: MailThrough::Own, ..off }).await.unwrap();
        let again = place.ask(&root, get(&place)).await.unwrap();
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
        assert!(place.ask(&root, get(&place)).await.unwrap().has_password);
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

on_both! {
    async fn a_test_walks_the_way_and_sends_the_caller_a_message(place) {
        let smtp = Smtp::start(Script::default()).await;
        place.quiet().await;
        let root = place.root().await;
        let test = place.ask(&root, place.mail_test(mail_server(smtp.port))).await.unwrap();
        let steps: Vec<(MailStep, StepOutcome)> = test.steps.iter().map(|step| (step.step, step.outcome)).collect();
        let all = [MailStep::Connect, MailStep::Encrypt, MailStep::SignIn, MailStep::Accept];
        assert_eq!(steps, all.map(|step| (step, StepOutcome::Done)));
        assert_eq!(test.to.as_deref(), Some(ROOT_EMAIL));
        let taken = smtp.taken();
        assert_eq!(taken.len(), 1);
        let message = read(&taken[0].raw);
        assert_eq!(message.to().unwrap().first().unwrap().address(), Some(ROOT_EMAIL));
        // nothing was saved, and the message is in the outbox
        assert_eq!(place.ask(&root, get(&place)).await.unwrap().through, MailThrough::None);
        let page = place.outbox(&root).await;
        assert_eq!((page.messages.len(), page.messages[0].state), (1, MessageState::Sent));
        assert_eq!(page.messages[0].message_id, message.message_id().unwrap().split('@').next().unwrap());

        // R44: three an hour, and no more; the way is walked all the same
        for _ in 0..4 {
            place.ask(&root, place.mail_test(mail_server(smtp.port))).await.unwrap();
        }
        assert_eq!(smtp.taken().len(), 3);
        let test = place.ask(&root, place.mail_test(mail_server(smtp.port))).await.unwrap();
        assert_eq!((test.steps[2].outcome, test.steps[3].outcome, test.to), (StepOutcome::Done, StepOutcome::Skipped, None));
    }
}

on_both! {
    async fn a_test_stops_at_the_step_that_fails_with_the_servers_own_words(place) {
        let smtp = Smtp::start(Script::default()).await;
        place.quiet().await;
        let root = place.root().await;
        // R83: a server that repeats what it was told does not make us keep or show it
        let wrong = TestMailSettings { password: Some("canary-wrong-smtp-1".into()), ..place.mail_test(mail_server(smtp.port)) };
        let test = place.ask(&root, wrong).await.unwrap();
        let outcomes: Vec<StepOutcome> = test.steps.iter().map(|step| step.outcome).collect();
        assert_eq!(outcomes, [StepOutcome::Done, StepOutcome::Done, StepOutcome::Failed, StepOutcome::Skipped]);
        assert_eq!(test.steps[2].said.as_deref(), Some("535 5.7.8 AUTH PLAIN •••• is not it"));
        assert!(test.steps[2].message.contains("user name and password"));
        assert!(smtp.taken().is_empty());
        let japanese = latchkey_engine::Caller { envelope: Envelope { language: Language::Ja, ..root.envelope.clone() }, ..root.clone() };
        smtp.follow(Script { certificate: Standing::WrongName, ..Script::default() });
        let test = place.ask(&japanese, place.mail_test(mail_server(smtp.port))).await.unwrap();
        assert_eq!(test.steps[1].outcome, StepOutcome::Failed);
        assert!(test.steps[1].message.contains("証明書"), "{:?}", test.steps[1]);
        let nobody = place.ask(&root, place.mail_test(MailServer { host: "nowhere.invalid".into(), ..mail_server(25) })).await.unwrap();
        assert_eq!((nobody.steps[0].step, nobody.steps[0].outcome), (MailStep::Connect, StepOutcome::Failed));
    }
}

on_both! {
    async fn a_user_without_an_address_of_its_own_tests_up_to_the_message(place) {
        let smtp = Smtp::start(Script::default()).await;
        place.quiet().await;
        let user = place.user("m.sato", Some(&allowing(&["Mail:*"]))).await;
        let test = place.ask(&user, place.mail_test(mail_server(smtp.port))).await.unwrap();
        assert_eq!((test.steps[2].outcome, test.steps[3].outcome, test.to), (StepOutcome::Done, StepOutcome::Skipped, None));
        let insert = "INSERT INTO user_contacts (operator_id, user_id, email, email_key, verified, updated_at) SELECT operator_id, user_id, 'sato@example.com', 'sato@example.com'";
        place.raw_dialect(&format!("{insert}, 0, 0 FROM users"), &format!("{insert}, FALSE, 0 FROM users")).await;
        let test = place.ask(&user, place.mail_test(mail_server(smtp.port))).await.unwrap();
        assert_eq!(test.to, None, "an address that nobody confirmed is none");
        place.raw_dialect("UPDATE user_contacts SET verified = 1", "UPDATE user_contacts SET verified = TRUE").await;
        let test = place.ask(&user, place.mail_test(mail_server(smtp.port))).await.unwrap();
        assert_eq!(test.to.as_deref(), Some("sato@example.com"));
        assert_eq!(smtp.taken()[0].to, "sato@example.com");
    }
}

on_both! {
    /// Who may change the mail server does not read the owner's mail by it.
    async fn a_users_mail_server_carries_no_mail_that_opens_the_owners_account(place) {
        let (owners, users) = (Smtp::start(Script::default()).await, Smtp::start(Script::default()).await);
        let root = place.sends_through(owners.port).await;
        let clerk = place.user("clerk", Some(&allowing(&["Mail:*"]))).await;
        let all = [("reset_password", "reset_password"), ("verify_address", "add_email"), ("invitation", "invitation"), ("password_changed", ""), ("new_device", "")];
        let post = async |round: &str| {
            for (kind, purpose) in all {
                let posted = Posted { at_ms: place.ports.clock.now_ms(), ..Posted::new(format!("{kind}-{round}"), kind, ANNA) };
                place.put(&posted.with_token(purpose, round)).await;
            }
            place.turns().await
        };
        // with few rights: only what opens nothing and hides nothing
        place.ask(&clerk, place.mail_settings(mail_server(users.port))).await.unwrap();
        assert_eq!(post("few").await.sent, 5);
        assert_eq!((owners.taken().len(), users.taken().len()), (4, 1));
        let shown = place.ask(&root, get(&place)).await.unwrap();
        assert!(shown.owner_must_confirm);
        assert_eq!((shown.updated_by.as_deref(), shown.own.unwrap().port), (Some("clerk"), users.port));

        // with every right: other users' mail too
        place.ask(&root, place.permission("clerk", &allowing(&["*"]))).await.unwrap();
        place.ask(&clerk, place.mail_settings(mail_server(users.port))).await.unwrap();
        assert_eq!(post("all").await.sent, 5);
        assert_eq!((owners.taken().len(), users.taken().len()), (7, 3));

        // switching mail off does not switch the owner's off
        let off = UpdateMailSettings { through: MailThrough::None, own: None, password: None, ..place.mail_settings(mail_server(0)) };
        place.ask(&clerk, off).await.unwrap();
        let turn = post("off").await;
        assert_eq!((turn.sent, turn.waiting), (3, 2));
        assert_eq!(owners.taken().len(), 10);

        // the owner confirms by saving, and what waited goes out
        place.ask(&clerk, place.mail_settings(mail_server(users.port))).await.unwrap();
        let root = { place.clock.advance(1000); place.root().await };
        let confirm = UpdateMailSettings { password: None, ..place.mail_settings(mail_server(users.port)) };
        place.ask(&root, confirm).await.unwrap();
        assert!(!place.ask(&root, get(&place)).await.unwrap().owner_must_confirm);
        assert_eq!(place.turns().await.sent, 2);
        assert_eq!(post("confirmed").await.sent, 5);
        assert_eq!((owners.taken().len(), users.taken().len()), (10, 10));
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
        place.put(&Posted::new("note", "new_device", ANNA)).await;
        let turn = place.turns().await;
        assert_eq!((turn.sent, turn.waiting), (1, 1));
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
        ports.settings.mail = Some(CommonMail {
            server: mail_server(port),
            password: Some(MAIL_PASSWORD.into()),
        });
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
            .ask(&root, get(&place))
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
    let place = Place::with(true, |ports| {
        ports.settings.mail = Some(CommonMail {
            server: mail_server(port),
            password: Some(MAIL_PASSWORD.into()),
        });
    })
    .await;
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

/// A keychain, and one that is not there.
#[derive(Default)]
struct Chain {
    takes: bool,
    held: Mutex<HashMap<String, Secret>>,
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
        Box::pin(async move { self.held.lock().unwrap().get(name).cloned() })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_in_the_keychain_where_there_is_one_and_sealed_where_it_takes_none() {
    for takes in [true, false] {
        let chain = Arc::new(Chain {
            takes,
            ..Chain::default()
        });
        let vault: Arc<dyn Vault> = chain.clone();
        let place = Place::with(false, |ports| ports.vault = Some(vault)).await;
        let smtp = Smtp::start(Script::default()).await;
        let root = place.sends_through(smtp.port).await;
        let sealed = "SELECT count(*) FROM mail_settings WHERE password IS NOT NULL";
        assert_eq!(place.number(sealed).await, if takes { 0 } else { 2 });
        assert_eq!(chain.held.lock().unwrap().len(), if takes { 2 } else { 0 });
        assert!(place.ask(&root, get(&place)).await.unwrap().has_password);
        place.put(&Posted::new("one", "test", ANNA)).await;
        assert_eq!(place.turn().await.sent, 1);

        // another server's password takes its place
        let other = Smtp::start(Script::default()).await;
        place.sends_through(other.port).await;
        assert_eq!(chain.held.lock().unwrap().len(), if takes { 2 } else { 0 });
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
