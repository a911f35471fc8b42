//! Bad stores: each is told apart, in words of its own, and nothing is written or created (R91, F07, F09, F20).
#![allow(
    clippy::format_collect,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_imports,
    missing_docs
)]

mod bad_files;
mod made;
mod upgrades;

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
        invitation: None,
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
