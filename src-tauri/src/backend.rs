//! Where an account's operations are carried out: by the engine in this process, or by a server. The rest of the shell
//! does not know the difference.

use crate::server::Server;
use latchkey_api::{Code, Error, Kind, Operation, each_operation, wire};
use latchkey_engine::{Caller, Engine, Handle};
use serde_json::Value;
use std::sync::Arc;

/// One of the two ends of the contract.
#[derive(Clone)]
pub enum Backend {
    /// An account on this computer.
    Local(Arc<Engine>),
    /// An account on a server.
    Remote(Arc<Server>),
}

impl Backend {
    /// Asks for an operation.
    pub async fn call<O: Operation>(&self, caller: &Caller, op: O) -> Result<O::Output, Error>
    where
        Engine: Handle<O>,
    {
        match self {
            Self::Local(engine) => engine.call(caller, op).await,
            Self::Remote(server) => server.call(&caller.envelope, &op).await,
        }
    }

    /// Asks for the operation of that name, with its request as JSON.
    pub async fn call_by_name(
        &self,
        caller: &Caller,
        operation: &str,
        request: Value,
    ) -> Result<Value, Error> {
        match self {
            Self::Local(engine) => engine.call_by_name(caller, operation, request).await,
            Self::Remote(server) => {
                server
                    .call_by_name(&caller.envelope, operation, request)
                    .await
            }
        }
    }
}

macro_rules! tables {
    ($($op:ident),* $(,)?) => {
        /// What the operation of that name does to an account; nothing for an unknown name.
        pub fn kind_of(operation: &str) -> Option<Kind> {
            match operation {
                $(<latchkey_api::$op as Operation>::NAME => Some(<latchkey_api::$op as Operation>::KIND),)*
                _ => None,
            }
        }

        /// The operations of the public API that are in the contract: what a server of another make can be asked for.
        pub fn public_operations() -> Vec<String> {
            [$((<latchkey_api::$op as Operation>::NAME, <latchkey_api::$op as Operation>::PATH)),*]
                .into_iter()
                .filter(|(_, path)| !path.starts_with("/latchkey"))
                .map(|(name, _)| name.to_owned())
                .collect()
        }

        impl Server {
            /// Asks the server for the operation of that name. The answer of an operation without output is `null`.
            async fn dispatch(&self, envelope: &latchkey_api::Envelope, operation: &str, request: Value) -> Result<Value, Error> {
                let language = envelope.language;
                match operation {
                    $(<latchkey_api::$op as Operation>::NAME => {
                        let op: latchkey_api::$op = wire::request(request, language)?;
                        // boxed: else this future is as large as all of them
                        let output = Box::pin(self.call(envelope, &op)).await?;
                        serde_json::to_value(output).map_err(|_| Error::new(Code::Internal, language))
                    })*
                    _ => Err(Error::new(Code::NotServed, language)),
                }
            }
        }
    };
}
each_operation!(tables);

impl Server {
    /// As [`Backend::call_by_name`]. What was read once stays readable while the server cannot be reached.
    async fn call_by_name(
        &self,
        envelope: &latchkey_api::Envelope,
        operation: &str,
        request: Value,
    ) -> Result<Value, Error> {
        if kind_of(operation) != Some(Kind::Read) {
            return self.answer(envelope, operation, request).await;
        }
        let (turn, what) = (self.turn(), format!("{operation} {request}"));
        match self.answer(envelope, operation, request).await {
            Ok(output) => {
                self.remember(turn, what, &output);
                Ok(output)
            }
            Err(error) if error.code == Code::Unreachable => self.recall(turn, &what).ok_or(error),
            Err(error) => {
                self.refused(operation, &what, error.code);
                Err(error)
            }
        }
    }

    /// The server's own answer, or what can be said without it.
    async fn answer(
        &self,
        envelope: &latchkey_api::Envelope,
        operation: &str,
        request: Value,
    ) -> Result<Value, Error> {
        // of another make: it does not know the fields that Latchkey adds to public operations either
        if self.record().info.is_none()
            && let Some(answer) = self.without(envelope, operation, &request).await
        {
            return answer;
        }
        if !self.serves(operation) {
            return Err(Error::new(Code::NotServed, envelope.language));
        }
        self.dispatch(envelope, operation, request).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_of_another_make_is_asked_for_the_public_api_only() {
        let public = public_operations();
        assert!(public.iter().any(|name| name == "User:listUsers"));
        assert!(!public.iter().any(|name| name == "User:searchUsers"));
        assert_eq!(kind_of("User:listUsers"), Some(Kind::Read));
        assert_eq!(kind_of("User:deleteUser"), Some(Kind::StepUp));
        assert_eq!(kind_of("User:unheardOf"), None);
    }
}
