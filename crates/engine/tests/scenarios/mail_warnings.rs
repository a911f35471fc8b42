//! Whose mail server carries which message after somebody changed it: what warns the owner goes the way from before, and
//! what proves a mailbox goes where its reader cannot be somebody else.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::{Caller, CommonMail};

const ANNA: &str = "anna@example.com";
const THIEF: &str = "thief@elsewhere.example";
/// What warns the owner, and what does not.
const WARNINGS: [&str; 4] = [
    "password_changed",
    "new_device",
    "sign_in_paused",
    "user_can_grant",
];

fn off(place: &Place) -> UpdateMailSettings {
    UpdateMailSettings {
        through: MailThrough::None,
        own: None,
        password: None,
        ..place.mail_settings(mail_server(0))
    }
}

/// Who took messages since it was asked last, as subjects.
fn subjects(smtp: &Smtp, from: usize) -> Vec<String> {
    let taken = smtp.taken();
    let subject = |raw: &[u8]| read(raw).subject().unwrap().to_owned();
    taken[from..].iter().map(|one| subject(&one.raw)).collect()
}

/// One of each warning, and one message of another kind, from this moment.
async fn post(place: &Place, round: &str) {
    for kind in WARNINGS.into_iter().chain(["test"]) {
        let posted = Posted::new(format!("{kind}-{round}"), kind, ANNA);
        let at_ms = place.ports.clock.now_ms();
        place.put(&Posted { at_ms, ..posted }).await;
    }
}

/// An account whose owner chose a mail server, and a mail server that somebody with the owner's password chooses next.
async fn stolen(place: &Place) -> (Smtp, Smtp, Caller) {
    let (owners, thiefs) = (
        Smtp::start(Script::default()).await,
        Smtp::start(Script::default()).await,
    );
    let thief = place.sends_through(owners.port).await;
    let theirs = place.mail_settings(mail_server(thiefs.port));
    place.ask(&thief, theirs).await.unwrap();
    (owners, thiefs, thief)
}

on_both! {
    /// R40, R44: whoever has the owner's password cannot first send the owner's warnings elsewhere
    async fn the_owner_is_told_of_another_primary_address_the_way_from_before(place) {
        let (owners, thiefs, thief) = stolen(&place).await;
        assert_eq!(place.turns().await.sent, 1);
        assert_eq!(subjects(&owners, 0), ["The mail settings of Harbor Coffee were changed"]);
        assert_eq!(owners.taken()[0].to, ROOT_EMAIL);
        // nobody switches that off
        let switch = UpdateMailKind { operator_id: place.operator.clone(), kind: "mail_server_changed".into(), on: false };
        assert_eq!(code(place.ask(&thief, switch).await), Code::AlwaysSent);

        let id = place.address(&thief, THIEF).await;
        place.ask(&thief, place.setting(EmailRole::Primary, &[&id])).await.unwrap();
        place.turns().await;
        assert_eq!(subjects(&owners, 1), ["This is no longer the primary address of Harbor Coffee"]);
        let undo = owners.taken().remove(1);
        assert_eq!(undo.to, ROOT_EMAIL);
        assert!(subjects(&thiefs, 0).iter().all(|subject| !subject.contains("no longer")));
        // and its link works
        let text = read(&undo.raw).body_text(0).unwrap().into_owned();
        let token = Letter { text }.token();
        place.ask(&stranger(), UndoPrimaryChange { token }).await.unwrap();
        place.root().await;
    }
}

on_both! {
    async fn changing_it_twice_or_to_none_does_not_end_the_way_from_before(place) {
        let (owners, thiefs, thief) = stolen(&place).await;
        let second = Smtp::start(Script::default()).await;
        place.ask(&thief, place.mail_settings(mail_server(second.port))).await.unwrap();
        place.ask(&thief, off(&place)).await.unwrap();
        place.turns().await;
        assert_eq!(owners.taken().len(), 3, "each change is told");
        place.clock.advance(70 * HOUR);
        post(&place, "a").await;
        let turn = place.turns().await;
        assert_eq!((turn.sent, turn.waiting), (4, 1));
        assert_eq!((owners.taken().len(), thiefs.taken().len(), second.taken().len()), (7, 0, 0));
        // after three days it is over, and nothing of it is kept
        let kept = "SELECT count(*) FROM mail_settings WHERE slot = 'past'";
        assert_eq!(place.number(kept).await, 1);
        place.clock.advance(HOUR);
        post(&place, "b").await;
        assert_eq!(place.turns().await.sent, 0);
        assert_eq!((owners.taken().len(), place.number(kept).await), (7, 0));
        assert!(!place.dump().await.contains(MAIL_PASSWORD), "R83");
    }
}

on_both! {
    /// Only what changes the way is told: not the first choice of all, not saving once more, not the sender's name
    async fn what_leaves_the_way_as_it_is_is_not_told(place) {
        let owners = Smtp::start(Script::default()).await;
        let root = place.sends_through(owners.port).await;
        let server = mail_server(owners.port);
        let renamed = MailServer { sender_name: "Harbor".parse().unwrap(), ..server.clone() };
        for own in [server.clone(), renamed] {
            let again = UpdateMailSettings { password: None, ..place.mail_settings(own) };
            place.ask(&root, again).await.unwrap();
        }
        let clerk = place.user("clerk", Some(&allowing(&["Mail:*"]))).await;
        place.ask(&clerk, off(&place)).await.unwrap();
        assert_eq!(place.mails("mail_server_changed").await, 0);
        let root = place.root().await;
        place.ask(&root, place.mail_settings(server.clone())).await.unwrap();
        assert_eq!(place.mails("mail_server_changed").await, 0, "the owner's own way never changed");
        // a password or a sender that does not work would keep the mail here
        let sender = MailServer { sender_address: "x@y.example".parse().unwrap(), ..server.clone() };
        place.ask(&root, place.mail_settings(sender)).await.unwrap();
        let wrong = UpdateMailSettings { password: Some("no".into()), ..place.mail_settings(server) };
        place.ask(&root, wrong).await.unwrap();
        assert_eq!(place.mails("mail_server_changed").await, 2);
        assert_eq!(place.turns().await.sent, 2);
    }
}

on_both! {
    /// A server that takes no mail from the account any more is not waited for
    async fn warnings_take_the_new_way_where_the_one_from_before_turns_them_away(place) {
        let (owners, news, _) = stolen(&place).await;
        owners.follow(Script::default().with(At::SignIn, says("535 5.7.8 no")));
        assert_eq!(place.turns().await.sent, 0);
        place.clock.advance(2 * MINUTE);
        assert_eq!(place.turns().await.sent, 1);
        assert_eq!(subjects(&news, 0), ["The mail settings of Harbor Coffee were changed"]);
        // what was in use since is the way from before now
        let third = Smtp::start(Script::default()).await;
        let root = place.root().await;
        place.ask(&root, place.mail_settings(mail_server(third.port))).await.unwrap();
        post(&place, "a").await;
        assert_eq!(place.turns().await.sent, 6);
        assert_eq!((news.taken().len(), third.taken().len()), (6, 1));
    }
}

on_both! {
    /// What it refuses is not lost, and no reason to send others elsewhere: a thief could choose an address that it refuses
    async fn one_warning_that_is_refused_takes_the_new_way_by_itself(place) {
        let (owners, news, _) = stolen(&place).await;
        owners.follow(Script::default().with(At::Receiver, says("550 5.7.1 no relay")).only("owner@"));
        assert_eq!(place.turns().await.sent, 1);
        assert_eq!(subjects(&news, 0), ["The mail settings of Harbor Coffee were changed"]);
        post(&place, "a").await;
        assert_eq!(place.turns().await.sent, 5);
        assert_eq!((owners.taken().len(), news.taken().len()), (4, 2));
        // refused here and there it failed
        news.follow(Script::default().with(At::Receiver, says("550 5.1.1 no such user")));
        owners.follow(Script::default().with(At::Receiver, says("550 5.1.1 no such user")));
        post(&place, "b").await;
        assert_eq!(place.turns().await.failed, 5);
    }
}

on_both! {
    /// It is waited for, and not for ever; nobody is told of a server that was set up no more
    async fn warnings_wait_for_the_way_from_before_for_a_while(place) {
        let (owners, news, root) = stolen(&place).await;
        owners.is_up(false);
        assert_eq!(place.turns().await.sent, 0);
        assert_eq!(place.ask(&root, GetMailStanding {}).await.unwrap().trouble, None);
        place.clock.advance(6 * HOUR - 1);
        assert_eq!((place.turns().await.sent, news.taken().len()), (0, 0));
        place.clock.advance(HOUR);
        assert_eq!((place.turns().await.sent, news.taken().len()), (1, 1));
    }
}

on_both! {
    /// Rights that were taken from a user carry nobody's mail any more
    async fn whose_mail_a_users_server_carries_is_looked_at_when_it_is_sent(place) {
        let (owners, users) = (Smtp::start(Script::default()).await, Smtp::start(Script::default()).await);
        let root = place.sends_through(owners.port).await;
        let clerk = place.user("clerk", Some(&allowing(&["*"]))).await;
        place.ask(&clerk, place.mail_settings(mail_server(users.port))).await.unwrap();
        let invite = async |id: &str| {
            place.put(&Posted::new(id, "invitation", ANNA).with_token("invitation", id)).await;
            place.turns().await;
            (owners.taken().len(), users.taken().len())
        };
        assert_eq!(invite("a").await, (0, 1));
        place.ask(&root, place.permission("clerk", &allowing(&["Mail:*"]))).await.unwrap();
        assert_eq!(invite("b").await, (1, 1));
        place.ask(&root, place.permission("clerk", &allowing(&["*"]))).await.unwrap();
        assert_eq!(invite("c").await, (1, 2));
        place.ask(&root, place.delete_user("clerk")).await.unwrap();
        assert_eq!(invite("d").await, (2, 2));
        // without a choice of the owner's it waits for one
        place.raw("DELETE FROM mail_settings WHERE slot = 'owner'").await.unwrap();
        assert_eq!(invite("e").await, (2, 2));
        assert_eq!(place.fate("e").await, ("waiting".into(), "owner_must_confirm".into()));
    }
}

/// A server with a mail server for all accounts, and an account there.
async fn shared() -> (Smtp, Place) {
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
    (common, place)
}

/// Where mail went through the server's own mail server, warnings still do.
#[tokio::test(flavor = "multi_thread")]
async fn the_mail_server_for_all_accounts_is_the_way_from_before_too() {
    let (common, place) = shared().await;
    let own = Smtp::start(Script::default()).await;
    let root = place.sends_through(own.port).await;
    post(&place, "a").await;
    place.turns().await;
    assert_eq!((common.taken().len(), own.taken().len()), (5, 1));
    place.ask(&root, off(&place)).await.unwrap();
    post(&place, "b").await;
    place.turns().await;
    assert_eq!((common.taken().len(), own.taken().len()), (10, 1));
    place.opened.close().await;
}

/// R40: an account's own mail server would tell whoever has it what proves a stranger's mailbox.
#[tokio::test(flavor = "multi_thread")]
async fn what_proves_a_mailbox_goes_through_the_mail_server_for_all_accounts() {
    let (common, place) = shared().await;
    let own = Smtp::start(Script::default()).await;
    let root = place.sends_through(own.port).await;
    place.turns().await;
    let before = common.taken().len();
    place.ask(&root, Place::adding(ANNA)).await.unwrap();
    place.turns().await;
    assert_eq!(own.taken().len(), 0);
    assert_eq!(common.taken().len(), before + 1);
    assert_eq!(common.taken()[before].to, ANNA);
    // what is wrong with the one is not held against the other
    common.is_up(false);
    let bad = "bad@example.com";
    place.ask(&root, Place::adding(bad)).await.unwrap();
    place.put(&Posted::new("one", "test", ANNA)).await;
    place.turns().await;
    assert_eq!(place.fate("one").await.0, "sent");
    assert_eq!(own.taken().len(), 1);
    place.opened.close().await;
}

/// R40: nobody confirms a stranger's mailbox by reading the outbox, where mail could get out.
#[tokio::test(flavor = "multi_thread")]
async fn where_mail_can_get_out_a_code_is_read_in_its_mailbox_only() {
    let (_common, place) = shared().await;
    let root = place.root().await;
    place.ask(&root, off(&place)).await.unwrap();
    place.ask(&root, Place::adding(ANNA)).await.unwrap();
    let letter = place.letter(&root, "verify_address", ANNA).await;
    assert!(!letter.text.contains("lkm_"), "{}", letter.text);
    assert!(letter.text.contains("••••-••••"));
    assert!(letter.text.contains("not confirmed"), "{}", letter.text);
    assert_eq!(place.number("SELECT count(*) FROM mail_tokens").await, 0);
    // its own mailbox's, and one that was confirmed
    place.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
    place.turn().await;
    let reset = place.letter(&root, "reset_password", ROOT_EMAIL).await;
    assert!(reset.text.contains("lkm_"), "{}", reset.text);
    place
        .raw("UPDATE emails SET verified = TRUE")
        .await
        .unwrap();
    let letter = place.letter(&root, "verify_address", ANNA).await;
    assert!(letter.text.contains("lkm_"), "{}", letter.text);
    place.opened.close().await;
}
