//! The last minutes of a message's 72 hours: it ends after a try, and not while it waits for its turn (R95, F14).

use crate::support::*;
use latchkey_engine::{Clock as _, MailTurn, SystemClock};

const ANNA: &str = "anna@example.com";
/// When what is posted at the start ends.
const END: i64 = 72 * HOUR;

fn many(name: &str, count: usize) -> Vec<Posted> {
    let one = |n| {
        Posted::new(
            format!("{name}-{n:02}"),
            "test",
            &format!("anna{n}@example.com"),
        )
    };
    (0..count).map(one).collect()
}

impl Place {
    fn set_to(&self, after_start: i64) {
        let now = self.ports.clock.now_ms();
        self.clock.advance(START_MS + after_start - now);
    }

    /// A mail server that was tried so often that its rests are the longest, and then again 15 minutes before the end.
    async fn fails_until_shortly_before_the_end(&self) {
        self.turn().await;
        for _ in 0..18 {
            self.clock.advance(10 * MINUTE);
            self.turns().await;
        }
        self.set_to(END - HOUR);
        self.turns().await;
        self.set_to(END - 15 * MINUTE);
        self.raw("UPDATE mail_trouble SET next_probe_at = 0")
            .await
            .unwrap();
        self.turns().await;
    }
}

on_both_stores! {
    async fn a_server_that_is_back_ten_minutes_before_the_end_gets_every_message(place) {
        let smtp = Smtp::start(Script::default()).await;
        place.sends_through(smtp.port).await;
        smtp.is_up(false);
        place.put_all(&many("late", 12)).await;
        place.fails_until_shortly_before_the_end().await;
        place.set_to(END - 10 * MINUTE);
        smtp.is_up(true);
        assert_eq!(place.turns().await.sent, 0, "it rests");
        place.set_to(END - 5 * MINUTE);
        assert_eq!(place.turns().await.sent, 12);
    }
}

/// The same with the mail server for all accounts, of which no account knows when it was tried last.
#[tokio::test(flavor = "multi_thread")]
async fn the_servers_own_mail_server_that_is_back_ten_minutes_before_the_end_gets_every_message() {
    let common = Smtp::start(Script::default()).await;
    let port = common.port;
    let place = Place::with(true, |ports| ports.settings.mail = Some(common_mail(port))).await;
    place.quiet().await;
    let (other, _) = place.other_account().await;
    place.raw("DELETE FROM outbox").await.unwrap();
    common.is_up(false);
    place.put_all(&many("ours", 12)).await;
    place.put_for(other.as_str(), &many("theirs", 12)).await;
    place.fails_until_shortly_before_the_end().await;
    let tried = common.connections();
    assert!(tried < 30, "it is tried once in a while: {tried}");
    place.set_to(END - 10 * MINUTE);
    common.is_up(true);
    place.set_to(END - 4 * MINUTE);
    let first = place.turns().await.sent;
    // whoever looked while one of them found out looks again
    place.clock.advance(2 * MINUTE);
    assert_eq!(first + place.turns().await.sent, 24);
    place.opened.close().await;
}

on_both_stores! {
    /// A lane takes ten messages at a time: the last of these come to their turn when their time is over.
    async fn what_waited_for_a_server_has_time_for_its_turn_once_it_is_back(place) {
        let smtp = Smtp::start(Script::default()).await;
        place.sends_through(smtp.port).await;
        smtp.is_up(false);
        place.put_all(&many("late", 35)).await;
        place.fails_until_shortly_before_the_end().await;
        smtp.is_up(true);
        place.set_to(END - MINUTE);
        assert_eq!(place.turn().await.sent, 10);
        place.set_to(END + HOUR);
        let rest = place.turns().await;
        assert_eq!((rest.sent, rest.failed), (25, 0));
    }
}

on_both_stores! {
    /// That a server works is no news to a message that its receiver's server puts off.
    async fn a_message_that_is_put_off_ends_when_its_time_is_over(place) {
        let script = Script::default().with(At::Receiver, says("450 4.2.1 later")).only("later");
        let smtp = Smtp::start(script).await;
        place.sends_through(smtp.port).await;
        place.put(&Posted::new("one", "test", "later@example.com")).await;
        place.set_to(END - 2 * MINUTE);
        place.turn().await;
        assert_eq!(place.fate("one").await, ("waiting".into(), "deferred".into()));
        smtp.is_up(false);
        let at_ms = place.ports.clock.now_ms();
        place.put(&Posted { at_ms, ..Posted::new("two", "test", ANNA) }).await;
        place.turn().await;
        smtp.is_up(true);
        place.clock.advance(90_000);
        assert_eq!(place.turn().await.sent, 1);
        place.turns().await;
        place.set_to(END + 1000);
        place.turns().await;
        assert_eq!(place.fate("one").await, ("failed".into(), "deferred".into()));
        let tries = place.engine.mail_tries();
        assert_eq!((tries.sent, tries.failed, tries.expired), (1, 0, 1));
        assert!(tries.retried >= 3, "{tries:?}");
    }
}

on_both_stores! {
    /// R94: a clock that was ahead when a worker died left a lease far in the future. Nobody waits for that.
    async fn a_message_whose_worker_died_is_sent_after_the_clock_was_set_back(place) {
        let smtp = Smtp::start(Script::default().with(At::Dot, Does::Wait)).await;
        place.sends_through(smtp.port).await;
        place.put_all(&[Posted::new("held", "test", ANNA), Posted::new("behind", "test", ANNA)]).await;
        let ahead = START_MS + 365 * 24 * HOUR;
        place.raw(format!("UPDATE outbox SET state = 'sending', lease_until = {ahead} WHERE message_id = 'held'")).await.unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let engine = place.engine.clone();
        let worker = tokio::spawn(async move {
            engine.run_mail(async { drop(stopped.await) }).await;
        });
        smtp.has_one_waiting().await;
        // and whoever has it now, has it alone
        assert_eq!(place.turn().await, MailTurn::default());
        smtp.let_go();
        smtp.has_one_waiting().await;
        smtp.let_go();
        stop.send(()).unwrap();
        worker.await.unwrap();
        assert_eq!(place.in_state("sent").await, 2);
        assert_eq!(smtp.taken().len(), 2);
    }
}

on_both_stores! {
    /// Servers that share a database claim messages by their clocks: how far one is from the database's can be told.
    async fn a_clock_is_compared_with_the_databases(place) {
        let skew_ms = place.engine.clock_skew_ms().await.unwrap();
        let expected = START_MS - SystemClock.now_ms();
        if place.is_postgres() {
            let off = skew_ms.unwrap() - expected;
            assert!(off.abs() < MINUTE, "{off}");
        } else {
            assert_eq!(skew_ms, None);
        }
    }
}
