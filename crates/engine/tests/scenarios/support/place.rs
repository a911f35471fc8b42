//! A place to play a scenario in: an account with a root user on one of the two stores, asked in one of the two ways.

use super::{Backend, Remote, TestClock, Told, ports, postgres, repeatable, sign_up, stranger};
use latchkey_api::*;
use latchkey_engine::{Caller, Engine, Handle, Ports, StoreKey, local};
use serde_json::Value;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

pub enum Storage {
    Sqlite {
        _folder: tempfile::TempDir,
        path: PathBuf,
    },
    Postgres {
        url: String,
    },
}

/// The engines of a place. SQLCipher lets its memory go when the process ends: no connection may be closing by then,
/// so they are closed before.
#[derive(Clone, Default)]
pub struct Opened(Arc<Mutex<Vec<Engine>>>);

impl Opened {
    fn and(&self, engine: &Engine) {
        self.0.lock().unwrap().push(engine.clone());
    }

    pub async fn close(&self) {
        let engines = std::mem::take(&mut *self.0.lock().unwrap());
        for engine in engines {
            engine.close().await;
        }
    }
}

pub struct Place {
    /// How its people ask.
    pub backend: Backend,
    /// What is behind that: hashes are counted there.
    pub engine: Engine,
    pub opened: Opened,
    pub clock: Arc<TestClock>,
    pub ports: Ports,
    pub key: StoreKey,
    pub operator: OperatorId,
    pub kind: Storage,
}

impl Place {
    pub async fn sqlite() -> Self {
        Self::in_file(ports()).await
    }

    pub async fn postgres() -> Self {
        Self::in_database(ports()).await
    }

    /// With ports of one's own.
    pub async fn with(postgres: bool, change: impl FnOnce(&mut Ports)) -> Self {
        let (clock, mut ports) = ports();
        change(&mut ports);
        if postgres {
            Self::in_database((clock, ports)).await
        } else {
            Self::in_file((clock, ports)).await
        }
    }

    /// Two of these give out the same IDs and tokens, if they are asked the same.
    pub async fn repeatable_sqlite() -> Self {
        Self::in_file(repeatable()).await
    }

    pub async fn repeatable_postgres() -> Self {
        Self::in_database(repeatable()).await
    }

    async fn in_file((clock, ports): (Arc<TestClock>, Ports)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = StoreKey::generate(&*ports.randomness);
        let (operator, engine) =
            local::create(folder.path(), &key, ports.clone(), Language::En, sign_up())
                .await
                .unwrap();
        let path = local::path_of(folder.path(), &operator);
        let kind = Storage::Sqlite {
            _folder: folder,
            path,
        };
        Self::of(engine, clock, ports, key, operator, kind)
    }

    async fn in_database((clock, ports): (Arc<TestClock>, Ports)) -> Self {
        let url = postgres::database().await;
        let key = StoreKey::generate(&*ports.randomness);
        let engine = Engine::prepare(&url, &key, ports.clone()).await.unwrap();
        let made = engine.call(&stranger(), sign_up()).await.unwrap();
        let kind = Storage::Postgres { url };
        Self::of(engine, clock, ports, key, made.operator_id, kind)
    }

    fn of(
        engine: Engine,
        clock: Arc<TestClock>,
        ports: Ports,
        key: StoreKey,
        operator: OperatorId,
        kind: Storage,
    ) -> Self {
        let opened = Opened::default();
        opened.and(&engine);
        Self {
            backend: Backend::Local(engine.clone()),
            engine,
            opened,
            clock,
            ports,
            key,
            operator,
            kind,
        }
    }

    /// The same, asked through the client and a server.
    pub fn over_http(self) -> Self {
        Self {
            backend: Backend::Remote(Remote::of(self.engine.clone())),
            ..self
        }
    }

    pub const fn is_postgres(&self) -> bool {
        matches!(self.kind, Storage::Postgres { .. })
    }

    pub const fn is_remote(&self) -> bool {
        matches!(self.backend, Backend::Remote(_))
    }

    /// The same store, opened anew: what a restart is. The engine has to be let go first, and its file's lock with it.
    pub async fn restart(self) -> Self {
        self.engine.close().await;
        let engine = match &self.kind {
            Storage::Postgres { url } => Engine::connect(url, &self.key, self.ports.clone()).await,
            Storage::Sqlite { path, .. } => local::open(path, &self.key, self.ports.clone()).await,
        };
        let engine = engine.unwrap();
        Self {
            backend: self.asking(&engine),
            engine,
            ..self
        }
    }

    /// A second instance over the same store, as servers have it; a file has one only.
    pub async fn elsewhere(&self) -> Backend {
        match &self.kind {
            Storage::Postgres { url } => {
                let engine = Engine::connect(url, &self.key, self.ports.clone()).await;
                self.asking(&engine.unwrap())
            }
            Storage::Sqlite { .. } => self.backend.clone(),
        }
    }

    /// Another engine, asked as this place is.
    fn asking(&self, engine: &Engine) -> Backend {
        self.opened.and(engine);
        if self.is_remote() {
            Backend::Remote(Remote::of(engine.clone()))
        } else {
            Backend::Local(engine.clone())
        }
    }

    pub async fn ask<O: Operation>(&self, caller: &Caller, op: O) -> Result<O::Output, Error>
    where
        Engine: Handle<O>,
    {
        self.backend.ask(caller, op).await
    }

    /// Asks with JSON, by name.
    pub async fn tell(&self, caller: &Caller, name: &str, request: Value) -> Result<Value, Error> {
        let Told { said, .. } = self.backend.tell(caller, name, request).await;
        said
    }
}
