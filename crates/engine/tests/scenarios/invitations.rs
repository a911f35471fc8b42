//! Sign-up by invitation: a code makes one account, whoever has none learns nothing, and the store cannot give codes away.

use crate::support::*;
use latchkey_api::{Code, CreateOperator, Error, Secret, SignUp};
use latchkey_engine::{Caller, Engine, Ports, Settings};

/// The place's store as a server has it, with this policy.
async fn serving(place: &Place, sign_up: SignUp) -> Engine {
    place.engine.close().await;
    let address = match &place.kind {
        Storage::Postgres { url } => url.clone(),
        Storage::Sqlite { path, .. } => format!("sqlite:{}", path.display()),
    };
    let settings = Settings {
        sign_up,
        ..Settings::at_hand()
    };
    let ports = Ports {
        settings,
        ..place.ports.clone()
    };
    Engine::connect(&address, &place.key, ports).await.unwrap()
}

fn newcomer(email: &str, invitation: Option<&str>) -> CreateOperator {
    CreateOperator {
        email: email.parse().unwrap(),
        invitation: invitation.map(Secret::from),
        ..sign_up()
    }
}

async fn ask(engine: &Engine, email: &str, invitation: Option<&str>) -> Result<(), Error> {
    let form = newcomer(email, invitation);
    engine.call(&stranger(), form).await.map(drop)
}

on_both_stores! {
    async fn a_code_makes_one_account(place) {
        let engine = serving(&place, SignUp::Invitation).await;
        let first = engine.invite(7).await.unwrap();
        let second = engine.invite(7).await.unwrap();
        assert_eq!(first.expires_at_ms, START_MS + 7 * 24 * HOUR);
        ask(&engine, "a@example.com", Some(first.code.expose())).await.unwrap();
        assert_eq!(code(ask(&engine, "b@example.com", Some(first.code.expose())).await), Code::NotInvited);
        // as people type it
        let typed = format!(" {} ", second.code.expose().to_lowercase().replace('-', " ").replace('1', "l").replace('0', "o"));
        ask(&engine, "b@example.com", Some(&typed)).await.unwrap();
        assert_eq!(place.number("SELECT count(*) FROM operators").await, 3);
        engine.close().await;
    }
}

on_both_stores! {
    /// R12: which of the four it is helps nobody but a thief; nor does anybody without a code cost a hash (R07)
    async fn a_code_that_cannot_be_used_is_refused_alike(place) {
        let engine = serving(&place, SignUp::Invitation).await;
        let used = engine.invite(1).await.unwrap();
        let expired = engine.invite(1).await.unwrap();
        ask(&engine, "a@example.com", Some(used.code.expose())).await.unwrap();
        place.clock.advance(24 * HOUR);
        let hashes = engine.password_hashes();
        let none = ask(&engine, "b@example.com", None).await.unwrap_err();
        assert_eq!((none.code, none.field.as_deref()), (Code::NotInvited, Some("invitation")));
        let long = "0".repeat(100_000);
        for invitation in ["", "0000-0000-0000-0000-0000", "\u{ff10}", &long, used.code.expose(), expired.code.expose()] {
            // an address that is taken is told to those who are invited only
            for email in ["b@example.com", ROOT_EMAIL] {
                assert_eq!(ask(&engine, email, Some(invitation)).await.unwrap_err(), none, "{invitation}");
            }
        }
        assert_eq!(engine.password_hashes(), hashes);
        assert_eq!(place.number("SELECT count(*) FROM operators").await, 2);
        engine.close().await;
    }
}

on_both_stores! {
    async fn what_makes_no_account_uses_no_code(place) {
        let engine = serving(&place, SignUp::Invitation).await;
        let invitation = engine.invite(7).await.unwrap();
        let with_code = Some(invitation.code.expose());
        assert_eq!(code(ask(&engine, ROOT_EMAIL, with_code).await), Code::EmailTaken);
        let weak = CreateOperator { password: "password1234".into(), ..newcomer("a@example.com", with_code) };
        assert_eq!(code(engine.call(&stranger(), weak).await), Code::WeakPassword);
        ask(&engine, "a@example.com", with_code).await.unwrap();
        engine.close().await;
    }
}

on_both_stores! {
    /// Of thirty at once with one code, one gets the account
    async fn a_code_is_used_once_however_many_try(place) {
        let engine = serving(&place, SignUp::Invitation).await;
        let invitation = engine.invite(7).await.unwrap();
        let tries: Vec<_> = (0..30).map(|index| {
            let (engine, secret) = (engine.clone(), invitation.code.clone());
            tokio::spawn(async move { ask(&engine, &format!("racer-{index}@example.com"), Some(secret.expose())).await })
        }).collect();
        let mut made = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => made += 1,
                // hashing thirty passwords at once may be too much; what is refused so made nothing
                Err(error) => assert!(matches!(error.code, Code::NotInvited | Code::Busy | Code::TooManyAttempts), "{error:?}"),
            }
        }
        assert_eq!(made, 1);
        assert_eq!(place.number("SELECT count(*) FROM operators").await, 2);
        engine.close().await;
    }
}

on_both_stores! {
    async fn a_repeat_gets_the_account_that_the_first_one_made(place) {
        let engine = serving(&place, SignUp::Invitation).await;
        let invitation = engine.invite(7).await.unwrap();
        let mut caller: Caller = stranger();
        caller.envelope.idempotency_key = Some("sign-up-1".into());
        let form = newcomer("a@example.com", Some(invitation.code.expose()));
        let first = engine.call(&caller, form.clone()).await.unwrap();
        let again = engine.call(&caller, form).await.unwrap();
        assert_eq!(first.operator_id, again.operator_id);
        engine.close().await;
    }
}

on_both_stores! {
    /// R83
    async fn a_thief_of_the_store_has_no_codes(place) {
        let engine = serving(&place, SignUp::Invitation).await;
        let invitation = engine.invite(7).await.unwrap();
        assert!(!format!("{invitation:?}").contains(invitation.code.expose()));
        let sql = if place.is_postgres() { "SELECT encode(code_hash, 'hex') FROM sign_up_invitations" } else { "SELECT hex(code_hash) FROM sign_up_invitations" };
        let stored = place.rows(sql).await.concat().concat().to_lowercase();
        // a hash without the server's key could be guessed at; the same code on another server is stored otherwise
        let other = Place::postgres().await;
        let elsewhere = serving(&other, SignUp::Invitation).await;
        assert_eq!(stored.len(), 64);
        assert_eq!(code(ask(&elsewhere, "a@example.com", Some(invitation.code.expose())).await), Code::NotInvited);
        // expired ones go when the next is made
        place.clock.advance(7 * 24 * HOUR);
        engine.invite(1).await.unwrap();
        assert_eq!(place.number("SELECT count(*) FROM sign_up_invitations").await, 1);
        engine.close().await;
        elsewhere.close().await;
    }
}

on_both_stores! {
    async fn a_code_matters_only_where_codes_do(place) {
        let engine = serving(&place, SignUp::Off).await;
        let invitation = engine.invite(7).await.unwrap();
        assert_eq!(code(ask(&engine, "a@example.com", Some(invitation.code.expose())).await), Code::NotServed);
        engine.close().await;
        let engine = serving(&place, SignUp::On).await;
        ask(&engine, "a@example.com", Some("an old one")).await.unwrap();
        engine.close().await;
    }
}

on_both_stores! {
    /// A store of the version before is brought up to date when it is opened, and keeps what it holds
    async fn a_store_from_before_invitations_gets_them(place) {
        place.make("m.sato", None).await;
        place.engine.close().await;
        place.before_mail().await;
        place.raw("DROP TABLE sign_up_invitations").await.unwrap();
        place.raw("DELETE FROM latchkey_migrations WHERE version = 2").await.unwrap();
        let engine = serving(&place, SignUp::Invitation).await;
        let invitation = engine.invite(7).await.unwrap();
        ask(&engine, "a@example.com", Some(invitation.code.expose())).await.unwrap();
        assert_eq!(place.number("SELECT count(*) FROM users").await, 1);
        assert_eq!(place.number("SELECT max(version) FROM latchkey_migrations").await, 3);
        engine.close().await;
    }
}
