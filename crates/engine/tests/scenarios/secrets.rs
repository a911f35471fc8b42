//! Secrets: not in the store, not in the log, not in an error (R19, R83).

use crate::support::*;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use latchkey_api::*;
use std::{
    io::Write,
    sync::{Arc, Mutex},
};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything that happens to a secret, with the most talkative log there is. One runtime thread, so that all of it is
/// under this test's own subscriber.
async fn life(place: Place) -> (Place, Vec<String>, Vec<String>) {
    let mut errors = vec![];
    let root_answer = place
        .ask(&stranger(), Place::as_root(ROOT_PASSWORD))
        .await
        .unwrap();
    let root = signed_in(stranger(), &root_answer);
    place
        .ask(
            &root,
            place.new_user(
                "m.sato",
                Some(&allowing(&["User:updateUserPassword"])),
                Some(PASSWORD),
            ),
        )
        .await
        .unwrap();
    let answer = place
        .ask(&stranger(), place.as_user("m.sato", PASSWORD))
        .await
        .unwrap();
    let caller = signed_in(stranger(), &answer);
    let wrong = "canary-wrong-password-1";
    errors.push(
        place
            .ask(&stranger(), place.as_user("m.sato", wrong))
            .await
            .unwrap_err(),
    );
    errors.push(
        place
            .ask(&stranger(), place.as_user(wrong, wrong))
            .await
            .unwrap_err(),
    );
    errors.push(
        place
            .ask(
                &caller,
                ConfirmPassword {
                    password: wrong.into(),
                },
            )
            .await
            .unwrap_err(),
    );
    let nowhere = Auth {
        operator_id: Some("OP9999999999".into()),
        ..place.as_user(wrong, wrong)
    };
    errors.push(place.ask(&stranger(), nowhere).await.unwrap_err());
    let change = |new: &str| UpdateUserPassword {
        operator_id: place.operator.clone(),
        user_name: Place::name("m.sato"),
        current_password: PASSWORD.into(),
        new_password: new.into(),
    };
    errors.push(place.ask(&caller, change("canary12345")).await.unwrap_err());
    place.ask(&caller, change(OTHER_PASSWORD)).await.unwrap();
    errors.push(
        place
            .tell(
                &root,
                "User:createUserPassword",
                serde_json::json!({"operatorId": place.operator, "userName": "m.sato", "password": ["canary-in-a-bad-request"]}),
            )
            .await
            .unwrap_err(),
    );
    let mut secrets = canaries(&place, wrong, &[&root_answer, &answer]);
    secrets.extend(mail(&place).await);
    let told = errors
        .iter()
        .map(|error| format!("{error:?} {}", serde_json::to_string(error).unwrap()));
    let told = told.collect();
    (place, secrets, told)
}

/// Mail that a server refuses, repeating what it was told, and takes in the end. What opened something in it.
async fn mail(place: &Place) -> Vec<String> {
    let smtp = Smtp::start(Script::default()).await;
    let root = place.sends_through(smtp.port).await;
    let wrong = "canary-smtp-password-2";
    let settings = UpdateMailSettings {
        password: Some(wrong.into()),
        ..place.mail_settings(mail_server(smtp.port))
    };
    place.ask(&root, settings).await.unwrap();
    let posted = Posted::new("one", "verify_address", "anna@example.com");
    place.put(&posted.with_token("add_email", "e1")).await;
    place.turn().await;
    assert_eq!(place.fate("one").await.1, "sign_in_refused");
    place.sends_through(smtp.port).await;
    assert_eq!(place.turn().await.sent, 1);
    let taken = smtp.taken();
    let body = read(&taken[0].raw).body_text(0).unwrap().into_owned();
    let words = body.split_whitespace().filter(|word| {
        let letters = word.split('-').map(str::len).collect::<Vec<_>>();
        word.contains("lkm_") || letters == [4, 4]
    });
    let mut secrets: Vec<String> = words.map(str::to_owned).collect();
    assert!(!secrets.is_empty(), "a code: {body}");
    // a password also goes out in one piece with the user's name
    let whole = STANDARD_NO_PAD.encode(format!("\0{MAIL_USER}\0{MAIL_PASSWORD}"));
    secrets.extend([MAIL_PASSWORD.to_owned(), wrong.into(), whole]);
    secrets
}

/// Every secret that was used.
fn canaries(place: &Place, wrong: &str, answers: &[&AuthResponse]) -> Vec<String> {
    let mut secrets = vec![
        ROOT_PASSWORD.to_owned(),
        PASSWORD.into(),
        OTHER_PASSWORD.into(),
        wrong.into(),
        "canary12345".into(),
        "canary-in-a-bad-request".into(),
    ];
    for answer in answers {
        secrets.extend([
            answer.api_key.expose().to_owned(),
            answer.token.expose().to_owned(),
            answer.token.expose().split('.').nth(2).unwrap().to_owned(),
        ]);
    }
    secrets.push(
        place
            .key
            .expose()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    );
    secrets
}

fn search(haystack: &str, secrets: &[String], whose: &str) {
    for secret in secrets {
        let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        for form in [
            secret.clone(),
            STANDARD_NO_PAD.encode(secret),
            URL_SAFE_NO_PAD.encode(secret),
            hex,
            secret.replace(' ', "%20"),
        ] {
            assert!(!haystack.contains(&form), "{whose} holds {form}");
        }
    }
}

fn play(postgres: bool, over_http: bool) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (dump, secrets, errors) = tracing::subscriber::with_default(subscriber, || {
        runtime.block_on(async {
            let place = if postgres {
                Place::postgres().await
            } else {
                Place::sqlite().await
            };
            let place = if over_http { place.over_http() } else { place };
            let (place, secrets, errors) = life(place).await;
            let dump = place.dump().await;
            place.opened.close().await;
            (dump, secrets, errors)
        })
    });
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(dump.contains("m.sato"), "something was dumped");
    assert!(
        log.contains("a sign-in to an unknown account failed"),
        "something was logged: {log}"
    );
    search(&dump, &secrets, "the store");
    search(&errors.join("\n"), &secrets, "an error");
    search(&log, &secrets, "the log");
}

#[test]
fn no_secret_is_in_the_store_the_log_or_an_error_on_sqlite() {
    play(false, false);
}

#[test]
fn no_secret_is_in_the_store_the_log_or_an_error_on_postgres() {
    play(true, false);
}

#[test]
fn no_secret_is_in_the_store_the_log_or_an_error_on_sqlite_over_http() {
    play(false, true);
}

#[test]
fn no_secret_is_in_the_store_the_log_or_an_error_on_postgres_over_http() {
    play(true, true);
}
