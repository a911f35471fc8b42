//! The outbox as people see it.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Links;

const ANNA: &str = "anna@example.com";

fn read_message(place: &Place, id: &str) -> ReadMessage {
    ReadMessage {
        operator_id: place.operator.clone(),
        message_id: id.into(),
    }
}

on_both! {
    async fn without_a_mail_server_messages_wait_and_the_owner_reads_them(place) {
        place.quiet().await;
        let root = place.root().await;
        place.put(&Posted::new("one", "verify_address", ANNA).with_token("add_email", "e1")).await;
        let turn = place.turns().await;
        assert_eq!((turn.sent, turn.waiting), (0, 1));
        let page = place.outbox(&root).await;
        assert_eq!((page.through, page.waiting, page.failed), (MailThrough::None, 1, 0));
        let one = &page.messages[0];
        assert_eq!((one.state, one.tries, one.next_try_date_time), (MessageState::Waiting, 0, None));
        assert!(one.reason.as_ref().unwrap().contains("No mail server is set up"));

        // R38: what it opens works from the reading on, and nothing of it is stored
        assert_eq!(place.number("SELECT count(*) FROM mail_tokens").await, 0);
        let text = place.ask(&root, read_message(&place, "one")).await.unwrap();
        assert_eq!(text.to, ANNA);
        assert_eq!(place.number("SELECT count(*) FROM mail_tokens WHERE token_id = 'one' AND subject = 'e1'").await, 1);
        assert_eq!(code(place.ask(&root, read_message(&place, "none")).await), Code::NotFound);

        // once there is a server it goes out at once
        let smtp = Smtp::start(Script::default()).await;
        place.sends_through(smtp.port).await;
        assert_eq!(place.turn().await.sent, 1);
        assert_eq!(place.number("SELECT count(*) FROM mail_tokens").await, 1);
    }
}

on_both! {
    async fn a_message_that_waits_for_a_server_fails_after_72_hours_and_can_be_sent_then(place) {
        place.put(&Posted::new("one", "test", ANNA)).await;
        place.turn().await;
        place.clock.advance(73 * HOUR);
        assert_eq!(place.turn().await.failed, 1);
        assert_eq!(place.fate("one").await, ("failed".into(), "no_mail_server".into()));
        let smtp = Smtp::start(Script::default()).await;
        let root = place.sends_through(smtp.port).await;
        assert_eq!(place.turn().await.sent, 0);
        let retry = RetryMessages { operator_id: place.operator.clone(), message_ids: Some(vec!["one".into()]) };
        place.ask(&root, retry).await.unwrap();
        assert_eq!(place.turn().await.sent, 1);
    }
}

on_both! {
    async fn the_outbox_is_listed_by_state_and_page(place) {
        place.quiet().await;
        let root = place.root().await;
        let posted: Vec<Posted> = (0..7).map(|n| Posted { at_ms: START_MS + n, ..Posted::new(format!("m{n}"), "test", ANNA) }).collect();
        place.put_all(&posted).await;
        place.raw("UPDATE outbox SET state = 'failed', problem = 'message_refused', said = '554 no' WHERE message_id < 'm2'").await.unwrap();
        place.raw("UPDATE outbox SET state = 'sent', sent_at = created_at WHERE message_id = 'm2'").await.unwrap();
        place.raw("UPDATE outbox SET state = 'obsolete' WHERE message_id = 'm3'").await.unwrap();
        let search = |state, offset, limit| SearchOutbox { operator_id: place.operator.clone(), state, offset, limit };
        let ids = async |search: SearchOutbox| {
            let page = place.ask(&root, search).await.unwrap();
            (page.messages.into_iter().map(|message| message.message_id).collect::<Vec<_>>(), page.matching)
        };
        assert_eq!(ids(search(None, None, Some(3))).await, (vec!["m6".into(), "m5".into(), "m4".into()], 7));
        assert_eq!(ids(search(None, Some(5), Some(3))).await, (vec!["m1".into(), "m0".into()], 7));
        assert_eq!(ids(search(Some(MessageState::Failed), None, None)).await, (vec!["m1".into(), "m0".into()], 2));
        let page = place.ask(&root, search(None, None, None)).await.unwrap();
        assert_eq!((page.waiting, page.failed), (3, 2));
        let can: Vec<bool> = page.messages.iter().map(|message| message.can_retry).collect();
        assert_eq!(can, [true, true, true, false, false, true, true]);
        assert_eq!(page.messages[4].sent_date_time, Some(START_MS / 1000));
        assert_eq!(page.messages[6].said.as_deref(), Some("554 no"));
    }
}

on_both! {
    async fn retrying_is_all_or_nothing(place) {
        place.quiet().await;
        let root = place.root().await;
        place.put_all(&[Posted::new("waits", "test", ANNA), Posted::new("sent", "test", ANNA), Posted::new("failed", "test", ANNA)]).await;
        place.raw("UPDATE outbox SET state = message_id WHERE message_id <> 'waits'").await.unwrap();
        place.clock.advance(HOUR);
        let retry = |ids: &[&str]| RetryMessages { operator_id: place.operator.clone(), message_ids: Some(ids.iter().map(ToString::to_string).collect()) };
        for wrong in [vec!["failed", "sent"], vec!["failed", "none"]] {
            assert_eq!(code(place.ask(&root, retry(&wrong)).await), Code::NotFound);
            assert_eq!(place.fate("failed").await.0, "failed");
        }
        let many: Vec<String> = (0..201).map(|n| n.to_string()).collect();
        let many = RetryMessages { operator_id: place.operator.clone(), message_ids: Some(many) };
        assert_eq!(code(place.ask(&root, many).await), Code::BadRequest);
        assert_eq!(place.ask(&root, retry(&["failed", "failed"])).await.unwrap().count, 1);
        assert_eq!(place.ask(&root, RetryMessages { operator_id: place.operator.clone(), message_ids: None }).await.unwrap().count, 2);
        let anew = format!("SELECT count(*) FROM outbox WHERE give_up_at = {}", START_MS + 73 * HOUR);
        assert_eq!(place.number(anew).await, 2);
    }
}

/// Messages with a link that takes an account over.
const TAKING: [(&str, &str); 3] = [
    ("primary_was_you", "undo_primary"),
    ("recover", "recover"),
    ("recovery_begun", "object_to_recovery"),
];

on_both! {
    /// R95, R40: an old mailbox gets no fresh link weeks later; the outbox says why
    async fn what_takes_an_account_over_is_not_sent_after_its_time(place) {
        place.quiet().await;
        place.put(&Posted::new("late", "reset_password", ANNA).with_token("reset_password", "")).await;
        for (kind, purpose) in TAKING {
            place.put(&Posted::new(purpose, kind, ANNA).with_token(purpose, "")).await;
            // one that was refused before, too
            place.put(&Posted::new(format!("refused-{purpose}"), kind, ANNA).with_token(purpose, "")).await;
            place.raw(format!("UPDATE outbox SET state = 'failed', problem = 'recipient_refused' WHERE message_id = 'refused-{purpose}'")).await.unwrap();
        }
        place.turns().await;
        place.clock.advance(73 * HOUR);
        assert_eq!(place.turns().await.failed, 4);
        assert_eq!(place.fate("late").await.0, "failed");
        let smtp = Smtp::start(Script::default()).await;
        let root = place.sends_through(smtp.port).await;
        let page = place.outbox(&root).await;
        for (_, purpose) in TAKING {
            assert_eq!(place.fate(purpose).await, ("obsolete".into(), "over".into()));
            let shown = page.messages.iter().find(|message| message.message_id == purpose).unwrap();
            assert!(shown.reason.as_ref().unwrap().contains("could not be sent in its time"), "{shown:?}");
            for id in [purpose.to_owned(), format!("refused-{purpose}")] {
                let shown = page.messages.iter().find(|message| message.message_id == id).unwrap();
                assert!(!shown.can_retry, "{shown:?}");
                let retry = RetryMessages { operator_id: place.operator.clone(), message_ids: Some(vec![id.clone()]) };
                assert_eq!(code(place.ask(&root, retry).await), Code::NotFound, "{id}");
                // nor is it opened by reading it
                let text = place.ask(&root, read_message(&place, &id)).await.unwrap().text;
                assert!(!text.expose().contains("lkm_"), "{id}");
            }
        }
        let all = RetryMessages { operator_id: place.operator.clone(), message_ids: None };
        assert_eq!(place.ask(&root, all).await.unwrap().count, 1);
        assert_eq!(place.turns().await.sent, 1);
        assert_eq!(place.number("SELECT count(*) FROM mail_tokens WHERE purpose <> 'reset_password'").await, 0);
    }
}

on_both! {
    /// R40: in its time it is sent again, and gets no more of it: nobody keeps an address by that
    async fn sending_again_does_not_lengthen_what_takes_an_account_over(place) {
        place.quiet().await;
        let root = place.root().await;
        place.put(&Posted::new("undo", "primary_was_you", ANNA).with_token("undo_primary", "")).await;
        place.turns().await;
        place.clock.advance(10 * MINUTE);
        for ids in [None, Some(vec!["undo".to_owned()])] {
            let retry = RetryMessages { operator_id: place.operator.clone(), message_ids: ids };
            assert_eq!(place.ask(&root, retry).await.unwrap().count, 1);
        }
        assert_eq!(place.number("SELECT give_up_at FROM outbox").await, START_MS + 72 * HOUR);
        let smtp = Smtp::start(Script::default()).await;
        place.sends_through(smtp.port).await;
        assert_eq!(place.turns().await.sent, 1);
    }
}

on_both! {
    /// In what was sent or is no longer needed there is nothing that opens anything.
    async fn a_message_that_was_sent_is_read_without_what_it_opens(place) {
        let smtp = Smtp::start(Script::default()).await;
        let root = place.sends_through(smtp.port).await;
        place.put(&Posted::new("sent", "verify_address", ANNA).with_token("add_email", "e1")).await;
        place.put(&Posted::new("back", "verify_address", ANNA).with_token("add_email", "e2")).await;
        place.raw("UPDATE outbox SET state = 'obsolete' WHERE message_id = 'back'").await.unwrap();
        place.turn().await;
        place.raw("DELETE FROM mail_tokens").await.unwrap();
        for id in ["sent", "back"] {
            place.ask(&root, read_message(&place, id)).await.unwrap();
        }
        assert_eq!(place.number("SELECT count(*) FROM mail_tokens").await, 0);
    }
}

on_both! {
    /// What a user may not do with the outbox, whatever its rights are.
    async fn only_root_reads_a_message_and_only_after_its_password(place) {
        place.quiet().await;
        let root = place.root().await;
        place.put(&Posted::new("one", "reset_password", ANNA).with_token("reset_password", "")).await;
        let user = place.user("m.sato", Some(&allowing(&["*"]))).await;
        assert_eq!(code(place.ask(&user, read_message(&place, "one")).await), Code::RootOnly);
        assert!(place.ask(&user, SearchOutbox { operator_id: place.operator.clone(), state: None, offset: None, limit: None }).await.is_ok());
        place.clock.advance(11 * MINUTE);
        assert_eq!(code(place.ask(&root, read_message(&place, "one")).await), Code::StepUpRequired);
    }
}

/// R83, R38: nothing that opens something is in the store, in an answer that is kept for a repeat, or in what a mail
/// server made us keep by repeating it.
#[tokio::test(flavor = "multi_thread")]
async fn no_link_or_code_is_in_the_store_after_a_message_was_read_and_sent() {
    for postgres in [false, true] {
        let place = Place::with(postgres, |ports| {
            ports.settings.links = Links::Pages("https://id.example.com".into());
        })
        .await;
        let mut root = place.root().await;
        place
            .put(&Posted::new("one", "verify_address", ANNA).with_token("add_email", "e1"))
            .await;
        root.envelope.idempotency_key = Some("again".into());
        let text = place
            .ask(&root, read_message(&place, "one"))
            .await
            .unwrap()
            .text;
        let smtp = Smtp::start(Script::default()).await;
        place.sends_through(smtp.port).await;
        place.turns().await;
        let taken = smtp.taken();
        let message = read(&taken[0].raw);
        let body = message.body_text(0).unwrap().into_owned();
        // the words of the message itself are somebody else's tests; these are what opens something in it
        let secrets: Vec<&str> = body
            .split_whitespace()
            .chain(text.expose().split_whitespace())
            .filter(|word| word.contains("lkm_") || is_code(word))
            .collect();
        assert!(secrets.len() >= 4, "link and code, twice: {body}");
        let lines = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
        assert_eq!(
            lines(&body),
            lines(text.expose()),
            "what is read is what is sent"
        );
        let dump = place.dump().await;
        for secret in secrets {
            let bare = secret.rsplit('/').next().unwrap();
            assert!(!dump.contains(bare), "{bare} is in the store");
        }
        assert!(!dump.contains("lkm_") && !dump.contains(MAIL_PASSWORD));
        place.opened.close().await;
    }
}

fn is_code(word: &str) -> bool {
    let word = word.trim_matches(['.', ',', ':']);
    word.len() == 9 && word.as_bytes()[4] == b'-'
}
