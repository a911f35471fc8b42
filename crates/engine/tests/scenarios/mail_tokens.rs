//! Links out of mails: each does one thing (R24). Every kind of link is held against every operation that takes one.

use crate::support::*;
use latchkey_api::*;
use serde_json::{Value, json};

/// What takes a link, and the kinds of links that it takes.
const TAKERS: [(&str, &[&str]); 5] = [
    ("Email:verifyAddEmailToken", &["verify_address"]),
    (
        "Auth:verifyPasswordResetToken",
        &["reset_password", "recover", "invitation", "user_password"],
    ),
    ("Auth:objectToRecovery", &["recovery_begun"]),
    ("Email:undoPrimaryChange", &["primary_was_you"]),
    ("User:verifyContactToken", &["verify_contact"]),
];

fn request(taker: &str, token: &Secret) -> Value {
    if taker == "Auth:verifyPasswordResetToken" {
        json!({"token": token.expose(), "password": OTHER_PASSWORD})
    } else {
        json!({"token": token.expose()})
    }
}

/// One link of each kind, all of which work.
async fn one_of_each(place: &Place) -> Vec<(&'static str, Secret)> {
    let first = "first@harbor-coffee.example";
    let root = place.root().await;
    // a change of the primary address ends the ways back in: it comes first, and is then history
    let id = place.address(&root, first).await;
    place
        .ask(&root, place.setting(EmailRole::Primary, &[&id]))
        .await
        .unwrap();
    let root = Auth {
        email: Some(first.into()),
        ..Place::as_root(ROOT_PASSWORD)
    };
    let root = place.sign_in(stranger(), root).await.unwrap();
    place.recoverable(&root).await;
    place
        .ask(&root, Place::adding("new@harbor-coffee.example"))
        .await
        .unwrap();
    place
        .ask(&root, place.new_user("m.sato", None, Some(PASSWORD)))
        .await
        .unwrap();
    place.reachable(&root, "m.sato", CONTACT_EMAIL).await;
    place
        .ask(&root, place.new_user("r.costa", None, None))
        .await
        .unwrap();
    place
        .ask(&root, place.contact("r.costa", "r@example.com"))
        .await
        .unwrap();
    place.ask(&root, place.invite("r.costa")).await.unwrap();
    place
        .ask(&root, place.new_user("k.new", None, None))
        .await
        .unwrap();
    place
        .ask(&root, place.contact("k.new", "k@example.com"))
        .await
        .unwrap();
    place.ask(&stranger(), forgot(first)).await.unwrap();
    place.ask(&stranger(), lost_mailbox(first)).await.unwrap();
    place
        .ask(&stranger(), place.user_forgot("m.sato"))
        .await
        .unwrap();
    place.turn().await;
    let mut links = vec![];
    for (kind, to) in [
        ("verify_address", "new@harbor-coffee.example"),
        ("reset_password", first),
        ("recover", RECOVERY_EMAIL),
        ("recovery_begun", first),
        ("primary_was_you", ROOT_EMAIL),
        ("verify_contact", "k@example.com"),
        ("invitation", "r@example.com"),
        ("user_password", CONTACT_EMAIL),
    ] {
        links.push((kind, place.letter(&root, kind, to).await.token()));
    }
    links
}

on_both! {
    /// R24: off the diagonal nothing passes, and nothing is used up by that
    async fn each_link_does_one_thing(place) {
        let links = one_of_each(&place).await;
        for (kind, token) in &links {
            for (taker, takes) in TAKERS {
                if takes.contains(kind) {
                    continue;
                }
                let error = place.tell(&stranger(), taker, request(taker, token)).await.unwrap_err();
                assert_eq!(error.code, Code::BadToken, "{taker} takes {kind}");
            }
        }
        // what would open later says so, and to nobody else
        for (kind, token) in &links {
            let info = place.ask(&stranger(), GetMailToken { token: token.clone() }).await.unwrap();
            assert_eq!(info.opens_date_time.is_some(), *kind == "recover", "{kind}");
            assert_eq!(info.operator_id, place.operator);
        }
        assert_eq!(place.number("SELECT count(*) FROM mail_tokens").await, 8);
    }
}

on_both! {
    /// R24: on the diagonal each works, once
    async fn each_link_does_its_thing_once(place) {
        let links = one_of_each(&place).await;
        // those that end others come last
        for kind in ["verify_address", "verify_contact", "invitation", "user_password", "recovery_begun", "reset_password", "primary_was_you"] {
            let (_, token) = links.iter().find(|(known, _)| *known == kind).unwrap();
            let (taker, _) = TAKERS.iter().find(|(_, takes)| takes.contains(&kind)).unwrap();
            place.tell(&stranger(), taker, request(taker, token)).await.unwrap_or_else(|error| panic!("{kind}: {error:?}"));
            let again = place.tell(&stranger(), taker, request(taker, token)).await.unwrap_err();
            assert_eq!(again.code, Code::BadToken, "{kind}");
        }
    }
}

on_both! {
    /// R24, R83: what is no link is none, whatever it looks like
    async fn what_is_no_link_is_refused_alike(place) {
        let links = one_of_each(&place).await;
        let (_, token) = &links[1];
        let token = token.expose();
        let cut = &token[..token.len() - 1];
        let forged = [String::new(), cut.into(), format!("{token}A"), format!("{token} "), token.to_uppercase(), format!("{cut}\u{202e}"), "lkm_".repeat(5000)];
        for forged in forged {
            for (taker, _) in TAKERS {
                let error = place.tell(&stranger(), taker, request(taker, &Secret::from(forged.as_str()))).await.unwrap_err();
                assert_eq!(error.code, Code::BadToken, "{taker}");
            }
            let error = place.tell(&stranger(), "Auth:getMailToken", json!({"token": forged})).await.unwrap_err();
            assert_eq!(error.code, Code::BadToken);
        }
        // a session's token is none either
        let session = place.ask(&stranger(), place.as_user("m.sato", PASSWORD)).await.unwrap().token;
        assert_eq!(code(place.ask(&stranger(), GetMailToken { token: session }).await), Code::BadToken);
    }
}

on_both! {
    /// R39: looking changes nothing
    async fn looking_at_a_link_uses_nothing_up(place) {
        let links = one_of_each(&place).await;
        let before = place.dump().await;
        for (_, token) in &links {
            for _ in 0..20 {
                place.ask(&stranger(), GetMailToken { token: token.clone() }).await.unwrap();
            }
        }
        assert_eq!(place.dump().await, before);
    }
}

on_postgres! {
    /// R24: the link of one server opens nothing at another
    async fn a_link_is_of_one_server(place) {
        let links = one_of_each(&place).await;
        let other = Place::postgres().await;
        for (_, token) in &links {
            assert_eq!(code(other.ask(&stranger(), GetMailToken { token: token.clone() }).await), Code::BadToken);
        }
        other.opened.close().await;
    }
}
