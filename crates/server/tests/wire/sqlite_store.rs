//! A server over one encrypted file: what is promised of a database holds for it, and no command makes one by accident.

use crate::{
    commands::{create_account, initialised, on},
    support::{
        OTHER_PASSWORD, ROOT_EMAIL, ROOT_PASSWORD, exchange, get,
        machine_room::session,
        post,
        process::{Running, command, complaint, printed, run},
    },
};
use serde_json::json;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

const EVERY: [&str; 4] = ["migrate", "check", "serve", "create-account"];

fn store(config: &Path) -> (PathBuf, String) {
    let file = config.with_file_name("accounts.latchkey");
    let address = format!("sqlite:{}", file.display());
    (file, address)
}

fn asked(config: &Path, store: &str, verb: &str) -> Command {
    if verb == "create-account" {
        create_account(config, store)
    } else {
        on(config, store, verb)
    }
}

/// Every file of the configuration's folder, with its bytes.
fn files(config: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    std::fs::read_dir(config.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_holds_many_accounts_and_keeps_them_apart() {
    let (_folder, config) = initialised();
    let (_, store) = store(&config);
    printed(&run(on(&config, &store, "migrate"), ""));
    printed(&run(on(&config, &store, "migrate"), ""));
    let first = printed(&run(create_account(&config, &store), ROOT_PASSWORD));
    let mut second = on(&config, &store, "create-account");
    second.args([
        "--email",
        "b@example.com",
        "--name",
        "B",
        "--password-stdin",
    ]);
    let second = printed(&run(second, OTHER_PASSWORD));
    assert_ne!(first, second);
    printed(&run(on(&config, &store, "check"), ""));

    let mut server = Running::start(&config, &store);
    let mut roots = vec![];
    for (email, password) in [
        (ROOT_EMAIL, ROOT_PASSWORD),
        ("b@example.com", OTHER_PASSWORD),
    ] {
        let form = json!({"email": email, "password": password});
        roots.push(session(
            &exchange(server.address, post("/v1/auth", &form)).await,
        ));
    }
    for (operator, own, other) in [(first, 0, 1), (second, 1, 0)] {
        let path = format!("/v1/operators/{}", operator.trim());
        let answer = exchange(server.address, get(&path, &roots[own])).await;
        assert_eq!(answer.json()["operatorId"], operator.trim());
        let answer = exchange(server.address, get(&path, &roots[other])).await;
        assert_eq!(answer.refusal(), (404, "not_found".into()));
    }
    server.terminate();
    assert!(server.ended().success());
}

// F07, F09
#[tokio::test(flavor = "multi_thread")]
async fn one_process_holds_the_file_and_leaves_it_whole() {
    let (_folder, config) = initialised();
    let (file, store) = store(&config);
    printed(&run(on(&config, &store, "migrate"), ""));
    printed(&run(create_account(&config, &store), ROOT_PASSWORD));
    let mut server = Running::start(&config, &store);
    for verb in EVERY {
        let why = complaint(&run(asked(&config, &store, verb), OTHER_PASSWORD));
        assert!(why.contains("open") && why.contains("Nothing was"), "{why}");
    }
    server.terminate();
    assert!(server.ended().success());
    let names: Vec<String> = files(&config)
        .into_keys()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let expected = [
        "accounts.latchkey",
        "accounts.latchkey.lock",
        "latchkey.key",
        "latchkey.toml",
    ];
    assert_eq!(names, expected, "the log is folded into the file");
    assert!(!std::fs::read(&file).unwrap().starts_with(b"SQLite format"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let again = Running::start(&config, &store);
    let form = json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD});
    session(&exchange(again.address, post("/v1/auth", &form)).await);
}

// R91
#[test]
fn what_is_no_store_is_left_as_it_is() {
    let (_folder, config) = initialised();
    let (file, store) = store(&config);
    let refused = |verbs: &[&str]| {
        let before = files(&config);
        for verb in verbs {
            let why = complaint(&run(asked(&config, &store, verb), ROOT_PASSWORD));
            assert!(why.contains("Nothing was"), "{verb}: {why}");
            let mut after = files(&config);
            // the lock of a file that is there may stay
            after.remove(&PathBuf::from(format!("{}.lock", file.display())));
            assert!(before == after, "{verb}: something was written");
        }
    };
    refused(&["check", "serve", "create-account"]);
    std::fs::write(&file, b"").unwrap();
    refused(&EVERY);
    std::fs::write(&file, b"SQLite format 3\0 and so on").unwrap();
    refused(&EVERY);
    std::fs::write(&file, [7; 8192]).unwrap();
    refused(&EVERY);
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    for verb in EVERY {
        complaint(&run(asked(&config, &store, verb), ROOT_PASSWORD));
    }
    assert_eq!(std::fs::read_dir(&file).unwrap().count(), 0);
}

#[test]
fn another_servers_key_does_not_open_the_file() {
    let (_mine, config) = initialised();
    let (_other, stranger) = initialised();
    let (file, store) = store(&config);
    printed(&run(on(&config, &store, "migrate"), ""));
    let before = std::fs::read(&file).unwrap();
    for verb in EVERY {
        let why = complaint(&run(asked(&stranger, &store, verb), ROOT_PASSWORD));
        assert!(why.contains("key"), "{why}");
    }
    assert!(std::fs::read(&file).unwrap() == before);
}

#[test]
fn a_path_in_the_configuration_begins_beside_it() {
    let (_folder, config) = initialised();
    std::fs::write(&config, "store = \"sqlite:accounts.latchkey\"").unwrap();
    let verb = |verb: &str| command([verb, "--config", config.to_str().unwrap()]);
    printed(&run(verb("migrate"), ""));
    assert!(store(&config).0.is_file());
    for none in ["", ":memory:", "file:accounts", "//accounts"] {
        std::fs::write(&config, format!("store = \"sqlite:{none}\"")).unwrap();
        let why = complaint(&run(verb("migrate"), ""));
        assert!(why.contains("Nothing was created"), "{none}: {why}");
    }
    std::fs::write(&config, "store = \"sqlite:accounts.latchkey\"").unwrap();
    printed(&run(verb("check"), ""));
}

#[test]
fn an_address_that_is_no_file_is_said_to_be_none() {
    let (folder, config) = initialised();
    let inside = |name: &str| folder.path().join(name).display().to_string();
    for store in [
        "sqlite:".to_owned(),
        "sqlite::memory:".to_owned(),
        format!("sqlite://{}", inside("a")),
        format!("sqlite:{}?mode=rwc", inside("b")),
        format!("sqlite:file:{}", inside("c")),
        format!("sqlite:{}/", inside("d")),
        format!("sqlite:{}", inside("no-such-folder/e")),
        format!("SQLITE:{}", inside("f")),
        inside("g"),
    ] {
        for verb in EVERY {
            let why = complaint(&run(asked(&config, &store, verb), ROOT_PASSWORD));
            assert!(why.contains("Nothing was created"), "{store}: {why}");
        }
    }
    let made = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(made, 1, "the folder of the configuration and nothing else");
}

#[test]
fn at_once_one_migration_makes_the_file() {
    let (_folder, config) = initialised();
    let (_, store) = store(&config);
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| {
                let output = run(on(&config, &store, "migrate"), "");
                let why = String::from_utf8(output.stderr).unwrap();
                assert!(output.status.success() || why.contains("open"), "{why}");
            });
        }
    });
    printed(&run(on(&config, &store, "check"), ""));
    assert_eq!(files(&config).len(), 4, "nothing unfinished stays");
}
