//! How much one mailbox is sent because somebody asked, whichever account it is (R44): when it is posted and, after an
//! outage, when it goes out.

use crate::support::*;
use latchkey_api::*;

const ANNA: &str = "anna@example.com";

fn asked(id: &str, to: &str) -> Posted {
    Posted::new(id, "verify_address", to)
        .with_token("add_email", id)
        .asked()
}

on_both_stores! {
    /// R44, F14: what waited for a mail server comes no faster than it could have been asked for.
    async fn after_an_outage_a_mailbox_is_sent_three_messages_an_hour(place) {
        let smtp = Smtp::start(Script::default()).await;
        let root = place.sends_through(smtp.port).await;
        let waited: Vec<Posted> = (0..7).map(|n| asked(&format!("waited-{n}"), ANNA)).collect();
        place.put_all(&waited).await;
        // apart: what strangers ask for, other mailboxes, and what nobody asks for
        let reset = Posted::new("reset", "reset_password", ANNA).with_token("reset_password", "").asked();
        place.put_all(&[reset, asked("other", "other@example.com"), Posted::new("notice", "test", ANNA)]).await;
        assert_eq!(place.turns().await.sent, 6);
        let page = place.outbox(&root).await;
        let waits = page.messages.iter().find(|message| message.state == MessageState::Waiting).unwrap();
        assert!(waits.reason.as_ref().unwrap().contains("three messages an hour"), "{waits:?}");
        assert_eq!(waits.next_try_date_time, Some((START_MS + HOUR) / 1000));
        assert_eq!(waits.tries, 0);
        // asking again does not bring it sooner
        let retry = RetryMessages { operator_id: place.operator.clone(), message_ids: None };
        place.ask(&root, retry).await.unwrap();
        place.clock.advance(59 * MINUTE);
        assert_eq!(place.turns().await.sent, 0);
        place.clock.advance(MINUTE);
        assert_eq!(place.turns().await.sent, 3);
        place.clock.advance(HOUR);
        assert_eq!(place.turns().await.sent, 1);
        assert_eq!(smtp.taken().iter().filter(|taken| taken.to == ANNA).count(), 9);
    }
}

/// What one account sends counts for the others, also while it is on its way.
#[tokio::test(flavor = "multi_thread")]
async fn what_goes_to_a_mailbox_is_counted_over_all_accounts() {
    let place = Place::postgres().await;
    let smtp = Smtp::start(Script::default()).await;
    place.sends_through(smtp.port).await;
    let (other, owner) = place.other_account().await;
    let theirs = Smtp::start(Script::default()).await;
    let settings = UpdateMailSettings {
        operator_id: other.clone(),
        ..place.mail_settings(mail_server(theirs.port))
    };
    place.ask(&owner, settings).await.unwrap();
    place.raw("DELETE FROM outbox").await.unwrap();
    place
        .put_all(&[asked("one", ANNA), asked("two", ANNA)])
        .await;
    assert_eq!(place.turn().await.sent, 2);
    smtp.follow(Script::default().with(At::Dot, Does::Wait));
    place.put(&asked("three", ANNA)).await;
    let engine = place.engine.clone();
    let on_its_way = tokio::spawn(async move { engine.mail_turn().await });
    smtp.has_one_waiting().await;
    place.put_for(other.as_str(), &[asked("four", ANNA)]).await;
    assert_eq!(place.turn().await.waiting, 1);
    assert_eq!(
        place.fate("four").await,
        ("waiting".into(), "enough_for_now".into())
    );
    smtp.let_go();
    on_its_way.await.unwrap().unwrap();
    place.clock.advance(HOUR);
    assert_eq!(place.turn().await.sent, 1);
    assert_eq!(theirs.taken().len(), 1);
    place.opened.close().await;
}

on_postgres! {
    /// R44: of two accounts that ask at once for the last message of an hour, one gets it.
    async fn accounts_that_ask_at_once_are_counted_one_after_the_other(place) {
        let (other, owner) = place.other_account().await;
        let root = place.root().await;
        let elsewhere = place.elsewhere().await;
        for round in 0..10 {
            let to = format!("shared-{round}@example.com");
            let before = [asked(&format!("a-{round}"), &to), asked(&format!("b-{round}"), &to)];
            place.put_for(other.as_str(), &before).await;
            let add = IssueAddEmailToken { email: to.parse().unwrap(), password: ROOT_PASSWORD.into() };
            let (one, two) = tokio::join!(place.ask(&root, add.clone()), elsewhere.ask(&owner, add));
            let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
            won.unwrap();
            assert_eq!(code(lost), Code::TooManyAttempts, "{to}");
        }
    }
}
