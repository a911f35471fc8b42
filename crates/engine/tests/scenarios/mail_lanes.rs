//! A lane from one message to the next: settings that change meanwhile, servers that put off or think for long, workers
//! that die or break (R94, F14, F15).

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::{Clock, MailTurn};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

const ANNA: &str = "anna@example.com";

fn many(count: usize) -> Vec<Posted> {
    (0..count)
        .map(|n| {
            Posted::new(
                format!("m{n:03}"),
                "test",
                &format!("anna{n:03}@example.com"),
            )
        })
        .collect()
}

async fn tries(place: &Place) -> i64 {
    place
        .number("SELECT CAST(sum(tries) AS BIGINT) FROM outbox")
        .await
}

on_both_stores! {
    /// Who set up a mail server that is replaced gets none of the mail that is left, whatever was open to it.
    async fn settings_that_are_saved_meanwhile_hold_for_the_next_message(place) {
        let before = Smtp::start(Script::default().with(At::Dot, Does::Wait)).await;
        let after = Smtp::start(Script::default()).await;
        let root = place.sends_through(before.port).await;
        place.put_all(&many(5)).await;
        let engine = place.engine.clone();
        let turn = tokio::spawn(async move { engine.mail_turn().await });
        before.has_one_waiting().await;
        place.ask(&root, place.mail_settings(mail_server(after.port))).await.unwrap();
        before.let_go();
        assert_eq!(turn.await.unwrap().unwrap().sent, 5);
        assert_eq!((before.taken().len(), after.taken().len()), (1, 4));
        assert_eq!((before.connections(), after.connections()), (1, 1));
    }
}

on_both_stores! {
    /// The same server saved again is signed in to again: its password may be another one.
    async fn a_server_that_is_saved_again_is_signed_in_to_again(place) {
        let smtp = Smtp::start(Script::default().with(At::Dot, Does::Wait)).await;
        let root = place.sends_through(smtp.port).await;
        place.put_all(&many(2)).await;
        let engine = place.engine.clone();
        let turn = tokio::spawn(async move { engine.mail_turn().await });
        smtp.has_one_waiting().await;
        smtp.follow(Script::default());
        place.clock.advance(1);
        place.ask(&root, place.mail_settings(mail_server(smtp.port))).await.unwrap();
        smtp.let_go();
        assert_eq!(turn.await.unwrap().unwrap().sent, 2);
        assert_eq!(smtp.connections(), 2);
    }
}

on_both_stores! {
    /// What the old server says last is said of no other one: a refusal ends no message, a fault holds none up.
    async fn how_a_try_over_old_settings_ends_says_nothing_about_new_ones(place) {
        for last_words in ["550 5.7.1 not you", "535 5.7.8 no longer"] {
            let at = if last_words.starts_with("535") { At::SignIn } else { At::Receiver };
            let before = Smtp::start(Script::default().with(at, Does::SayLater(last_words.to_owned()))).await;
            let after = Smtp::start(Script::default()).await;
            let root = place.sends_through(before.port).await;
            place.put(&Posted::new(last_words, "test", ANNA)).await;
            let engine = place.engine.clone();
            let turn = tokio::spawn(async move { engine.mail_turn().await });
            before.has_one_waiting().await;
            before.follow(Script::default());
            place.clock.advance(1000);
            place.ask(&root, place.mail_settings(mail_server(after.port))).await.unwrap();
            before.let_go();
            assert_eq!(turn.await.unwrap().unwrap().waiting, 1, "{last_words}");
            assert_eq!(place.outbox(&root).await.trouble, None, "{last_words}");
            // and the owner is told of the new one the old way
            assert_eq!(place.turn().await.sent, 2, "{last_words}");
            assert_eq!((before.taken().len(), after.taken().len()), (1, 1), "{last_words}");
            place.starts_anew().await;
        }
    }
}

on_both_stores! {
    /// RFC 5321, 4.5.3.2.6: whoever leaves too soon sends another copy. Meanwhile the message stays this worker's.
    async fn a_server_that_looks_at_a_message_for_long_gets_it_once(place) {
        let smtp = Smtp::start(Script::default().with(At::Dot, Does::Wait)).await;
        place.sends_through(smtp.port).await;
        place.put(&Posted::new("one", "test", ANNA)).await;
        let lease = "SELECT lease_until FROM outbox";
        let engine = place.engine.clone();
        let turn = tokio::spawn(async move { engine.mail_turn().await });
        smtp.has_one_waiting().await;
        let first = place.number(lease).await;
        place.clock.advance(MINUTE);
        // longer than an operation would wait
        while place.number(lease).await == first {
            assert!(!turn.is_finished(), "it is still looked at");
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        place.clock.advance(MINUTE);
        assert_eq!(place.turn().await, MailTurn::default(), "it is somebody's");
        smtp.let_go();
        assert_eq!(turn.await.unwrap().unwrap().sent, 1);
        assert_eq!(place.fate("one").await, ("sent".into(), "-".into()));
        assert_eq!(smtp.taken().len(), 1);
    }
}

on_both_stores! {
    /// Memory is not a mail server's to fill.
    async fn a_line_that_never_ends_is_left_soon(place) {
        for (at, problem) in [(At::SignIn, "sign_in_fails"), (At::Receiver, "cut"), (At::Dot, "unconfirmed")] {
            let smtp = Smtp::start(Script::default().with(at, Does::Flood)).await;
            place.sends_through(smtp.port).await;
            let id = format!("{at:?}");
            let posted = Posted { at_ms: place.ports.clock.now_ms(), ..Posted::new(&id, "test", ANNA) };
            place.put(&posted).await;
            place.turn().await;
            assert_eq!(place.fate(&id).await, ("waiting".into(), problem.into()));
            // beyond what is on its way
            assert!(smtp.flooded() < 24 * 1024 * 1024, "{at:?}: {} bytes", smtp.flooded());
            place.starts_anew().await;
            place.clock.advance(MINUTE);
        }
    }
}

on_both_stores! {
    /// R94: a message that every worker dies of is tried behind the others, not before them.
    async fn a_message_that_workers_die_of_holds_up_nobody(place) {
        let deadly = "deadly@example.com";
        let smtp = Smtp::start(Script::default().with(At::Dot, Does::Wait).only("deadly")).await;
        place.sends_through(smtp.port).await;
        let first = Posted { at_ms: START_MS - MINUTE, ..Posted::new("first", "test", deadly) };
        place.put(&first).await;
        place.put_all(&many(25)).await;
        for _ in 0..4 {
            let engine = place.engine.clone();
            let worker = tokio::spawn(async move { while engine.mail_turn().await.unwrap() != MailTurn::default() {} });
            smtp.has_one_waiting().await;
            worker.abort();
            assert!(worker.await.is_err());
            place.clock.advance(95_000);
        }
        assert_eq!(place.in_state("sent").await, 25);
        assert_eq!(place.fate("first").await.0, "sending");
    }
}

on_both_stores! {
    /// A provider that has had enough is asked less: not once for each message, and not by a sign-in for each.
    async fn a_server_that_puts_everything_off_is_left_alone_for_a_while(place) {
        for (answer, most) in [("450 4.7.1 slow down", 1), ("421 4.7.0 too many messages", 3)] {
            let smtp = Smtp::start(Script::default().with(At::Receiver, says(answer))).await;
            let root = place.sends_through(smtp.port).await;
            place.put_all(&many(200)).await;
            assert_eq!(place.turns().await.waiting, 3, "{answer}");
            assert_eq!((smtp.connections(), tries(&place).await), (most, 3), "{answer}");
            for _ in 0..20 {
                let before = (smtp.connections(), tries(&place).await);
                place.clock.advance(75_000);
                place.turn().await;
                let (connections, tries) = (smtp.connections() - before.0, tries(&place).await - before.1);
                assert!(connections <= most && tries <= 3, "{answer}: {connections} connections, {tries} tries");
            }
            assert!(tries(&place).await > 20, "{answer}: it is tried");
            assert_eq!(place.outbox(&root).await.trouble, None, "{answer}");
            smtp.follow(Script::default());
            for _ in 0..40 {
                place.clock.advance(75_000);
                place.turns().await;
            }
            assert_eq!(place.in_state("sent").await, 200, "{answer}");
            place.starts_anew().await;
            place.clock.advance(-place.ports.clock.now_ms() + START_MS);
        }
    }
}

on_both_stores! {
    /// What comes while the others rest is tried: it may be what somebody waits for.
    async fn a_new_message_does_not_wait_with_those_that_were_put_off(place) {
        let smtp = Smtp::start(Script::default().with(At::Receiver, says("450 4.2.2 full")).only("anna0")).await;
        place.sends_through(smtp.port).await;
        place.put_all(&many(20)).await;
        assert_eq!(place.turns().await.waiting, 3);
        place.put(&Posted::new("new", "test", "hana@example.com")).await;
        assert_eq!(place.turns().await.sent, 1);
        assert_eq!(smtp.taken()[0].to, "hana@example.com");
    }
}

on_both_stores! {
    async fn one_connection_serves_those_who_are_refused_and_those_who_are_not(place) {
        for (at, answer, state) in [
            (At::Receiver, "550 5.1.1 no such user", "failed"),
            (At::Data, "554 5.7.1 no", "failed"),
            (At::Dot, "554 5.7.1 spam", "failed"),
            (At::Receiver, "450 4.2.1 greylisted", "waiting"),
        ] {
            let smtp = Smtp::start(Script::default().with(at, says(answer)).only("bad")).await;
            place.sends_through(smtp.port).await;
            let posted: Vec<Posted> = (0..8).map(|n| Posted::new(format!("m{n}"), "test", if n % 2 == 0 { "bad@example.com" } else { ANNA })).collect();
            place.put_all(&posted).await;
            assert_eq!(place.turns().await.sent, 4, "{answer}");
            assert_eq!((place.in_state(state).await, smtp.connections()), (4, 1), "{answer}");
            place.starts_anew().await;
        }
    }
}

on_both_stores! {
    /// A sender in other letters is how the server is set up, and no receiver's fault.
    async fn a_sender_that_the_server_cannot_write_ends_no_message(place) {
        let smtp = Smtp::start(Script { lacks: &["SMTPUTF8"], ..Script::default() }).await;
        place.quiet().await;
        let root = place.root().await;
        let own = MailServer { sender_address: "珈琲@harbor-coffee.example".parse().unwrap(), ..mail_server(smtp.port) };
        place.ask(&root, place.mail_settings(own)).await.unwrap();
        place.put_all(&many(3)).await;
        place.turns().await;
        for id in ["m000", "m001", "m002"] {
            assert_eq!(place.fate(id).await, ("waiting".into(), "sender_refused".into()), "{id}");
        }
        assert_eq!(place.outbox(&root).await.trouble.unwrap().step, MailStep::Accept);
        smtp.follow(Script::default());
        place.clock.advance(2 * MINUTE);
        assert_eq!(place.turns().await.sent, 3);
        assert_eq!(smtp.taken()[0].from, "珈琲@harbor-coffee.example");
    }
}

on_both_stores! {
    /// A server that refuses to write to one mailbox says so when the sender is named: the others have nothing to do
    /// with it.
    async fn a_server_that_refuses_one_receivers_letters_holds_up_nobody_else(place) {
        let smtp = Smtp::start(Script::default().with(At::Letters, says("553 5.6.7 no such letters"))).await;
        let root = place.sends_through(smtp.port).await;
        let other_letters = Posted { at_ms: START_MS - 1, ..Posted::new("other", "test", "花子@example.com") };
        place.put(&other_letters).await;
        place.put_all(&many(3)).await;
        let turn = place.turns().await;
        assert_eq!((turn.sent, turn.failed, turn.waiting), (3, 1, 0));
        assert_eq!(place.fate("other").await, ("failed".into(), "address_not_supported".into()));
        assert_eq!(place.outbox(&root).await.trouble, None);
        assert_eq!(smtp.connections(), 1);
    }
}

/// R94: a claim that is lost between the look at a message and the beginning of its try.
#[tokio::test(flavor = "multi_thread")]
async fn a_try_does_not_begin_with_what_another_instance_took_meanwhile() {
    let place = Place::postgres().await;
    let smtp = Smtp::start(Script::default()).await;
    place.sends_through(smtp.port).await;
    smtp.is_up(false);
    place.put(&Posted::new("one", "test", ANNA)).await;
    place.turn().await;
    smtp.is_up(true);
    place.clock.advance(HOUR);
    // the worker looks at the message, and then waits to write down that the server is tried
    let locked = place.locking("UPDATE mail_trouble SET said = said").await;
    let engine = place.engine.clone();
    let late = tokio::spawn(async move { engine.mail_turn().await });
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while place.number(waits).await == 0 {
        tokio::task::yield_now().await;
    }
    place
        .raw("UPDATE outbox SET lease_until = lease_until + 1")
        .await
        .unwrap();
    locked.let_go().await;
    assert_eq!(late.await.unwrap().unwrap(), MailTurn::default());
    assert_eq!(smtp.taken().len(), 0);
    assert_eq!(tries(&place).await, 1, "the first one");
    place.opened.close().await;
}

/// A clock that breaks once.
struct Breaking {
    clock: Arc<dyn Clock>,
    breaks: Arc<AtomicBool>,
}

impl Clock for Breaking {
    fn now_ms(&self) -> i64 {
        assert!(!self.breaks.swap(false, Ordering::SeqCst), "it breaks");
        self.clock.now_ms()
    }
}

/// Mail goes on after a fault in the worker itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_breaks_begins_anew() {
    for postgres in [false, true] {
        let breaks = Arc::new(AtomicBool::new(false));
        let place = Place::with(postgres, |ports| {
            ports.clock = Arc::new(Breaking {
                clock: ports.clock.clone(),
                breaks: breaks.clone(),
            });
        })
        .await;
        let smtp = Smtp::start(Script::default()).await;
        place.sends_through(smtp.port).await;
        place.put(&Posted::new("one", "test", ANNA)).await;
        breaks.store(true, Ordering::SeqCst);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let engine = place.engine.clone();
        let worker =
            tokio::spawn(async move { engine.run_mail(async { drop(stopped.await) }).await });
        smtp.has_taken(1).await;
        assert!(!breaks.load(Ordering::SeqCst), "it broke");
        stop.send(()).unwrap();
        worker.await.unwrap();
        place.opened.close().await;
    }
}
