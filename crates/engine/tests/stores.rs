//! Bad stores: each is told apart, in words of its own, and nothing is written or created (R91, F07, F09, F20).
#![allow(
    clippy::format_collect,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

use latchkey_api::{Auth, CreateOperator, Language};
use latchkey_engine::{
    Caller, Engine, PasswordCost, Ports, StoreKey, StoreProblem, SystemRandomness, local,
};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, SqliteConnection,
    sqlite::SqliteConnectOptions,
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

const PASSWORD: &str = "orbit-lemon-canoe-drum-7";

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

fn sign_up() -> CreateOperator {
    CreateOperator {
        email: "owner@harbor-coffee.example".parse().unwrap(),
        password: PASSWORD.into(),
        description: None,
    }
}

struct Account {
    folder: tempfile::TempDir,
    path: PathBuf,
    key: StoreKey,
}

/// An account that was made and closed.
async fn account() -> Account {
    let folder = tempfile::tempdir().unwrap();
    let key = StoreKey::generate(&SystemRandomness);
    let (id, engine) = local::create(folder.path(), &key, ports(), Language::En, sign_up())
        .await
        .unwrap();
    engine.close().await;
    Account {
        path: local::path_of(folder.path(), &id),
        folder,
        key,
    }
}

impl Account {
    async fn open(&self) -> Result<Engine, StoreProblem> {
        local::open(&self.path, &self.key, ports()).await
    }

    async fn raw(&self) -> SqliteConnection {
        let hex: String = self
            .key
            .expose()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        SqliteConnectOptions::new()
            .filename(&self.path)
            .create_if_missing(true)
            .pragma("key", format!("\"x'{hex}'\""))
            .connect()
            .await
            .unwrap()
    }

    /// Every file of the folder but the lock, with its bytes.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|file| file.unwrap().path());
        files
            .filter(|path| path.extension().is_none_or(|ending| ending != "lock"))
            .map(|path| (path.clone(), std::fs::read(path).unwrap_or_default()))
            .collect()
    }

    /// Opening is refused, says so in both languages, and leaves every byte as it was.
    async fn refuses(&self, problem: StoreProblem) {
        let before = self.files();
        assert_eq!(self.open().await.err(), Some(problem.clone()));
        assert!(before == self.files(), "{problem:?}: something was written");
        let (english, japanese) = (problem.message(Language::En), problem.message(Language::Ja));
        assert!(
            english.ends_with('.') && japanese.ends_with('。') && english.len() > 60,
            "{english}"
        );
    }
}

#[tokio::test]
async fn an_account_opens_again_with_its_key() {
    let account = account().await;
    let engine = account.open().await.unwrap();
    let form = Auth {
        email: Some("owner@harbor-coffee.example".into()),
        password: Some(PASSWORD.into()),
        ..Auth::default()
    };
    engine
        .call(&Caller::here(Language::En, "test"), form)
        .await
        .unwrap();
    assert_eq!(
        local::list(account.folder.path()).unwrap()[0].path,
        account.path
    );
}

#[tokio::test]
async fn a_missing_file_is_not_made() {
    let account = account().await;
    std::fs::remove_file(&account.path).unwrap();
    account.refuses(StoreProblem::Missing).await;
    assert!(account.files().is_empty());
    assert!(
        local::list(&account.folder.path().join("nowhere"))
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_wrong_key_is_told() {
    let account = Account {
        key: StoreKey::generate(&SystemRandomness),
        ..account().await
    };
    account.refuses(StoreProblem::WrongKey).await;
}

#[tokio::test]
async fn a_file_of_noise_is_told_as_a_key_that_does_not_fit() {
    let account = account().await;
    std::fs::write(&account.path, vec![0x5a; 8192]).unwrap();
    account.refuses(StoreProblem::WrongKey).await;
}

#[tokio::test]
async fn a_plain_sqlite_file_is_told() {
    let account = account().await;
    std::fs::remove_file(&account.path).unwrap();
    let mut plain = SqliteConnectOptions::new()
        .filename(&account.path)
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    plain.execute("CREATE TABLE t (x)").await.unwrap();
    plain.close().await.unwrap();
    account.refuses(StoreProblem::Plain).await;
}

#[tokio::test]
async fn an_empty_file_is_told() {
    let account = account().await;
    std::fs::write(&account.path, b"").unwrap();
    account.refuses(StoreProblem::Empty).await;
}

#[tokio::test]
async fn a_file_that_lost_its_end_is_told() {
    let account = account().await;
    let whole = std::fs::read(&account.path).unwrap();
    for length in [3, 1000, whole.len() - 1, whole.len() - 2000, 4096 * 3 + 7] {
        std::fs::write(&account.path, &whole[..length]).unwrap();
        account.refuses(StoreProblem::Truncated).await;
    }
    // at a page's end only the file itself knows
    for pages in [1, 5, whole.len() / 4096 - 1] {
        std::fs::write(&account.path, &whole[..pages * 4096]).unwrap();
        let problem = account.open().await.unwrap_err();
        assert!(
            matches!(problem, StoreProblem::Truncated | StoreProblem::Damaged),
            "{pages}: {problem:?}"
        );
    }
    std::fs::write(&account.path, &whole).unwrap();
    account.open().await.unwrap();
}

/// F09: wrong bytes are never shown as rows
#[tokio::test]
async fn flipped_bytes_are_never_read_as_data() {
    let account = account().await;
    let whole = std::fs::read(&account.path).unwrap();
    for at in (100..whole.len()).step_by(whole.len() / 23) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x40;
        std::fs::write(&account.path, &damaged).unwrap();
        let Ok(engine) = account.open().await else {
            continue;
        };
        let form = Auth {
            email: Some("owner@harbor-coffee.example".into()),
            password: Some(PASSWORD.into()),
            ..Auth::default()
        };
        let answer = engine.call(&Caller::here(Language::En, "test"), form).await;
        // either the page was not needed, or the fault was noticed: never another answer
        if let Err(error) = answer {
            assert!(
                matches!(
                    error.code,
                    latchkey_api::Code::StoreUnavailable | latchkey_api::Code::Internal
                ),
                "{at}: {error:?}"
            );
        }
        engine.close().await;
    }
}

#[tokio::test]
async fn another_programs_file_is_told() {
    let account = account().await;
    std::fs::remove_file(&account.path).unwrap();
    let mut foreign = account.raw().await;
    foreign.execute("CREATE TABLE t (x)").await.unwrap();
    foreign.close().await.unwrap();
    account.refuses(StoreProblem::Foreign).await;
    std::fs::remove_file(&account.path).unwrap();
    std::fs::create_dir(&account.path).unwrap();
    account.refuses(StoreProblem::Foreign).await;
}

/// R91: an older program refuses a newer store
#[tokio::test]
async fn a_newer_store_is_told() {
    let account = account().await;
    let mut raw = account.raw().await;
    raw.execute("INSERT INTO latchkey_migrations VALUES (999, 'later', 0)")
        .await
        .unwrap();
    raw.close().await.unwrap();
    account
        .refuses(StoreProblem::Newer {
            found: 999,
            known: 1,
        })
        .await;
}

#[tokio::test]
async fn another_history_is_told() {
    let account = account().await;
    let mut raw = account.raw().await;
    raw.execute("UPDATE latchkey_migrations SET checksum = 'other'")
        .await
        .unwrap();
    raw.close().await.unwrap();
    account.refuses(StoreProblem::Diverged(1)).await;
}

#[tokio::test]
async fn an_account_is_open_once() {
    let account = account().await;
    let first = account.open().await.unwrap();
    assert_eq!(account.open().await.err(), Some(StoreProblem::Locked));
    first.close().await;
    drop(first);
    account.open().await.unwrap();
}

#[tokio::test]
async fn a_read_only_file_or_folder_is_told() {
    let account = account().await;
    let set = |path: &Path, readonly: bool| {
        let mut permissions = path.metadata().unwrap().permissions();
        permissions.set_readonly(readonly);
        std::fs::set_permissions(path, permissions).unwrap();
    };
    set(&account.path, true);
    account.refuses(StoreProblem::ReadOnly).await;
    set(&account.path, false);
    set(account.folder.path(), true);
    account.refuses(StoreProblem::ReadOnly).await;
    set(account.folder.path(), false);
    account.open().await.unwrap();
}

/// R75
#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_what_is_made() {
    use std::os::unix::fs::PermissionsExt as _;
    let account = account().await;
    let engine = account.open().await.unwrap();
    let form = Auth {
        email: Some("owner@harbor-coffee.example".into()),
        password: Some(PASSWORD.into()),
        ..Auth::default()
    };
    engine
        .call(&Caller::here(Language::En, "test"), form)
        .await
        .unwrap();
    let mut seen = 0;
    for file in std::fs::read_dir(account.folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(
            file.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{:?}",
            file.path()
        );
        seen += 1;
    }
    assert!(seen >= 3, "the file, its log and its lock");
}

/// What is on the disk is encrypted: the log too
#[tokio::test]
async fn nothing_readable_is_on_the_disk() {
    let account = account().await;
    let engine = account.open().await.unwrap();
    let form = Auth {
        email: Some("owner@harbor-coffee.example".into()),
        password: Some(PASSWORD.into()),
        ..Auth::default()
    };
    engine
        .call(&Caller::here(Language::En, "a device to look for"), form)
        .await
        .unwrap();
    for (path, bytes) in account.files() {
        for text in [
            "harbor-coffee",
            "owner",
            "CREATE TABLE",
            "argon2id",
            "a device to look for",
            "SQLite format",
        ] {
            assert!(
                !bytes
                    .windows(text.len())
                    .any(|window| window == text.as_bytes()),
                "{text} is in {path:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_account_that_breaks_a_rule_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let key = StoreKey::generate(&SystemRandomness);
    let weak = CreateOperator {
        password: "password1234".into(),
        ..sign_up()
    };
    assert!(matches!(
        local::create(folder.path(), &key, ports(), Language::En, weak).await,
        Err(local::CreateProblem::Refused(_))
    ));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// An upgrade copies the file first, keeps every row, and the copy opens with the same key
#[tokio::test]
async fn an_older_store_is_copied_and_brought_up_to_date() {
    let account = account().await;
    let mut raw = account.raw().await;
    // the store as a version without migration 1's last table would have left it
    raw.execute("DELETE FROM latchkey_migrations")
        .await
        .unwrap();
    let tables: Vec<(String,)> = sqlx::query_as("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'latchkey_migrations'").fetch_all(&mut raw).await.unwrap();
    raw.execute("PRAGMA foreign_keys = OFF").await.unwrap();
    for (table,) in tables {
        raw.execute(AssertSqlSafe(format!("DROP TABLE {table}")))
            .await
            .unwrap();
    }
    raw.execute("CREATE TABLE kept (x); INSERT INTO kept VALUES (7)")
        .await
        .unwrap();
    raw.close().await.unwrap();
    let engine = account.open().await.unwrap();
    engine.close().await;
    drop(engine);
    let mut raw = account.raw().await;
    let (kept,): (i64,) = sqlx::query_as("SELECT x FROM kept")
        .fetch_one(&mut raw)
        .await
        .unwrap();
    assert_eq!(kept, 7);
    raw.close().await.unwrap();
    let mut copy = account.path.clone().into_os_string();
    copy.push(".before-upgrade");
    let copy = Account {
        path: copy.into(),
        key: account.key.clone(),
        folder: tempfile::tempdir().unwrap(),
    };
    let mut raw = copy.raw().await;
    let (tables,): (i64,) =
        sqlx::query_as("SELECT count(*) FROM sqlite_master WHERE name = 'users'")
            .fetch_one(&mut raw)
            .await
            .unwrap();
    assert_eq!(tables, 0, "the copy is from before");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            copy.path.metadata().unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

/// R91: no address makes a store, whatever it looks like
#[tokio::test]
async fn malformed_addresses_are_refused_and_make_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let inside = |name: &str| folder.path().join(name).display().to_string();
    let key = StoreKey::generate(&SystemRandomness);
    let addresses = [
        String::new(),
        "postgres".into(),
        "postgres:/".into(),
        "postgres://".into(),
        "postgres://localhost".into(),
        "postgres://localhost/".into(),
        "postgresql://".into(),
        "Postgres://localhost/x".into(),
        "postgers://localhost/x".into(),
        "http://localhost/x".into(),
        "sqlite::memory:".into(),
        format!("sqlite://{}", inside("a.db")),
        inside("b.db"),
        format!("file:{}", inside("c.db")),
        "postgres://localhost:notaport/x".into(),
        "postgres://localhost:99999/x".into(),
        "postgres://[::1/x".into(),
        " postgres://localhost/x".into(),
        "mysql://localhost/x".into(),
        "localhost/x".into(),
        "/".into(),
        "postgres//localhost/x".into(),
        "postgres;localhost".into(),
        "postgres://user:pass word@/".into(),
        "\0".into(),
    ];
    for address in addresses {
        for engine in [
            Engine::connect(&address, &key, ports()).await,
            Engine::prepare(&address, &key, ports()).await,
        ] {
            assert_eq!(engine.err(), Some(StoreProblem::BadAddress), "{address:?}");
        }
    }
    // well-formed, but nobody there
    let nobody = format!("postgres://localhost/x?host={}", folder.path().display());
    assert!(matches!(
        Engine::connect(&nobody, &key, ports()).await.err(),
        Some(StoreProblem::Unreachable(_))
    ));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
