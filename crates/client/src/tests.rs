//! The client against servers that none should meet, over real sockets.

mod hostile;
mod look;
mod office;
mod requests;
mod retries;
mod server;
mod streams;
mod tls;

use super::*;
use latchkey_api::{CreateUser, Credentials, GetUser, ListUsers};

const OPERATOR: &str = "OP0000000001";

/// Time enough for a loaded machine, and no waiting between tries.
fn quick() -> Pace {
    Pace {
        first: Duration::from_millis(1),
        ..Pace::default()
    }
}

fn client(base: &str) -> Client {
    Client::paced(base, &Trust::default(), Language::En, quick()).unwrap()
}

fn list() -> ListUsers {
    ListUsers {
        operator_id: OPERATOR.parse().unwrap(),
    }
}

fn get() -> GetUser {
    GetUser {
        operator_id: OPERATOR.parse().unwrap(),
        user_name: "佐藤".parse().unwrap(),
    }
}

fn create() -> CreateUser {
    CreateUser {
        operator_id: OPERATOR.parse().unwrap(),
        user_name: "mei".parse().unwrap(),
        description: Some("Mei".parse().unwrap()),
        permission: None,
        password: None,
        must_change_password: None,
        contact: None,
        invite: None,
    }
}

fn keyed(key: &str) -> Envelope {
    Envelope {
        idempotency_key: Some(key.into()),
        ..signed_in()
    }
}

fn signed_in() -> Envelope {
    Envelope {
        credentials: Some(Credentials {
            api_key: "api-canary".into(),
            token: "token-canary".into(),
        }),
        ..Envelope::default()
    }
}
