//! A newcomer's commands, from nothing to a signed-in client, and what they refuse.

use crate::support::{
    OTHER_PASSWORD, PASSWORD, ROOT_EMAIL, ROOT_PASSWORD, database,
    process::{Running, command, complaint, printed, run},
    run as sql,
};
use latchkey_api::*;
use latchkey_client::Client;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with the files of `init` in it.
pub fn initialised() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("server");
    let told = printed(&run(
        command(["init", "--dir", place.to_str().unwrap()]),
        "",
    ));
    assert!(told.contains("latchkey.toml"), "{told}");
    let config = place.join("latchkey.toml");
    (folder, config)
}

pub fn on(config: &Path, store: &str, verb: &str) -> std::process::Command {
    command([verb, "--config", config.to_str().unwrap(), "--store", store])
}

pub fn create_account(config: &Path, store: &str) -> std::process::Command {
    let mut command = on(config, store, "create-account");
    command.args([
        "--email",
        ROOT_EMAIL,
        "--name",
        "Harbor Coffee",
        "--password-stdin",
    ]);
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn from_nothing_to_signed_in() {
    let store = database().await;
    let (_folder, config) = initialised();
    printed(&run(on(&config, &store, "migrate"), ""));
    printed(&run(on(&config, &store, "migrate"), ""));
    printed(&run(on(&config, &store, "check"), ""));
    let id = printed(&run(
        create_account(&config, &store),
        &format!("{ROOT_PASSWORD}\n"),
    ));
    let operator: OperatorId = id
        .strip_suffix('\n')
        .unwrap()
        .parse()
        .expect("the ID and nothing else");

    let mut server = Running::start(&config, &store);
    let client = Client::new(
        &format!("http://{}", server.address),
        &latchkey_client::Trust::default(),
        Language::En,
    )
    .unwrap();
    let form = Auth {
        email: Some(ROOT_EMAIL.into()),
        password: Some(ROOT_PASSWORD.into()),
        ..Auth::default()
    };
    let session = client.call(&Envelope::default(), &form).await.unwrap();
    assert_eq!(session.operator_id, operator);
    let envelope = Envelope {
        credentials: Some(Credentials {
            api_key: session.api_key.expose().to_owned(),
            token: session.token,
        }),
        ..Envelope::default()
    };
    let account = client
        .call(
            &envelope,
            &GetOperator {
                operator_id: operator,
            },
        )
        .await
        .unwrap();
    assert_eq!(
        (account.email.as_str(), account.description.as_str()),
        (ROOT_EMAIL, "Harbor Coffee")
    );
    server.terminate();
    assert!(server.ended().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_is_finished_when_it_stops() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let store = database().await;
    let (_folder, config) = initialised();
    printed(&run(on(&config, &store, "migrate"), ""));
    let mut server = Running::start(&config, &store);
    let mut stream = tokio::net::TcpStream::connect(server.address)
        .await
        .unwrap();
    let body = r#"{"email":"nobody@example.com","password":"x"}"#;
    let (now, later) = body.split_at(10);
    let head = format!(
        "POST /v1/auth HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // it reads the body: the request is under way
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100 Continue"));
    stream.write_all(now.as_bytes()).await.unwrap();
    server.terminate();
    server.until("stopping: what is under way is finished first");
    stream.write_all(later.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert!(server.ended().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_address_never_makes_a_store() {
    let (folder, config) = initialised();
    let empty = database().await;
    let absent = empty.replace("/test_", "/absent_");
    let file = folder.path().join("accounts.db");
    let file = file.to_str().unwrap();
    for verb in ["check", "serve", "migrate", "create-account"] {
        for store in [
            empty.as_str(),
            &absent,
            file,
            &format!("sqlite:{file}"),
            "postgres://127.0.0.1:1/latchkey",
            "postgres://",
        ] {
            // these it makes
            if verb == "migrate" && (store == empty || store.starts_with("sqlite:")) {
                continue;
            }
            let asked = if verb == "create-account" {
                create_account(&config, store)
            } else {
                on(&config, store, verb)
            };
            let why = complaint(&run(asked, ROOT_PASSWORD));
            assert!(
                why.starts_with("latchkey-server: ") && why.contains("Nothing was"),
                "{verb} {store}: {why}"
            );
        }
    }
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "no file was made"
    );
    // fails if a table of ours is there
    sql(&empty, "CREATE TABLE users (x int); CREATE TABLE store_key (x int); CREATE TABLE latchkey_migrations (x int)").await;
    // fails if the database is there
    sql(&empty, "DO $$ BEGIN IF EXISTS (SELECT FROM pg_database WHERE datname LIKE 'absent%') THEN RAISE 'it was made'; END IF; END $$").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_breaks_a_rule_is_not_made() {
    let store = database().await;
    let (_folder, config) = initialised();
    printed(&run(on(&config, &store, "migrate"), ""));
    for (password, part) in [("", "12 characters"), ("password1234\n", "Many people")] {
        let why = complaint(&run(create_account(&config, &store), password));
        assert!(why.contains(part), "{why}");
    }
    printed(&run(create_account(&config, &store), PASSWORD));
    let why = complaint(&run(create_account(&config, &store), OTHER_PASSWORD));
    assert!(
        why.contains("address") && !why.contains(OTHER_PASSWORD),
        "{why}"
    );
    // a password is not an argument: others could read it there
    let output = run(on(&config, &store, "create-account"), "");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn files_are_made_once_and_kept_private() {
    let (_folder, config) = initialised();
    let key = config.with_file_name("latchkey.key");
    let before = (
        std::fs::read(&config).unwrap(),
        std::fs::read(&key).unwrap(),
    );
    let folder = config.parent().unwrap().to_str().unwrap();
    let why = complaint(&run(command(["init", "--dir", folder]), ""));
    assert!(why.contains("not touched"), "{why}");
    assert_eq!(
        (
            std::fs::read(&config).unwrap(),
            std::fs::read(&key).unwrap()
        ),
        before
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // the address of the store may have its password in it
        for file in [&key, &config] {
            let mode = std::fs::metadata(file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_servers_key_is_refused_before_anybody_is() {
    let store = database().await;
    let (_mine, config) = initialised();
    let (_other, stranger) = initialised();
    printed(&run(on(&config, &store, "migrate"), ""));
    for verb in ["check", "serve", "migrate"] {
        let why = complaint(&run(on(&stranger, &store, verb), ""));
        assert!(why.contains("key"), "{why}");
    }
}

#[test]
fn the_version_and_the_help_tell_no_setting() {
    let version = printed(&run(command(["version"]), ""));
    assert_eq!(
        version,
        format!("latchkey-server {}\n", env!("CARGO_PKG_VERSION"))
    );
    let mut help = command(["serve", "--help"]);
    help.env("LATCHKEY_STORE", "postgres://latchkey:hunter2@db/latchkey");
    let help = printed(&run(help, ""));
    assert!(
        help.contains("LATCHKEY_STORE") && !help.contains("hunter2"),
        "{help}"
    );
}

#[test]
fn settings_of_mail_are_read_when_the_server_checks_them() {
    let (_folder, config) = initialised();
    let before = std::fs::read_to_string(&config).unwrap();
    let beside = |name: &str| config.parent().unwrap().join(name);
    std::fs::write(beside("mail.password"), "canary-password\n").unwrap();
    let mail = "[mail]\nhost = 'smtp.example.com'\nport = 587\nsecurity = 'starttls'\nuser = 'latchkey'\npassword-file = 'mail.password'\nsender-address = 'no-reply@example.com'\n";
    for (setting, table, words) in [
        ("public-url = \"http://id.example.com\"", "", "plain http"),
        ("mail-networks = [\"here\"]", "", "mail-networks"),
        (
            "mail-networks = []\nmail-authority = 'latchkey.toml'",
            "",
            "no certificate",
        ),
        ("public-url = \"\"", "[mail]\nhost = 'x'\n", "port"),
        // R75: it was made readable by everybody
        ("public-url = \"\"", mail, "chmod 600"),
    ] {
        let name = setting.split_once(' ').unwrap().0;
        let lines: Vec<&str> = before
            .lines()
            .map(|line| {
                if line.starts_with(&format!("{name} = ")) {
                    setting
                } else {
                    line
                }
            })
            .collect();
        std::fs::write(&config, format!("{}\n{table}", lines.join("\n"))).unwrap();
        let check = command(["check", "--config", config.to_str().unwrap()]);
        let why = complaint(&run(check, ""));
        assert!(why.contains(words), "{setting}: {why}");
        assert!(!why.contains("canary"), "{why}");
    }
}
