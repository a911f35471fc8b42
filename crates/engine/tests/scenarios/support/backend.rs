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
            Self::Local(engine) => Told::of(name, engine.call_by_name(caller, name, request).await),
            Self::Remote(remote) => remote.send(caller, name, request).await,
        }
    }

    /// As [`Self::tell`], but of the server through our client: what the desktop does with its window's words.
    pub async fn tell_typed(&self, caller: &Caller, name: &str, request: Value) -> Told {
        match self {
            Self::Local(_) => self.tell(caller, name, request).await,
            Self::Remote(remote) => {
                Told::of(name, remote.call_by_name(caller, name, request).await)
            }
        }
    }
}

impl Told {
    fn of(name: &str, said: Result<Value, Error>) -> Self {
        let status = match &said {
            Ok(_) => {
                let route = ROUTES.iter().find(|route| route.name == name);
                route.unwrap().status
            }
            Err(error) => error.code.status(),
        };
        Self { status, said }
    }
}

macro_rules! dispatch {
    ($($op:ident),* $(,)?) => {
        impl Remote {
            async fn call_by_name(&self, caller: &Caller, name: &str, request: Value) -> Result<Value, Error> {
                let (client, envelope) = (self.client(caller), &caller.envelope);
                match name {
                    $(<$op as Operation>::NAME => {
                        let op: $op = wire::request(request, envelope.language)?;
                        // boxed: else this future is as large as all of them
                        let output = Box::pin(client.call(envelope, &op)).await?;
                        Ok(serde_json::to_value(output).unwrap())
                    })*
                    _ => panic!("{name} is none of the contract's"),
                }
            }
        }
    };
}
each_operation!(dispatch);
