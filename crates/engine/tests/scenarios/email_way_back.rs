//! How well root would get back in, and ending what somebody began through the recovery address.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;

async fn way_back(place: &Place, root: &Caller) -> WayBack {
    let operator_id = place.operator.clone();
    place.ask(root, GetWayBack { operator_id }).await.unwrap()
}

/// What the account's mail goes through, as its settings say.
async fn mail_goes(place: &Place, slot: &str, through: &str, covers: &str) {
    let operator = &place.operator;
    let server = r#"{"host":"mail.a.example","port":587,"security":"starttls","senderName":"","senderAddress":"a@a.example"}"#;
    place.raw(format!("INSERT INTO mail_settings (operator_id, slot, through, server, covers, updated_at, updated_by) VALUES ('{operator}', '{slot}', '{through}', '{server}', '{covers}', 0, 'root') ON CONFLICT (operator_id, slot) DO UPDATE SET through = '{through}', covers = '{covers}'")).await.unwrap();
}

fn found(check: WayBackCheck, good: bool, email: Option<&str>) -> Finding {
    Finding {
        check,
        good,
        email: email.map(str::to_owned),
    }
}

on_both! {
    async fn a_way_back_is_judged_and_says_what_is_missing(place) {
        use WayBackCheck::{MailServer, OtherDomain, OtherPerson, Recovery, Unverified};
        let root = place.root().await;
        let (same, tagged, far) = (
            place.address(&root, "keiri@mail.harbor-coffee.example").await,
            place.address(&root, "owner+back@mail.example.com").await,
            place.address(&root, "keiri@mail.example.com").await,
        );
        let none = way_back(&place, &root).await;
        assert_eq!(none, WayBack { score: 0, findings: vec![found(MailServer, false, None), found(Recovery, false, None), found(Unverified, true, None)], recovery_opens_date_time: None });
        mail_goes(&place, "current", "own", "owner").await;
        assert_eq!(way_back(&place, &root).await.score, 1);
        for (recovery, score, domain, person, shown) in [
            (vec![&same], 3, false, true, "keiri@mail.harbor-coffee.example"),
            (vec![&tagged], 3, true, false, "owner+back@mail.example.com"),
            (vec![&far], 4, true, true, "keiri@mail.example.com"),
        ] {
            let recovery: Vec<&str> = recovery.into_iter().map(String::as_str).collect();
            place.ask(&root, place.setting(EmailRole::Recovery, &recovery)).await.unwrap();
            let judged = way_back(&place, &root).await;
            let findings = vec![found(MailServer, true, None), found(Recovery, true, Some(shown)), found(OtherDomain, domain, Some(shown)), found(OtherPerson, person, Some(shown)), found(Unverified, true, None)];
            assert_eq!((judged.score, judged.findings), (score, findings));
        }
        // of several, one that is good will do
        place.ask(&root, place.setting(EmailRole::Recovery, &[&same, &tagged])).await.unwrap();
        assert_eq!(way_back(&place, &root).await.score, 4);
        place.ask(&root, Place::adding("waits@a.example")).await.unwrap();
        let waiting = way_back(&place, &root).await;
        assert_eq!((waiting.score, waiting.findings[4].clone()), (3, found(Unverified, false, Some("waits@a.example"))));
        // without mail none of it is any use
        mail_goes(&place, "current", "none", "owner").await;
        assert_eq!(way_back(&place, &root).await.score, 0);
    }
}

on_both! {
    /// Only mail that may open the owner's account counts: what a user set up does not carry it
    async fn mail_that_the_owner_did_not_confirm_is_no_way_back(place) {
        let root = place.root().await;
        mail_goes(&place, "current", "own", "user").await;
        assert!(!way_back(&place, &root).await.findings[0].good);
        mail_goes(&place, "owner", "own", "owner").await;
        assert!(way_back(&place, &root).await.findings[0].good);
        mail_goes(&place, "owner", "none", "owner").await;
        assert!(!way_back(&place, &root).await.findings[0].good);
        // nor does a server's mail that is not there
        mail_goes(&place, "current", "server", "nobody").await;
        assert!(!way_back(&place, &root).await.findings[0].good);
    }
}

on_both! {
    async fn what_was_begun_through_recovery_is_told_and_ended_by_root(place) {
        let root = place.root().await;
        let stop = || StopRecovery { operator_id: place.operator.clone() };
        assert_eq!(code(place.ask(&root, stop()).await), Code::NotFound);
        let opens = START_MS + 24 * HOUR;
        place.begun(opens).await;
        assert_eq!(way_back(&place, &root).await.recovery_opens_date_time, Some(opens / 1000));
        place.letter(&root, "recover", "a@a.example").await;
        place.raw("UPDATE outbox SET state = 'sent' WHERE kind = 'recover'").await.unwrap();
        assert_eq!(way_back(&place, &root).await.recovery_opens_date_time, Some(opens / 1000));
        place.ask(&root, stop()).await.unwrap();
        assert_eq!(way_back(&place, &root).await.recovery_opens_date_time, None);
        assert_eq!(code(place.ask(&root, stop()).await), Code::NotFound);
        assert_eq!(place.number("SELECT count(*) FROM mail_tokens").await, 0);
        assert_eq!(place.posted().await, [["recover", "a@a.example", "sent"], ["recovery_begun", "a@a.example", "obsolete"], ["recovery_stopped", ROOT_EMAIL, "waiting"]]);
    }
}

on_both! {
    /// R23: what expired opens nothing, and there is nothing to stop
    async fn what_expired_is_over_by_itself(place) {
        let (root, opens) = (place.root().await, START_MS + 24 * HOUR);
        place.begun(opens).await;
        place.letter(&root, "recover", "a@a.example").await;
        place.clock.advance(48 * HOUR - 1);
        let root = place.root().await;
        assert_eq!(way_back(&place, &root).await.recovery_opens_date_time, Some(opens / 1000));
        place.clock.advance(1);
        assert_eq!(way_back(&place, &root).await.recovery_opens_date_time, None);
        assert_eq!(code(place.ask(&root, StopRecovery { operator_id: place.operator.clone() }).await), Code::NotFound);
    }
}
