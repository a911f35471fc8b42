//! A place to play a scenario in: an account with a root user on one of the two engines, and a clock that tests turn.

mod people;
mod postgres;
mod raw;

pub use people::{allowing, code, denying, from, signed_in, stranger};
pub use postgres::{database, run};

use latchkey_api::*;
use latchkey_engine::{
    Caller, Clock, Engine, Handle, PasswordCost, Ports, StoreKey, SystemRandomness, local,
};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

/// Plays a scenario on both engines.
macro_rules! on_both {
    ($(#[$doc:meta])* async fn $name:ident($place:ident) $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn play(#[allow(unused_mut)] mut $place: crate::support::Place) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                let place = crate::support::Place::sqlite().await;
                let engine = place.engine.clone();
                play(place).await;
                // SQLCipher lets its memory go when the process ends: no connection may be closing by then
                engine.close().await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                play(crate::support::Place::postgres().await).await;
            }
        }
    };
}

pub const ROOT_EMAIL: &str = "owner@harbor-coffee.example";
pub const ROOT_PASSWORD: &str = "orbit-lemon-canoe-drum-7";
pub const PASSWORD: &str = "violet-harbor-sled-nine-4";
pub const OTHER_PASSWORD: &str = "tundra-pickle-waltz-oboe-2";

/// 2026-02-01 12:00 UTC.
pub const START_MS: i64 = 1_769_947_200_000;
pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;

pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

pub enum Storage {
    Sqlite {
        _folder: tempfile::TempDir,
        path: PathBuf,
    },
    Postgres {
        url: String,
    },
}

pub struct Place {
    pub engine: Engine,
    pub clock: Arc<TestClock>,
    pub ports: Ports,
    pub key: StoreKey,
    pub operator: OperatorId,
    pub kind: Storage,
}

/// The usual ports, with a clock that tests turn and hashes that cost next to nothing.
pub fn ports() -> (Arc<TestClock>, Ports) {
    let clock = Arc::new(TestClock(AtomicI64::new(START_MS)));
    let password_cost = PasswordCost {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };
    (
        clock.clone(),
        Ports {
            clock,
            password_cost,
            ..Ports::system()
        },
    )
}

pub fn sign_up() -> CreateOperator {
    CreateOperator {
        email: ROOT_EMAIL.parse().unwrap(),
        password: ROOT_PASSWORD.into(),
        description: Some("Harbor Coffee".parse().unwrap()),
    }
}

impl Place {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (clock, ports) = ports();
        let key = StoreKey::generate(&SystemRandomness);
        let (operator, engine) =
            local::create(folder.path(), &key, ports.clone(), Language::En, sign_up())
                .await
                .unwrap();
        let path = local::path_of(folder.path(), &operator);
        Self {
            engine,
            clock,
            ports,
            key,
            operator,
            kind: Storage::Sqlite {
                _folder: folder,
                path,
            },
        }
    }

    pub async fn postgres() -> Self {
        let url = postgres::database().await;
        let (clock, ports) = ports();
        let key = StoreKey::generate(&SystemRandomness);
        let engine = Engine::prepare(&url, &key, ports.clone()).await.unwrap();
        let operator = engine
            .call(&stranger(), sign_up())
            .await
            .unwrap()
            .operator_id;
        Self {
            engine,
            clock,
            ports,
            key,
            operator,
            kind: Storage::Postgres { url },
        }
    }

    pub const fn is_postgres(&self) -> bool {
        matches!(self.kind, Storage::Postgres { .. })
    }

    /// The same store, opened anew: what a restart is. The engine has to be let go first, and its file's lock with it.
    pub async fn restart(self) -> Self {
        let Self {
            engine,
            clock,
            ports,
            key,
            operator,
            kind,
        } = self;
        engine.close().await;
        drop(engine);
        let engine = match &kind {
            Storage::Postgres { url } => Engine::connect(url, &key, ports.clone()).await,
            Storage::Sqlite { path, .. } => local::open(path, &key, ports.clone()).await,
        };
        Self {
            engine: engine.unwrap(),
            clock,
            ports,
            key,
            operator,
            kind,
        }
    }

    /// A second instance over the same store, as servers have it.
    pub async fn second(&self) -> Option<Engine> {
        let Storage::Postgres { url } = &self.kind else {
            return None;
        };
        Some(
            Engine::connect(url, &self.key, self.ports.clone())
                .await
                .unwrap(),
        )
    }

    pub async fn ask<O: Operation>(&self, caller: &Caller, op: O) -> Result<O::Output, Error>
    where
        Engine: Handle<O>,
    {
        self.engine.call(caller, op).await
    }
}
