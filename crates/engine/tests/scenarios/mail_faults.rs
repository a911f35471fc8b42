//! Mail servers that misbehave, in every way at every step: what becomes of the message, and of the others (F15, R81).

use crate::support::*;
use latchkey_api::*;

const ANNA: &str = "anna@example.com";

/// What a mail server can answer instead of taking a message, and what that is called.
const ANSWERS: [(At, &str, &str); 19] = [
    (At::Greeting, "421 4.3.2 too busy", "turned_away"),
    (At::Greeting, "554 5.7.1 not you", "turned_away"),
    (At::Greeting, "HTTP/1.1 400 Bad Request", "silent"),
    (At::Hello, "550 5.7.1 no", "turned_away"),
    (At::StartTls, "454 4.7.0 not now", "no_encryption"),
    (At::Handshake, "what?", "encryption_failed"),
    (At::SignIn, "535 5.7.8 no", "sign_in_refused"),
    (At::SignIn, "454 4.7.0 later", "sign_in_fails"),
    (At::Sender, "550 5.7.1 not from there", "sender_refused"),
    (At::Sender, "530 5.7.0 sign in first", "sign_in_refused"),
    (At::Sender, "451 4.3.0 later", "sender_fails"),
    (At::Receiver, "450 4.2.1 greylisted", "deferred"),
    (At::Receiver, "421 4.3.2 bye", "deferred"),
    (At::Data, "451 4.3.0 later", "deferred"),
    (At::Dot, "452 4.3.1 full", "deferred"),
    // no later try would end differently
    (At::Receiver, "550 5.1.1 no such user", "recipient_refused"),
    (At::Data, "554 5.5.1 no", "message_refused"),
    (At::Dot, "554 5.7.1 spam", "message_refused"),
    (At::Dot, "550 5.7.1 no", "message_refused"),
];

/// Where the connection can break, and what that is called.
const CUTS: [(At, &str); 7] = [
    (At::Greeting, "silent"),
    (At::StartTls, "encryption_failed"),
    (At::SignIn, "sign_in_fails"),
    (At::Sender, "sender_fails"),
    (At::Receiver, "cut"),
    (At::Data, "cut"),
    (At::Dot, "unconfirmed"),
];

/// Every fault: what it is, how it is played, and what it is called.
fn faults() -> Vec<(String, Script, &'static str)> {
    let answers = ANSWERS.into_iter().map(|(at, answer, word)| {
        let script = Script::default().with(at, says(answer));
        (format!("{answer} at {at:?}"), script, word)
    });
    let cuts = CUTS.into_iter().map(|(at, word)| {
        let script = Script::default().with(at, Does::Cut);
        (format!("a cut at {at:?}"), script, word)
    });
    let certificates = [
        (Standing::WrongName, "wrong_name"),
        (Standing::UnknownAuthority, "unknown_authority"),
        (Standing::Expired, "certificate_expired"),
    ]
    .map(|(certificate, word)| {
        let script = Script {
            certificate,
            ..Script::default()
        };
        (format!("{certificate:?}"), script, word)
    });
    let missing: [(&'static [&'static str], _); 2] =
        [(&["STARTTLS"], "no_encryption"), (&["AUTH"], "no_sign_in")];
    let missing = missing.map(|(lacks, word)| {
        let script = Script {
            lacks,
            ..Script::default()
        };
        (format!("no {lacks:?}"), script, word)
    });
    answers
        .chain(cuts)
        .chain(certificates)
        .chain(missing)
        .collect()
}

on_both_stores! {
    /// F15: each fault in its own class, with the server's own words, and the message is sent once it is over.
    async fn every_fault_has_its_class_and_the_message_is_not_lost(place) {
        let smtp = Smtp::start(Script::default()).await;
        let root = place.sends_through(smtp.port).await;
        for (number, (what, script, problem)) in faults().into_iter().enumerate() {
            let id = format!("message-{number}");
            let words = script.faults.values().find_map(|does| match does {
                Does::Say(answer) if answer.starts_with(['4', '5']) => Some(answer.clone()),
                _ => None,
            });
            smtp.follow(script);
            let posted = Posted { at_ms: place.ports.clock.now_ms(), ..Posted::new(&id, "test", ANNA) };
            place.put(&posted).await;
            place.turn().await;
            let refused = matches!(problem, "recipient_refused" | "message_refused");
            let state = if refused { "failed" } else { "waiting" };
            assert_eq!(place.fate(&id).await, (state.into(), problem.into()), "{what}");
            let page = place.outbox(&root).await;
            let listed = page.messages.iter().find(|message| message.message_id == id).unwrap();
            assert!(listed.reason.is_some() && listed.can_retry, "{what}: {listed:?}");
            assert_eq!(listed.said, words, "{what}");
            assert_eq!(listed.next_try_date_time.is_some(), !refused, "{what}");

            let before = smtp.taken().len();
            smtp.follow(Script::default());
            // one click for what is not tried any more
            let retry = RetryMessages { operator_id: place.operator.clone(), message_ids: Some(vec![id.clone()]) };
            assert_eq!(place.ask(&root, retry).await.unwrap().count, 1);
            assert_eq!(place.turn().await.sent, 1, "{what}");
            assert_eq!(place.fate(&id).await, ("sent".into(), "-".into()), "{what}");
            assert_eq!(smtp.taken().len(), before + 1, "{what}");
            assert_eq!(place.outbox(&root).await.trouble, None, "{what}");
        }
        // R81: nothing of ours was ever said in clear
        let in_clear = smtp.in_clear();
        assert!(in_clear.contains("STARTTLS"));
        for word in ["AUTH", "MAIL", MAIL_USER, MAIL_PASSWORD, ANNA, "harbor-coffee"] {
            assert!(!in_clear.contains(word), "{word} was said in clear");
        }
    }
}

on_both_stores! {
    /// F15: a server that stands still at any step is left after a while. All of them at once, or it would take minutes;
    /// each in an account of its own, which has one test at a time.
    async fn a_server_that_hangs_is_left_within_half_a_minute(place) {
        let steps = [
            (At::Greeting, MailStep::Connect),
            (At::Hello, MailStep::Encrypt),
            (At::StartTls, MailStep::Encrypt),
            (At::Handshake, MailStep::Encrypt),
            (At::SignIn, MailStep::SignIn),
            (At::Sender, MailStep::Accept),
            (At::Receiver, MailStep::Accept),
            (At::Data, MailStep::Accept),
            (At::Dot, MailStep::Accept),
        ];
        let mut places = vec![];
        for _ in steps {
            let own = Place::with(place.is_postgres(), |_| {}).await;
            let root = own.root().await;
            places.push((own, root));
        }
        let begun = std::time::Instant::now();
        let mut tests = tokio::task::JoinSet::new();
        for ((at, step), (own, root)) in steps.into_iter().zip(&places) {
            let (backend, root) = (own.backend.clone(), root.clone());
            let test = own.mail_test(mail_server(0));
            tests.spawn(async move {
                let smtp = Smtp::start(Script::default().with(at, Does::Hang)).await;
                let test = TestMailSettings { own: Some(mail_server(smtp.port)), ..test };
                (at, step, backend.ask(&root, test).await.unwrap())
            });
        }
        while let Some(ended) = tests.join_next().await {
            let (at, expected, test) = ended.unwrap();
            let failed: Vec<MailStep> = test.steps.iter().filter(|step| step.outcome == StepOutcome::Failed).map(|step| step.step).collect();
            assert_eq!(failed, [expected], "{at:?}");
            assert_eq!(test.to, None, "{at:?}");
        }
        assert!(begun.elapsed().as_secs() < 27, "{:?}", begun.elapsed());
        for (own, _) in places {
            own.opened.close().await;
        }
    }
}

on_both_stores! {
    /// F15: one address that the server refuses, one that breaks it and one that nobody can read hold up nobody else.
    async fn a_poisoned_message_fails_visibly_and_the_others_flow(place) {
        let smtp = Smtp::start(Script::default().with(At::Receiver, says("550 5.1.1 no such user")).only("poison")).await;
        let root = place.sends_through(smtp.port).await;
        let broken = Posted { facts: "no JSON".into(), ..Posted::new("a-unreadable", "test", ANNA) };
        let nobody = Posted::new("b-nobody", "test", "no address at all");
        let strange = Posted::new("c-strange", "a_kind_of_tomorrow", ANNA);
        let refused = Posted::new("d-refused", "test", "poison@example.com");
        place.put_all(&[broken, nobody, strange, refused]).await;
        let good: Vec<Posted> = (0..20).map(|n| Posted::new(format!("good-{n}"), "test", ANNA)).collect();
        place.put_all(&good).await;
        let turn = place.turns().await;
        assert_eq!((turn.sent, turn.failed, turn.waiting), (20, 4, 0));
        assert_eq!(smtp.taken().len(), 20);
        for id in ["a-unreadable", "b-nobody", "c-strange"] {
            assert_eq!(place.fate(id).await, ("failed".into(), "unreadable".into()), "{id}");
        }
        let page = place.outbox(&root).await;
        assert_eq!((page.failed, page.waiting, page.matching, page.trouble), (4, 0, 24, None));
        let refused = page.messages.iter().find(|message| message.message_id == "d-refused").unwrap();
        assert_eq!(refused.said.as_deref(), Some("550 5.1.1 no such user"));
    }
}

on_both_stores! {
    /// R81: what somebody on the way slips in before encryption begins is no answer of the server's.
    async fn answers_that_were_slipped_in_before_encryption_end_the_handshake(place) {
        let slipped_in = "250-mail.test\r\n250 AUTH PLAIN\r\n235 welcome\r\n250 ok\r\n250 ok\r\n354 go\r\n250 taken".to_owned();
        let smtp = Smtp::start(Script { slipped_in, ..Script::default() }).await;
        place.sends_through(smtp.port).await;
        place.put(&Posted::new("one", "test", ANNA)).await;
        place.turn().await;
        assert_eq!(place.fate("one").await, ("waiting".into(), "encryption_failed".into()));
        assert!(smtp.taken().is_empty());
    }
}

on_both_stores! {
    /// The first bytes are encrypted where the settings say so; a server that greets in clear there is not spoken to.
    async fn tls_from_the_first_byte(place) {
        let smtp = Smtp::start(Script { implicit: true, ..Script::default() }).await;
        place.quiet().await;
        let root = place.root().await;
        let server = MailServer { security: MailSecurity::Tls, ..mail_server(smtp.port) };
        place.ask(&root, place.mail_settings(server.clone())).await.unwrap();
        place.put(&Posted::new("one", "test", ANNA)).await;
        assert_eq!(place.turn().await.sent, 1);
        assert_eq!(smtp.taken()[0].user.as_deref(), Some(MAIL_USER));
        assert_eq!(smtp.in_clear(), "");

        let in_clear = Smtp::start(Script::default()).await;
        let test = place.ask(&root, place.mail_test(MailServer { port: in_clear.port, ..server })).await.unwrap();
        assert_eq!(test.steps[1].outcome, StepOutcome::Failed);
        assert_eq!(test.steps[1].step, MailStep::Encrypt);
    }
}

on_both_stores! {
    /// A mailbox in letters that not every server can write to.
    async fn an_address_in_other_letters_needs_a_server_that_can_write_it(place) {
        let smtp = Smtp::start(Script { lacks: &["SMTPUTF8"], ..Script::default() }).await;
        let root = place.sends_through(smtp.port).await;
        place.put(&Posted::new("one", "test", "花子@example.com")).await;
        assert_eq!(place.turn().await.failed, 1);
        assert_eq!(place.fate("one").await, ("failed".into(), "address_not_supported".into()));
        smtp.follow(Script::default());
        let retry = RetryMessages { operator_id: place.operator.clone(), message_ids: None };
        place.ask(&root, retry).await.unwrap();
        assert_eq!(place.turn().await.sent, 1);
        assert_eq!(smtp.taken()[0].to, "花子@example.com");
    }
}

on_both_stores! {
    /// F15: an account whose server hangs, or that has thousands of messages, does not hold up another one.
    async fn accounts_are_served_side_by_side(place) {
        let smtp = Smtp::start(Script::default()).await;
        place.sends_through(smtp.port).await;
        let many: Vec<Posted> = (0..3000).map(|n| Posted::new(format!("many-{n}"), "test", ANNA)).collect();
        place.put_all(&many).await;
        if !place.is_postgres() {
            assert_eq!(place.turn().await.sent, 10, "an account's part of one turn");
            return;
        }
        let (other, owner) = place.other_account().await;
        let hangs = Smtp::start(Script::default().with(At::Greeting, Does::Hang)).await;
        let settings = UpdateMailSettings { operator_id: other.clone(), ..place.mail_settings(mail_server(hangs.port)) };
        place.ask(&owner, settings).await.unwrap();
        let theirs: Vec<Posted> = (0..50).map(|n| Posted::new(format!("theirs-{n}"), "test", ANNA)).collect();
        place.put_for(other.as_str(), &theirs).await;
        let worker = tokio::spawn({
            let engine = place.engine.clone();
            async move { engine.run_mail(std::future::pending()).await }
        });
        smtp.has_taken(100).await;
        worker.abort();
        drop(worker.await);
        assert!(hangs.connections() <= 3, "one message finds out for all");
    }
}
