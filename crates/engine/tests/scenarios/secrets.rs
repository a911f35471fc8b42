//! Secrets: not in the store, not in the log, not in an error (R19, R83).

use crate::support::*;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use latchkey_api::*;
use latchkey_engine::Caller;
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
    let root = place.sends_through(smtp.port).await;
    // and that the settings were changed back
    assert_eq!(place.turn().await.sent, 2);
    ways_back(place, &root, &smtp).await;
    let letters = opening(&smtp);
    // what adds an address, twice; one for each way; and one for each end of a recovery
    assert_eq!(letters.len(), 9);
    let mut secrets: Vec<String> = letters.iter().flat_map(|(_, it)| keys(it)).collect();
    // a password also goes out in one piece with the user's name
    let whole = STANDARD_NO_PAD.encode(format!("\0{MAIL_USER}\0{MAIL_PASSWORD}"));
    secrets.extend([MAIL_PASSWORD.to_owned(), wrong.into(), whole]);
    secrets
}

/// The messages that open something.
fn opening(smtp: &Smtp) -> Vec<(String, Letter)> {
    let taken = smtp.taken().into_iter().map(|taken| {
        let text = read(&taken.raw).body_text(0).unwrap().into_owned();
        (taken.to, Letter { text })
    });
    taken.filter(|(_, it)| it.text.contains("lkm_")).collect()
}

/// What of a message opens something: its token, and its code as it is shown and as it is compared.
fn keys(letter: &Letter) -> Vec<String> {
    let groups = |word: &&str| word.split('-').map(str::len).eq([4, 4]);
    let codes = letter.text.split_whitespace().filter(groups);
    let mut keys: Vec<String> = codes
        .flat_map(|code| [code.to_owned(), code.replace('-', "")])
        .collect();
    keys.push(letter.token().expose().to_owned());
    keys
}

/// Every way in that goes by mail, walked to its end (R38): the contact address, a forgotten password of a user and of the
/// owner, an invitation, a primary address that is taken back, and a recovery that is objected to.
async fn ways_back(place: &Place, root: &Caller, smtp: &Smtp) {
    let anybody = stranger();
    let mailed = async |to: &str| {
        place.turns().await;
        let mut letters = opening(smtp).into_iter().rev();
        letters.find(|(who, _)| who == to).expect("a letter").1
    };
    let set = place.contact("m.sato", CONTACT_EMAIL);
    place.ask(root, set).await.unwrap();
    let token = mailed(CONTACT_EMAIL).await.token();
    let show = GetMailToken {
        token: token.clone(),
    };
    place.ask(&anybody, show).await.unwrap();
    let confirm = VerifyContactToken { token };
    place.ask(&anybody, confirm).await.unwrap();

    let asked = place.user_forgot("m.sato");
    place.ask(&anybody, asked).await.unwrap();
    let code = mailed(CONTACT_EMAIL).await.code();
    let wrong = place.user_coding("m.sato", &no_code(), PASSWORD);
    assert!(place.ask(&anybody, wrong).await.is_err());
    let right = place.user_coding("m.sato", &code, PASSWORD);
    place.ask(&anybody, right).await.unwrap();

    let email = "new@users.example";
    let invited = CreateUser {
        contact: Some(email.parse().unwrap()),
        invite: Some(true),
        ..place.new_user("new", None, None)
    };
    place.ask(root, invited).await.unwrap();
    let accept = choosing(&mailed(email).await.token(), OTHER_PASSWORD);
    place.ask(&anybody, accept).await.unwrap();

    let add = Place::adding(RECOVERY_EMAIL);
    place.ask(root, add).await.unwrap();
    let token = mailed(RECOVERY_EMAIL).await.token();
    let confirm = VerifyAddEmailToken { token };
    place.ask(&anybody, confirm).await.unwrap();
    let id = place.email_id(RECOVERY_EMAIL).await;
    let replace = place.setting(EmailRole::Primary, &[&id]);
    place.ask(root, replace).await.unwrap();
    let token = mailed(ROOT_EMAIL).await.token();
    let undo = UndoPrimaryChange { token };
    place.ask(&anybody, undo).await.unwrap();

    let root = place.root().await;
    let recovery = place.setting(EmailRole::Recovery, &[&id]);
    place.ask(&root, recovery).await.unwrap();
    let lost = lost_mailbox(ROOT_EMAIL);
    place.ask(&anybody, lost).await.unwrap();
    let token = mailed(ROOT_EMAIL).await.token();
    let object = ObjectToRecovery { token };
    place.ask(&anybody, object).await.unwrap();
    place.ask(&anybody, forgot(ROOT_EMAIL)).await.unwrap();
    let reset = choosing(&mailed(ROOT_EMAIL).await.token(), OTHER_PASSWORD);
    place.ask(&anybody, reset).await.unwrap();
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
