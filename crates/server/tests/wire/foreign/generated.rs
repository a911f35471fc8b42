//! Requests that a program makes up out of a description, right and wrong ones: the server never breaks, and what it
//! answers is what the description says (DESIGN 4, R97).

use super::described;
use crate::{
    commands::{create_account, initialised, on},
    support::{
        ROOT_EMAIL, ROOT_PASSWORD, Request, database, exchange, get, headers, post,
        process::{Running, printed, run},
        with,
    },
};
use latchkey_server::route::ROUTES;
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

/// After one of these the caller is nobody: they get a session of their own, and the end.
const LAST: &[&str] = &["logout", "revokeOperatorAuthTokens", "endSession"];

/// The program, as `cargo xtask` installs it into the target folder.
fn schemathesis() -> PathBuf {
    let server = Path::new(env!("CARGO_BIN_EXE_latchkey-server"));
    let target = server.parent().and_then(Path::parent).unwrap();
    let program = target.join("conformance/bin/schemathesis");
    assert!(
        program.is_file(),
        "{} is missing: `cargo xtask setup --test` installs it",
        program.display()
    );
    program
}

/// It asks faster than people do: what it would be answered then is not what is asked here.
fn as_often_as_it_likes(config: &Path) {
    let mut text = std::fs::read_to_string(config).unwrap();
    for rate in ["requests", "account-requests", "sign-ins"] {
        let line = text
            .lines()
            .find(|line| line.starts_with(&format!("{rate}-per-second = ")))
            .unwrap()
            .to_owned();
        text = text.replace(
            &format!("\n{line}\n"),
            &format!("\n{rate}-per-second = 0\n"),
        );
    }
    std::fs::write(config, text).unwrap();
}

/// A session of root's.
async fn sign_in(address: SocketAddr) -> Value {
    let form = json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD});
    let answer = exchange(address, post("/v1/auth", &form)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// Somebody for the requests to be about, and an address; its ID.
async fn taro(address: SocketAddr, session: &Value) -> String {
    let pair = headers(text(session, "apiKey"), text(session, "token"));
    let account = format!("/v1/operators/{}", text(session, "operatorId"));
    let made: Request = with("POST", &format!("{account}/users/taro"), &pair, "{}");
    assert_eq!(exchange(address, made).await.status, 201);
    let body = json!({"email": "accounts@harbor-coffee.example", "password": ROOT_PASSWORD});
    let path = "/v1/operators/add_email_token/issue";
    let added: Request = with("POST", path, &pair, body.to_string());
    assert_eq!(exchange(address, added).await.status, 200);
    let listed = exchange(address, get(&format!("{account}/emails"), &pair)).await;
    text(&listed.json()[1], "emailId").to_owned()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

/// A file, or an address at the server itself, and what its answers are held against.
struct Description {
    place: String,
    checks: &'static str,
}

/// Schemathesis with a description and this session, on these operations.
fn asking(
    description: &Description,
    address: SocketAddr,
    (session, email): (&Value, &str),
    ids: &[&str],
) -> Command {
    let settings = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/conformance/schemathesis.toml"
    );
    let mut command = Command::new(schemathesis());
    command
        .args(["--config-file", settings, "run", &description.place])
        .args(["--url", &format!("http://{address}/v1")])
        .args(["--checks", description.checks])
        .args(["--warnings", "off", "--no-color"])
        .env("LATCHKEY_API_KEY", text(session, "apiKey"))
        .env("LATCHKEY_TOKEN", text(session, "token"))
        .env("LATCHKEY_OPERATOR", text(session, "operatorId"))
        .env("LATCHKEY_EMAIL_ID", email)
        .env("NO_PROXY", "*");
    for id in ids {
        command.args(["--include-operation-id", id]);
    }
    command
}

/// What it says last: `1004 generated, 1004 passed`. It fails when anything was found.
fn count(mut command: Command) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let output = command
        .current_dir(folder.path())
        .output()
        .map_err(|error| error.to_string())?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = told.lines().find(|line| line.contains(" generated, "));
    match (output.status.success(), line) {
        (true, Some(line)) => Ok(line.trim().to_owned()),
        _ => Err(format!(
            "{told}\n{}",
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}

/// Plays a description against a server of its own; every operation named in `ids` has to be in it.
async fn play(name: &str, mut description: Description, ids: &[&str]) {
    let store = database().await;
    let (_folder, config) = initialised();
    as_often_as_it_likes(&config);
    printed(&run(on(&config, &store, "migrate"), ""));
    printed(&run(create_account(&config, &store), ROOT_PASSWORD));
    let mut server = Running::start(&config, &store);
    let address = server.address;
    let (first, last) = (sign_in(address).await, sign_in(address).await);
    let email = taro(address, &first).await;
    description.place = description.place.replace("SERVER", &address.to_string());
    let (ending, rest): (Vec<&str>, Vec<&str>) = ids.iter().partition(|id| LAST.contains(id));
    let counts = server.until_done(|| {
        let rest = count(asking(&description, address, (&first, &email), &rest))?;
        let ending = count(asking(&description, address, (&last, &email), &ending))?;
        Ok::<_, String>(format!("{rest}; {ending}"))
    });
    let counts = counts.unwrap_or_else(|told| panic!("{told}"));
    let broken: Vec<&String> = server
        .lines
        .iter()
        .filter(|line| line.contains("panicked") || line.contains("\"status\":500"))
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
    println!("schemathesis, {name}: {} operations, {counts}", ids.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_breaks_and_every_answer_is_as_the_public_description_has_it() {
    let described = described();
    let ids: Vec<&str> = described
        .iter()
        .filter(|known| ROUTES.iter().any(|route| route.name == known.name))
        .map(|known| known.id.as_str())
        .collect();
    let description = Description {
        place: concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/conformance/account-api.json"
        )
        .into(),
        checks: "not_a_server_error,response_schema_conformance",
    };
    play("the public description", description, &ids).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_breaks_and_every_answer_is_as_its_own_description_has_it() {
    let description = Description {
        place: "http://SERVER/v1/latchkey/openapi.json".into(),
        checks: "not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance",
    };
    let ids: Vec<&str> = ROUTES
        .iter()
        .map(|route| route.name.split_once(':').unwrap().1)
        .collect();
    play("its own description", description, &ids).await;
}
