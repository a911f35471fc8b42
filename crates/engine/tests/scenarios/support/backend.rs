//! The two ways to ask for an operation, as the desktop has them: the engine itself, or the client and a server.

use super::Remote;
use latchkey_api::*;
use latchkey_engine::{Caller, Engine, Handle};
use latchkey_server::route::ROUTES;
use serde_json::Value;

#[derive(Clone)]
pub enum Backend {
    Local(Engine),
    Remote(Remote),
}

/// How an operation ended: what a program reads, in HTTP's words.
#[derive(Debug, PartialEq)]
pub struct Told {
    pub status: u16,
    /// The output as JSON, `null` if there is none; or the error.
    pub said: Result<Value, Error>,
}

impl Backend {
    pub async fn ask<O: Operation>(&self, caller: &Caller, op: O) -> Result<O::Output, Error>
    where
        Engine: Handle<O>,
    {
        match self {
            Self::Local(engine) => engine.call(caller, op).await,
            Self::Remote(remote) => remote.client(caller).call(&caller.envelope, &op).await,
        }
    }

    /// Asks with JSON: of the engine as the desktop's window does, of the server as a program that nobody here wrote.
    pub async fn tell(&self, caller: &Caller, name: &str, request: Value) -> Told {
        match self {
            Self::Local(engine) => {
                let said = engine.call_by_name(caller, name, request).await;
                let status = match &said {
                    Ok(_) => {
                        ROUTES
                            .iter()
                            .find(|route| route.name == name)
                            .unwrap()
                            .status
                    }
                    Err(error) => error.code.status(),
                };
                Told { status, said }
            }
            Self::Remote(remote) => remote.send(caller, name, request).await,
        }
    }
}
