//! The outbox over days, crashes and takebacks (R94, R95, F14).

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::MailTurn;
use std::collections::HashMap;

const ANNA: &str = "anna@example.com";

on_both_stores! {
    /// Through a server that nobody here wrote, and read by a reader that nobody here wrote.
    async fn a_message_goes_through_a_real_mail_server(place) {
        let server = RealServer::start("starttls", &["gone@example.com"]);
        let root = place.sends_through(server.port).await;
        place.put(&Posted::new("first", "verify_address", ANNA).with_token("add_email", "e1")).await;
        place.put(&Posted::new("second", "test", "hana@bücher.example")).await;
        place.put(&Posted::new("third", "test", "gone@example.com")).await;
        let turn = place.turns().await;
        assert_eq!((turn.sent, turn.failed), (2, 1));
        let taken = server.taken();
        let (about, raw) = &taken[0];
        assert_eq!(about["to"], serde_json::json!([ANNA]));
        assert_eq!(about["from"], "no-reply@harbor-coffee.example");
        assert_eq!(about["user"], MAIL_USER);
        assert!(about["tls"].as_str().unwrap().starts_with("TLSv1."), "{about}");
        let message = read(raw);
        assert_eq!(message.message_id(), Some("first@harbor-coffee.example"));
        let from = message.from().unwrap().first().unwrap();
        assert_eq!((from.name(), from.address()), (Some("Harbor Coffee"), Some("no-reply@harbor-coffee.example")));
        assert_eq!(message.to().unwrap().first().unwrap().address(), Some(ANNA));
        assert_eq!(message.date().unwrap().to_timestamp(), START_MS / 1000);
        assert_eq!(taken[1].0["to"], serde_json::json!(["hana@xn--bcher-kva.example"]));
        let page = place.outbox(&root).await;
        let failed = page.messages.iter().find(|message| message.state == MessageState::Failed).unwrap();
        assert_eq!(failed.said.as_deref(), Some("550 5.1.1 No such mailbox here"));
    }
}

on_both_stores! {
    async fn a_message_goes_through_a_real_mail_server_that_is_encrypted_from_the_first_byte(place) {
        let server = RealServer::start("tls", &[]);
        let root = place.root().await;
        let settings = MailServer { security: MailSecurity::Tls, ..mail_server(server.port) };
        place.ask(&root, place.mail_settings(settings)).await.unwrap();
        place.put(&Posted::new("first", "test", ANNA)).await;
        assert_eq!(place.turn().await.sent, 1);
        read(&server.taken()[0].1);
    }
}

on_both! {
    /// R38, R94: from the request over the outbox and a real mail server to the inbox, and back with the code.
    async fn an_address_is_confirmed_with_what_arrives_in_its_inbox(place) {
        let server = RealServer::start("starttls", &[]);
        place.quiet().await;
        let root = place.root().await;
        let own = MailServer {
            // R43: a name is a name, whatever is in it
            sender_name: "ハーバー珈琲 <boss@example.com>, Bcc: x@example.com".parse().unwrap(),
            ..mail_server(server.port)
        };
        place.ask(&root, place.mail_settings(own)).await.unwrap();
        let add = IssueAddEmailToken { email: ANNA.parse().unwrap(), password: ROOT_PASSWORD.into() };
        place.ask(&root, add).await.unwrap();
        assert_eq!(place.turns().await.sent, 1);
        let taken = server.taken();
        assert_eq!(taken[0].0["to"], serde_json::json!([ANNA]));
        let message = read(&taken[0].1);
        let from = message.from().unwrap();
        assert_eq!((from.as_list().unwrap().len(), message.to().unwrap().as_list().unwrap().len()), (1, 1));
        assert_eq!(from.first().unwrap().name(), Some("ハーバー珈琲 <boss@example.com>, Bcc: x@example.com"));
        assert_eq!(from.first().unwrap().address(), Some("no-reply@harbor-coffee.example"));
        let body = message.body_text(0).unwrap().into_owned();
        let code = body.split_whitespace().find(|word| word.len() == 9 && word.as_bytes()[4] == b'-').unwrap();
        let emails = place.ask(&root, ListEmails { operator_id: place.operator.clone() }).await.unwrap();
        let added = emails.iter().find(|email| email.email == ANNA).unwrap();
        assert_eq!(added.pending.as_ref().unwrap().mail, MessageState::Sent);
        let verify = VerifyEmailCode { operator_id: place.operator.clone(), email_id: added.email_id.clone(), code: code.into() };
        place.ask(&root, verify).await.unwrap();
        let emails = place.ask(&root, ListEmails { operator_id: place.operator.clone() }).await.unwrap();
        assert!(emails.iter().all(|email| email.verified));
    }
}

/// How many messages wait for the server to come back: 200. `LATCHKEY_MESSAGES` asks for more.
fn how_many() -> usize {
    let asked = std::env::var("LATCHKEY_MESSAGES").ok();
    asked.map_or(200, |count| count.parse().expect("a number"))
}

/// Posts messages while the server is down, kills workers, and lets the server come back after so long.
async fn down_for(place: &Place, hours: i64, kills_after: usize) {
    let begun = std::time::Instant::now();
    let count = how_many();
    let smtp = Smtp::start(Script::default()).await;
    let root = place.sends_through(smtp.port).await;
    smtp.is_up(false);
    place.put_all(&to_be_late(hours)).await;
    place.put_all(&to_be_sent(count)).await;
    place.turns().await;
    let tried = smtp.connections();
    assert!(
        tried < 30,
        "one message finds out for all: {tried} connections"
    );
    let trouble = place.outbox(&root).await.trouble.unwrap();
    let since = START_MS / 1000;
    assert_eq!(
        (trouble.step, trouble.since_date_time),
        (MailStep::Connect, since)
    );
    let mut kills = 0;
    let mut waits = vec![];
    // days are looked at less closely than hours
    let minutes = if hours > 24 { 15 } else { 5 };
    for step in 0..hours * 60 / minutes {
        place.clock.advance(minutes * MINUTE);
        // whoever dies while the server is down
        if step % 3 == 0 && killed(place, step.unsigned_abs()).await {
            kills += 1;
        }
        if step % 12 == 0 {
            let (_, asked) = tokio::join!(place.turn(), asking(place));
            waits.extend(asked);
        } else {
            place.turn().await;
        }
    }
    let most = usize::try_from(hours).unwrap() * 4 + 40 + kills;
    let tried = smtp.connections() - tried;
    assert!(tried < most, "it is tried once in a while: {tried}");
    let waiting = place.in_state("waiting").await + place.in_state("sending").await;
    assert_eq!(usize::try_from(waiting).unwrap(), count);
    assert_eq!(place.in_state("failed").await, LATE);
    // taken back meanwhile: nobody gets these
    place
        .raw(
            "UPDATE outbox SET state = 'obsolete' WHERE message_id IN ('message-7', 'message-150')",
        )
        .await
        .unwrap();

    smtp.is_up(true);
    let (more, cuts) = drained(place, &smtp, kills_after, 2000 + count).await;
    kills += more;
    assert!(kills >= 20, "{kills} kills");
    // neither what expired nor anything else is sent later
    let taken = smtp.taken().len();
    place.clock.advance(72 * HOUR);
    place.turns().await;
    assert_eq!(smtp.taken().len(), taken);
    let copies = copies(&smtp);
    for n in 0..count {
        let id = format!("message-{n}");
        let expected = n != 7 && n != 150;
        let was_sent = copies.contains_key(&id);
        assert!(was_sent == expected, "{id}: {:?}", place.fate(&id).await);
    }
    assert_eq!(copies.len(), count - 2, "and no others");
    let duplicates: usize = copies.values().map(|count| count - 1).sum();
    assert!(
        duplicates <= more + cuts,
        "{duplicates} duplicates, {more} kills, {cuts} cuts"
    );
    let sent = place.in_state("sent").await;
    assert_eq!(usize::try_from(sent).unwrap(), count - 2);
    let root = place.root().await;
    assert_eq!(place.outbox(&root).await.trouble, None);
    waits.sort_unstable();
    let (median, slow) = (waits[waits.len() / 2], waits[waits.len() * 99 / 100]);
    println!(
        "{count} messages, {hours} h: {kills} kills, {cuts} cuts, {duplicates} duplicates, {tried} tries while down, \
         operations took {median:?} (median) and {slow:?} (99 of 100) meanwhile, {:?} in all",
        begun.elapsed()
    );
}

/// Messages that expire before the server comes back.
const LATE: i64 = 5;

fn to_be_late(hours: i64) -> Vec<Posted> {
    let at_ms = START_MS + (hours - 1 - 72) * HOUR;
    let late = |n| Posted {
        at_ms,
        ..Posted::new(format!("late-{n}"), "test", "anna0@example.com")
    };
    (0..LATE).map(late).collect()
}

/// Four for every three receivers.
fn to_be_sent(count: usize) -> Vec<Posted> {
    let message = |n| {
        let to = format!("anna{}@example.com", n % (count * 3 / 4));
        Posted::new(format!("message-{n}"), "reset_password", &to)
            .with_token("reset_password", &format!("s{n}"))
    };
    (0..count).map(message).collect()
}

/// What people do meanwhile, and how long that takes.
async fn asking(place: &Place) -> Vec<std::time::Duration> {
    let mut took = vec![];
    let root = place.root().await;
    for _ in 0..3 {
        let begun = std::time::Instant::now();
        place.outbox(&root).await;
        took.push(begun.elapsed());
        let begun = std::time::Instant::now();
        let switch = UpdateMailKind {
            operator_id: place.operator.clone(),
            kind: "new_device".into(),
            on: false,
        };
        place.ask(&root, switch).await.unwrap();
        took.push(begun.elapsed());
    }
    took
}

/// Lets the outbox run empty, with kills and cuts. Tells how many of each.
async fn drained(place: &Place, smtp: &Smtp, most: usize, rounds: usize) -> (usize, usize) {
    let (mut kills, mut cuts) = (0, 0);
    for round in 0_u64.. {
        assert!(usize::try_from(round).unwrap() < rounds, "it ends");
        let left = place.in_state("waiting").await + place.in_state("sending").await;
        if left == 0 {
            break;
        }
        let died = match round % 5 {
            // between the server's taking it and the row that says so
            0 | 2 if kills < most => {
                smtp.follow(Script::default().with(At::Dot, Does::Wait));
                after_taking(place, smtp).await
            }
            // at some moment
            1 | 3 if kills < most => killed(place, round).await,
            4 if cuts < 3 => {
                let before = smtp.taken().len();
                smtp.follow(Script::default().with(At::Dot, Does::Cut));
                place.turn().await;
                cuts += smtp.taken().len() - before;
                false
            }
            _ => place.turn().await == MailTurn::default(),
        };
        smtp.follow(Script::default());
        kills += usize::from(died && round % 5 < 4 && kills < most);
        // what a dead worker held is free again
        place.clock.advance(if died { 95_000 } else { 1000 });
    }
    (kills, cuts)
}

/// How often each message was taken.
fn copies(smtp: &Smtp) -> HashMap<String, usize> {
    let mut copies: HashMap<String, usize> = HashMap::new();
    for taken in smtp.taken() {
        let message = read(&taken.raw);
        let id = message.message_id().unwrap();
        let id = id
            .strip_suffix("@harbor-coffee.example")
            .unwrap()
            .to_owned();
        *copies.entry(id).or_default() += 1;
        let to = message.to().unwrap().first().unwrap().address();
        assert_eq!(to, Some(taken.to.as_str()));
    }
    copies
}

/// Ends a worker at some moment of its turn; false if its turn was over by then.
async fn killed(place: &Place, seed: u64) -> bool {
    let engine = place.engine.clone();
    let turn = tokio::spawn(async move { engine.mail_turn().await });
    // so many looks at the scheduler, not so much time
    for _ in 0..(seed.wrapping_mul(0x9e37_79b9) >> 7) % 400 {
        tokio::task::yield_now().await;
    }
    turn.abort();
    turn.await.is_err()
}

/// Ends a worker after the server has a message and before its answer is known.
async fn after_taking(place: &Place, smtp: &Smtp) -> bool {
    let engine = place.engine.clone();
    let mut turn = tokio::spawn(async move { engine.mail_turn().await });
    tokio::select! {
        () = smtp.has_one_waiting() => {}
        _ = &mut turn => return false,
    }
    turn.abort();
    let died = turn.await.is_err();
    smtp.let_go();
    died
}

on_both_stores! {
    /// F14
    async fn a_mail_server_that_is_down_for_6_hours(place) {
        down_for(&place, 6, 24).await;
    }
}

on_both_stores! {
    /// F14, R95
    async fn a_mail_server_that_is_down_for_71_hours(place) {
        down_for(&place, 71, 8).await;
    }
}

on_both_stores! {
    /// R95
    async fn after_72_hours_a_message_has_failed_visibly_and_one_click_sends_it_again(place) {
        let smtp = Smtp::start(Script::default()).await;
        let root = place.sends_through(smtp.port).await;
        smtp.is_up(false);
        place.put(&Posted::new("late", "invitation", ANNA).with_token("invitation", "u1")).await;
        for _ in 0..73 * 6 {
            place.turn().await;
            place.clock.advance(10 * MINUTE);
        }
        assert_eq!(place.fate("late").await, ("failed".into(), "silent".into()));
        let root = { drop(root); place.root().await };
        let page = place.outbox(&root).await;
        let late = &page.messages[0];
        assert!(late.can_retry && late.tries > 50, "{late:?}");
        assert!(late.reason.as_ref().unwrap().contains("72 hours"), "{late:?}");
        assert_eq!((page.failed, page.waiting), (1, 0));
        smtp.is_up(true);
        place.clock.advance(HOUR);
        assert_eq!(place.turn().await.sent, 0, "only when somebody asks");
        let retry = RetryMessages { operator_id: place.operator.clone(), message_ids: None };
        assert_eq!(place.ask(&root, retry).await.unwrap().count, 1);
        assert_eq!(place.turn().await.sent, 1);
        assert_eq!(smtp.taken().len(), 1);
    }
}

on_both_stores! {
    /// R94, R38: a token works from the moment its message is sent, the same one in every copy, and none of what was
    /// taken back.
    async fn a_token_is_made_when_its_message_is_sent_and_none_for_what_was_taken_back(place) {
        let smtp = Smtp::start(Script::default().with(At::Dot, Does::Cut)).await;
        place.sends_through(smtp.port).await;
        place.put(&Posted::new("kept", "verify_address", ANNA).with_token("add_email", "e1")).await;
        place.put(&Posted::new("back", "verify_address", ANNA).with_token("add_email", "e2")).await;
        place.raw("UPDATE outbox SET state = 'obsolete' WHERE message_id = 'back'").await.unwrap();
        assert_eq!(place.number("SELECT count(*) FROM mail_tokens").await, 0, "before it is sent");
        place.turn().await;
        let token = "SELECT token_id, subject, CAST(expires_at AS TEXT) FROM mail_tokens";
        let first = place.rows(token).await;
        assert_eq!(first, [["kept".to_owned(), "e1".into(), (START_MS + 30 * MINUTE).to_string()]]);
        let hash = "SELECT count(DISTINCT token_hash) FROM mail_tokens";
        smtp.follow(Script::default());
        place.clock.advance(HOUR);
        assert_eq!(place.turn().await.sent, 1);
        assert_eq!(place.number(hash).await, 1);
        // sent again it works longer
        assert_eq!(place.rows(token).await[0][2], (START_MS + HOUR + 30 * MINUTE).to_string());
        assert_eq!(smtp.taken().len(), 2);
        let ids: Vec<String> = smtp.taken().iter().map(|taken| read(&taken.raw).message_id().unwrap().to_owned()).collect();
        assert_eq!(ids[0], ids[1], "whoever gets both can tell");
    }
}

on_both_stores! {
    /// R94: a worker that comes back after its message was given to another one has nothing to say about it.
    async fn a_late_worker_does_not_overwrite_what_another_one_found(place) {
        let smtp = Smtp::start(Script::default().with(At::Dot, Does::Wait)).await;
        place.sends_through(smtp.port).await;
        place.put(&Posted::new("one", "test", ANNA)).await;
        let engine = place.engine.clone();
        let late = tokio::spawn(async move { engine.mail_turn().await });
        smtp.has_one_waiting().await;
        assert_eq!(place.turn().await, MailTurn::default(), "it is somebody's");
        place.clock.advance(2 * MINUTE);
        smtp.follow(Script::default().with(At::Receiver, says("550 5.1.1 gone")));
        assert_eq!(place.turn().await.failed, 1);
        smtp.let_go();
        late.await.unwrap().unwrap();
        assert_eq!(place.fate("one").await, ("failed".into(), "recipient_refused".into()));
    }
}

on_both_stores! {
    /// What was sent is told for 30 days, what failed for 90; tokens are known for 30 days after they expired.
    async fn what_is_old_goes(place) {
        let smtp = Smtp::start(Script::default().with(At::Receiver, says("550 5.1.1 no")).only("bad")).await;
        place.sends_through(smtp.port).await;
        place.put(&Posted::new("sent", "verify_address", ANNA).with_token("add_email", "e1")).await;
        place.put(&Posted::new("failed", "test", "bad@example.com")).await;
        place.turn().await;
        place.clock.advance(25 * HOUR);
        place.turn().await;
        assert_eq!(place.number("SELECT count(*) FROM mail_tokens").await, 1);
        assert_eq!((place.in_state("sent").await, place.in_state("failed").await), (1, 1));
        place.clock.advance(30 * 24 * HOUR);
        place.turn().await;
        assert_eq!(place.number("SELECT count(*) FROM mail_tokens").await, 0);
        assert_eq!((place.in_state("sent").await, place.in_state("failed").await), (0, 1));
        place.clock.advance(60 * 24 * HOUR);
        place.turn().await;
        assert_eq!(place.in_state("failed").await, 0);
    }
}

on_both_stores! {
    /// The worker sleeps until somebody has something to say; when it is told to stop, what is on its way ends first.
    async fn the_worker_wakes_and_stops(place) {
        place.quiet().await;
        let smtp = Smtp::start(Script::default().with(At::Dot, Does::Wait)).await;
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let engine = place.engine.clone();
        let worker = tokio::spawn(async move {
            engine.run_mail(async { drop(stopped.await) }).await;
        });
        let posted = [Posted::new("one", "test", ANNA), Posted::new("two", "test", ANNA)];
        place.put_all(&posted).await;
        // saving the settings wakes it
        place.sends_through(smtp.port).await;
        smtp.has_one_waiting().await;
        stop.send(()).unwrap();
        while !worker.is_finished() {
            smtp.let_go();
            tokio::task::yield_now().await;
        }
        worker.await.unwrap();
        assert_eq!(place.fate("one").await, ("sent".into(), "-".into()));
        // what was not begun is free for whoever comes next
        assert_eq!(place.in_state("sending").await, 0);
    }
}
