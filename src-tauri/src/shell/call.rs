//! Asking an account for an operation on the window's behalf.

use super::Shell;
use crate::{
    account::Session,
    backend::{Backend, kind_of},
    kept,
    proof::Proof,
    refusal::{Answer, Refusal},
};
use latchkey_api::{
    Auth, Code, CreateOperator, EmailRole, Error, GetEmail, Kind, Logout, Operation, Secret,
    SetSystemNotification, UpdateOperatorPassword, UpdateUserPassword, say,
};
use latchkey_engine::Caller;
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Notify;

/// Operations that have a command of their own, since a token or a key is in their reply.
const NOT_FROM_THE_WINDOW: [&str; 3] = [Auth::NAME, Logout::NAME, CreateOperator::NAME];

/// Calls that the window may give up, by the ticket it gave them.
#[derive(Default)]
pub(super) struct Tickets(Mutex<HashMap<String, Arc<Notify>>>);

impl Tickets {
    fn take(&self, ticket: &str) -> Arc<Notify> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(open.entry(ticket.to_owned()).or_default())
    }

    fn done(&self, ticket: &str) {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.remove(ticket);
    }

    fn cancel(&self, ticket: &str) {
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(call) = open.get(ticket) {
            call.notify_one();
        }
    }
}

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
        let (backend, credentials) = {
            let inner = self.inner.read().await;
            let account = inner.account(connection, language)?;
            let (Some(backend), Some(session)) = (account.backend(), &account.session) else {
                return Err(Refusal::not_signed_in(language));
            };
            (backend, session.credentials.clone())
        };
        if kind_of(operation) != Some(Kind::Read) && self.preferences.memory(connection).read_only {
            return Err(Error::new(Code::ReadOnly, language).into());
        }
        let mut caller = self.caller(Some(credentials));
        caller.envelope.if_match = if_match;
        let chosen = new_password(operation, &request);
        let primary = new_primary(operation, &request);
        let before = Self::reach(&backend);
        let answer = backend.call_by_name(&caller, operation, request).await;
        self.heard(&backend, before).await;
        match answer {
            Ok(output) => {
                if let Some((whose, password)) = chosen {
                    self.prove(connection, whose.as_deref(), &password).await;
                }
                if operation == UpdateUserPassword::NAME {
                    self.refresh_who(connection).await;
                }
                if let Some(primary) = primary {
                    self.primary_is(connection, &backend, &caller, primary)
                        .await;
                }
                Ok(output)
            }
            Err(error) => {
                if matches!(error.code, Code::SessionExpired | Code::NotSignedIn) {
                    self.expire(connection, caller.envelope.credentials.as_ref())
                        .await;
                }
                Err(error.into())
            }
        }
    }

    /// The password that unlocks the window is from now on the new one.
    async fn prove(&self, connection: &str, whose: Option<&str>, password: &Secret) {
        let own = |session: &&mut Session| session.identity.user_name() == whose;
        let proof = Proof::of(password).await;
        let mut inner = self.inner.write().await;
        let Some(account) = inner.accounts.get_mut(connection) else {
            return;
        };
        if account.server().is_none() {
            return;
        }
        let Some(session) = account.session.as_mut().filter(own) else {
            return;
        };
        session.proof = proof;
        let entry = account.kept_entry();
        drop(inner);
        if let Some(entry) = entry {
            kept::keep(connection, &entry).await;
        }
    }

    /// The owner made another address primary, and is known by it from now on.
    async fn primary_is(
        &self,
        connection: &str,
        backend: &Backend,
        caller: &Caller,
        primary: GetEmail,
    ) {
        // unknown for now, it is asked for again at the next start
        if let Ok(email) = backend.call(caller, primary).await {
            self.follow_primary(connection, &email.email).await;
            self.announce().await;
        }
    }

    /// As [`Shell::call`], until the window gives it up. A call to a server is dropped then: what was sent may still
    /// be carried out there. On this computer nothing takes long, and a call runs to its end.
    pub async fn call_with_ticket(
        &self,
        ticket: &str,
        connection: &str,
        operation: &str,
        request: Value,
        if_match: Option<String>,
    ) -> Answer<Value> {
        let remote = {
            let inner = self.inner.read().await;
            let account = inner.account(connection, self.language())?;
            matches!(account.backend(), Some(Backend::Remote(_)))
        };
        let given_up = self.tickets.take(ticket);
        let answer = tokio::select! {
            answer = self.call(connection, operation, request, if_match) => answer,
            () = given_up.notified(), if remote => Err(self.cancelled(operation)),
        };
        self.tickets.done(ticket);
        answer
    }

    /// Gives up a call.
    pub fn cancel_call(&self, ticket: &str) {
        self.tickets.cancel(ticket);
    }

    fn cancelled(&self, operation: &str) -> Refusal {
        let words = if kind_of(operation) == Some(Kind::Read) {
            say(
                self.language(),
                "Stopped. Nothing was changed.",
                "中止しました。何も変更されていません。",
            )
        } else {
            say(
                self.language(),
                "You stopped waiting. The server may still have done it: look before you repeat it.",
                "待機を中止しました。サーバーで処理が完了している場合があります。繰り返す前に確認してください。",
            )
        };
        Refusal::new("cancelled", words)
    }
}

/// The password that a call would set, and for whom; nobody's name for root.
fn new_password(operation: &str, request: &Value) -> Option<(Option<String>, Secret)> {
    let text = |name: &str| request.get(name).and_then(Value::as_str);
    let whose = match operation {
        UpdateOperatorPassword::NAME => None,
        UpdateUserPassword::NAME => Some(text("userName")?.to_owned()),
        _ => return None,
    };
    Some((whose, Secret::from(text("newPassword")?)))
}

/// The address that a call would make primary.
fn new_primary(operation: &str, request: &Value) -> Option<GetEmail> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    if operation != SetSystemNotification::NAME
        || request.get("type").and_then(Value::as_str) != Some(EmailRole::Primary.as_str())
    {
        return None;
    }
    Some(GetEmail {
        operator_id: text(request.get("operatorId"))?.parse().ok()?,
        email_id: text(request.get("emailIdList").and_then(|ids| ids.get(0)))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_password_that_is_set_is_found_in_the_call_that_sets_it() {
        let request = json!({"userName": "m.sato", "currentPassword": "a", "newPassword": "b"});
        let (whose, password) = new_password(UpdateUserPassword::NAME, &request).unwrap();
        assert_eq!((whose.as_deref(), password.expose()), (Some("m.sato"), "b"));
        let (whose, _) = new_password(UpdateOperatorPassword::NAME, &request).unwrap();
        assert_eq!(whose, None);
        assert!(new_password("User:createUserPassword", &request).is_none());
    }

    #[test]
    fn the_address_that_becomes_primary_is_found_in_the_call_that_makes_it_so() {
        let request = |role: &str, ids: Value| json!({"operatorId": "OP0000000001", "type": role, "emailIdList": ids});
        let asked = |request: &Value| new_primary(SetSystemNotification::NAME, request);
        let found = asked(&request("primary", json!(["e1"]))).unwrap();
        assert_eq!(
            (found.operator_id.as_str(), found.email_id.as_str()),
            ("OP0000000001", "e1")
        );
        assert!(asked(&request("billing", json!(["e1"]))).is_none());
        assert!(asked(&request("primary", json!([]))).is_none());
        assert!(asked(&request("primary", json!("e1"))).is_none());
        assert!(new_primary(GetEmail::NAME, &request("primary", json!(["e1"]))).is_none());
    }
}
