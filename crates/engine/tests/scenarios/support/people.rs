//! The people of the scenarios: how they sign in, and what they are given.

use super::{PASSWORD, Place, ROOT_EMAIL, ROOT_PASSWORD, sign_up};
use latchkey_api::*;
use latchkey_engine::Caller;
use std::net::IpAddr;

/// Somebody who is not signed in.
pub fn stranger() -> Caller {
    Caller::here(Language::En, "Debian 12, test")
}

/// A document that allows these patterns.
pub fn allowing(patterns: &[&str]) -> String {
    serde_json::json!({"statements": [{"effect": "allow", "api": patterns}]}).to_string()
}

/// A document that allows everything but these patterns.
pub fn denying(patterns: &[&str]) -> String {
    serde_json::json!({"statements": [{"effect": "allow", "api": ["*"]}, {"effect": "deny", "api": patterns}]}).to_string()
}

pub fn from(ip: &str) -> Caller {
    Caller {
        source_ip: Some(ip.parse::<IpAddr>().unwrap()),
        ..stranger()
    }
}

pub fn signed_in(caller: Caller, response: &AuthResponse) -> Caller {
    let credentials = Credentials {
        api_key: response.api_key.expose().to_owned(),
        token: response.token.clone(),
    };
    Caller {
        envelope: Envelope {
            credentials: Some(credentials),
            ..caller.envelope
        },
        ..caller
    }
}

impl Place {
    pub fn name(name: &str) -> UserName {
        name.parse().unwrap()
    }

    pub fn as_root(password: &str) -> Auth {
        Auth {
            email: Some(ROOT_EMAIL.into()),
            password: Some(password.into()),
            ..Auth::default()
        }
    }

    pub fn as_user(&self, name: &str, password: &str) -> Auth {
        Auth {
            operator_id: Some(self.operator.to_string()),
            user_name: Some(name.into()),
            password: Some(password.into()),
            ..Auth::default()
        }
    }

    pub async fn sign_in(&self, caller: Caller, form: Auth) -> Result<Caller, Error> {
        let response = self.ask(&caller, form).await?;
        Ok(signed_in(caller, &response))
    }

    /// Another account beside this one, and its root user, signed in.
    pub async fn other_account(&self) -> (OperatorId, Caller) {
        let email = "other@example.com";
        let sign_up = CreateOperator {
            email: email.parse().unwrap(),
            ..sign_up()
        };
        let made = self.ask(&stranger(), sign_up).await.unwrap();
        let form = Auth {
            email: Some(email.into()),
            ..Self::as_root(ROOT_PASSWORD)
        };
        (
            made.operator_id,
            self.sign_in(stranger(), form).await.unwrap(),
        )
    }

    pub async fn root(&self) -> Caller {
        self.sign_in(stranger(), Self::as_root(ROOT_PASSWORD))
            .await
            .unwrap()
    }

    /// A user with a password and a document, made by root, and signed in.
    pub async fn user(&self, name: &str, document: Option<&str>) -> Caller {
        self.make(name, document).await;
        self.sign_in(stranger(), self.as_user(name, PASSWORD))
            .await
            .unwrap()
    }

    pub async fn make(&self, name: &str, document: Option<&str>) {
        let root = self.root().await;
        self.ask(&root, self.new_user(name, document, Some(PASSWORD)))
            .await
            .unwrap();
    }

    pub fn new_user(
        &self,
        name: &str,
        document: Option<&str>,
        password: Option<&str>,
    ) -> CreateUser {
        CreateUser {
            operator_id: self.operator.clone(),
            user_name: Self::name(name),
            description: None,
            permission: document.map(|text| DocumentText::try_from(text.to_owned()).unwrap()),
            password: password.map(Secret::from),
            must_change_password: None,
            contact: None,
            invite: None,
        }
    }

    pub fn get(&self, name: &str) -> GetUser {
        GetUser {
            operator_id: self.operator.clone(),
            user_name: Self::name(name),
        }
    }

    pub fn permission(&self, name: &str, document: &str) -> UpdateUserPermission {
        UpdateUserPermission {
            operator_id: self.operator.clone(),
            user_name: Self::name(name),
            permission: document.to_owned().try_into().unwrap(),
            description: None,
        }
    }

    pub fn list(&self) -> ListUsers {
        ListUsers {
            operator_id: self.operator.clone(),
        }
    }

    pub fn search(&self, text: &str) -> SearchUsers {
        SearchUsers {
            operator_id: self.operator.clone(),
            search: Some(text.into()),
            filter: None,
            sort: None,
            descending: None,
            offset: None,
            limit: None,
        }
    }
}

/// The code of a refusal.
#[track_caller]
pub fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> Code {
    result.expect_err("a refusal").code
}
