//! `kill -9` at random moments while users are written: what was acknowledged is there, and the next start repairs
//! nothing (F01). 50 kills; `LATCHKEY_KILLS` asks for more.
#![allow(
    clippy::format_collect,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs
)]

use latchkey_api::{
    Auth, CreateOperator, CreateUser, Credentials, Language, ListUsers, OperatorId,
};
use latchkey_engine::{
    Caller, Engine, PasswordCost, Ports, Randomness as _, StoreKey, SystemRandomness, local,
};
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};
use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
};

const EMAIL: &str = "owner@harbor-coffee.example";
const PASSWORD: &str = "orbit-lemon-canoe-drum-7";
/// Says that this process is the one to be killed: folder and key.
const WRITER: &str = "LATCHKEY_TEST_WRITER";

fn ports() -> Ports {
    Ports {
        password_cost: PasswordCost {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        },
        ..Ports::system()
    }
}

async fn root(engine: &Engine) -> Caller {
    let mut caller = Caller::here(Language::En, "test");
    let form = Auth {
        email: Some(EMAIL.into()),
        password: Some(PASSWORD.into()),
        ..Auth::default()
    };
    let answer = engine.call(&caller, form).await.unwrap();
    caller.envelope.credentials = Some(Credentials {
        api_key: answer.api_key.expose().into(),
        token: answer.token,
    });
    caller
}

fn new_user(operator_id: &OperatorId, name: &str) -> CreateUser {
    CreateUser {
        operator_id: operator_id.clone(),
        user_name: name.parse().unwrap(),
        description: Some("a person".parse().unwrap()),
        permission: None,
        password: None,
        must_change_password: None,
        contact: None,
        invite: None,
    }
}

/// Four writers at once; each prints a name when its user is acknowledged.
async fn write_until_killed(folder: &Path, key: StoreKey, round: u32) {
    let account = local::list(folder).unwrap().remove(0);
    let engine = local::open(&account.path, &key, ports()).await.unwrap();
    let root = root(&engine).await;
    println!("ready");
    let writers = (0..4).map(|writer| {
        let (engine, root, operator_id) =
            (engine.clone(), root.clone(), account.operator_id.clone());
        tokio::spawn(async move {
            for n in 0_u32.. {
                let name = format!("r{round}-w{writer}-{n}");
                engine
                    .call(&root, new_user(&operator_id, &name))
                    .await
                    .unwrap();
                let mut out = std::io::stdout().lock();
                writeln!(out, "{name}").unwrap();
                out.flush().unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
}

fn below(bound: u8) -> usize {
    let mut byte = [0];
    SystemRandomness.fill(&mut byte);
    usize::from(byte[0] % bound)
}

/// Runs a writer and kills it after some acknowledged names, in the middle of whatever it does then.
fn kill_one(folder: &Path, key: &StoreKey, round: u32) -> Vec<String> {
    let hex: String = key
        .expose()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writer", "--nocapture"])
        .env(WRITER, format!("{round} {hex} {}", folder.display()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines
        .by_ref()
        .find(|line| line.as_ref().unwrap().ends_with("ready"))
        .expect("the writer begins")
        .unwrap();
    let mut acknowledged: Vec<String> = lines
        .by_ref()
        .take(1 + below(24))
        .map(Result::unwrap)
        .collect();
    child.kill().unwrap();
    child.wait().unwrap();
    // what was said before the end was said; a line that was cut is not
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    acknowledged.extend(rest);
    acknowledged.retain(|name| name.starts_with(&format!("r{round}-")));
    acknowledged
}

/// The process that is killed; without its order it has nothing to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writer() {
    let Some(order) = std::env::var(WRITER).ok() else {
        return;
    };
    let mut parts = order.splitn(3, ' ');
    let (round, hex, folder) = (
        parts.next().unwrap(),
        parts.next().unwrap(),
        parts.next().unwrap(),
    );
    let mut bytes = [0; 32];
    for (byte, digits) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap();
    }
    write_until_killed(
        Path::new(folder),
        StoreKey::from_bytes(bytes),
        round.parse().unwrap(),
    )
    .await;
}

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9() {
    let kills: u32 = std::env::var("LATCHKEY_KILLS")
        .ok()
        .map_or(50, |kills| kills.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let key = StoreKey::generate(&SystemRandomness);
    let sign_up = CreateOperator {
        email: EMAIL.parse().unwrap(),
        password: PASSWORD.into(),
        description: None,
        invitation: None,
    };
    let (operator_id, engine) = local::create(folder.path(), &key, ports(), Language::En, sign_up)
        .await
        .unwrap();
    engine.close().await;
    drop(engine);
    let path = local::path_of(folder.path(), &operator_id);
    let mut acknowledged = BTreeSet::new();
    for round in 0..kills {
        acknowledged.extend(kill_one(folder.path(), &key, round));
        // no repair: it opens as it is, and its pages hold together
        let engine = local::open(&path, &key, ports()).await.unwrap();
        let root = root(&engine).await;
        let stored: BTreeSet<String> = engine
            .call(
                &root,
                ListUsers {
                    operator_id: operator_id.clone(),
                },
            )
            .await
            .unwrap()
            .into_iter()
            .map(|user| user.user_name)
            .collect();
        let lost: Vec<&String> = acknowledged.difference(&stored).collect();
        assert!(lost.is_empty(), "lost after kill {round}: {lost:?}");
        // at most one more for each writer: done, and killed before it could say so
        assert!(stored.len() <= acknowledged.len() + 4 * (round as usize + 1));
        engine.close().await;
        drop(engine);
        check(&path, &key).await;
    }
    assert!(acknowledged.len() >= kills as usize);
    println!("{kills} kills, {} acknowledged users", acknowledged.len());
}

/// SQLite's and SQLCipher's own opinion, and the audit log's: one row for each user.
async fn check(path: &Path, key: &StoreKey) {
    let hex: String = key
        .expose()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut raw = SqliteConnectOptions::new()
        .filename(path)
        .pragma("key", format!("\"x'{hex}'\""))
        .connect()
        .await
        .unwrap();
    let (opinion,): (String,) = sqlx::query_as("PRAGMA integrity_check")
        .fetch_one(&mut raw)
        .await
        .unwrap();
    assert_eq!(opinion, "ok");
    assert!(
        sqlx::query("PRAGMA cipher_integrity_check")
            .fetch_all(&mut raw)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        sqlx::query("PRAGMA foreign_key_check")
            .fetch_all(&mut raw)
            .await
            .unwrap()
            .is_empty()
    );
    let (difference,): (i64,) = sqlx::query_as("SELECT (SELECT count(*) FROM users) - (SELECT count(*) FROM audit WHERE operation = 'User:createUser' AND outcome = 'allowed')").fetch_one(&mut raw).await.unwrap();
    assert_eq!(difference, 0);
}
