//! Invitations as they are given out and used: the command prints a code once, the wire takes it once.

use crate::{
    commands::{initialised, on},
    support::{
        OTHER_PASSWORD, Office, database, exchange, post,
        process::{Running, complaint, printed, run},
    },
};
use latchkey_api::SignUp;
use serde_json::{Value, json};
use std::path::Path;

const SIGN_UP: &str = "/v1/latchkey/operators";

fn form(invitation: Option<&str>) -> Value {
    let mut form = json!({"email": "new@example.com", "password": OTHER_PASSWORD});
    if let Some(code) = invitation {
        form["invitation"] = code.into();
    }
    form
}

fn by_invitation(config: &Path) {
    let text = std::fs::read_to_string(config).unwrap();
    let text = text.replace("sign-up = \"off\"", "sign-up = \"invitation\"");
    std::fs::write(config, text).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_from_the_command_makes_an_account_once() {
    let store = database().await;
    let (_folder, config) = initialised();
    by_invitation(&config);
    printed(&run(on(&config, &store, "migrate"), ""));
    let mut server = Running::start(&config, &store);
    // beside the running server
    let told = printed(&run(on(&config, &store, "invite"), ""));
    let code = told.trim_end();
    assert_eq!(told, format!("{code}\n"), "the code and nothing else");
    assert_eq!(code.len(), 24);
    let made = exchange(server.address, post(SIGN_UP, &form(Some(code)))).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let again = exchange(server.address, post(SIGN_UP, &form(Some(code)))).await;
    assert_eq!(again.refusal(), (403, "not_invited".into()));
    server.terminate();
    assert!(server.ended().success());
    // R83
    assert!(!server.lines.concat().contains(code));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_invited_is_told_so_and_no_more() {
    let office = Office::signing_up(SignUp::Invitation).await;
    let without = office.ask(post(SIGN_UP, &form(None))).await;
    assert_eq!(without.refusal(), (403, "not_invited".into()));
    let wrong = office
        .ask(post(SIGN_UP, &form(Some("0000-0000-0000-0000-0000"))))
        .await;
    assert_eq!(wrong.json(), without.json(), "which it is stays unsaid");
    assert_eq!(without.json()["field"], "invitation");
    let invitation = office.engine.invite(1).await.unwrap();
    let made = office
        .ask(post(SIGN_UP, &form(Some(invitation.code.expose()))))
        .await;
    assert_eq!(made.status, 201, "{}", made.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_code_is_made_where_none_is_taken() {
    let store = database().await;
    let (_folder, config) = initialised();
    printed(&run(on(&config, &store, "migrate"), ""));
    let why = complaint(&run(on(&config, &store, "invite"), ""));
    assert!(why.contains("sign-up"), "{why}");
    by_invitation(&config);
    for days in ["0", "91", "-1", "week"] {
        let mut command = on(&config, &store, "invite");
        command.args(["--days", days]);
        assert_eq!(run(command, "").status.code(), Some(2), "{days}");
    }
}
