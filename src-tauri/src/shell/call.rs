//! Asking an account for an operation on the window's behalf.

use super::Shell;
use crate::refusal::{Answer, Refusal};
use latchkey_api::{Auth, Code, CreateOperator, Logout, Operation, UpdateUserPassword};
use serde_json::Value;
use std::sync::Arc;

/// Operations that have a command of their own, since a token or a key is in their reply.
const NOT_FROM_THE_WINDOW: [&str; 3] = [Auth::NAME, Logout::NAME, CreateOperator::NAME];

impl Shell {
    /// Runs an operation as whoever is signed in on the connection.
    pub async fn call(
        &self,
        connection: &str,
        operation: &str,
        request: Value,
        if_match: Option<String>,
    ) -> Answer<Value> {
        let language = self.language();
        if NOT_FROM_THE_WINDOW.contains(&operation) {
            return Err(Refusal::new(
                "bad_request",
                "This has a command of its own. Nothing was changed.",
            ));
        }
        let (engine, credentials) = {
            let inner = self.inner.read().await;
            let account = inner.account(connection, language)?;
            let (Some(engine), Some(session)) = (&account.engine, &account.session) else {
                return Err(Refusal::not_signed_in(language));
            };
            (Arc::clone(engine), session.credentials.clone())
        };
        let mut caller = self.caller(Some(credentials));
        caller.envelope.if_match = if_match;
        match engine.call_by_name(&caller, operation, request).await {
            Ok(output) => {
                if operation == UpdateUserPassword::NAME {
                    self.refresh_who(connection).await;
                }
                Ok(output)
            }
            Err(error) => {
                if matches!(error.code, Code::SessionExpired | Code::NotSignedIn) {
                    self.expire(connection).await;
                }
                Err(error.into())
            }
        }
    }

    /// Remembers that the token is worth nothing any more.
    async fn expire(&self, connection: &str) {
        {
            let mut inner = self.inner.write().await;
            let account = inner.accounts.get_mut(connection);
            let Some(session) = account.and_then(|account| account.session.as_mut()) else {
                return;
            };
            if std::mem::replace(&mut session.expired, true) {
                return;
            }
        }
        self.announce().await;
    }
}
