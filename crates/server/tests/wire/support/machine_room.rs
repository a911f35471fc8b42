//! A store with an account in it and the files of `init`, for tests that run the program itself, once or several times.

use super::{
    Answer, OTHER_PASSWORD, PASSWORD, ROOT_EMAIL, ROOT_PASSWORD, Request, database, exchange,
    headers, post,
    process::{Running, printed, run},
    with,
};
use crate::commands::{create_account, initialised, on};
use serde_json::json;
use std::{net::SocketAddr, path::PathBuf};
use tempfile::TempDir;

pub struct MachineRoom {
    _folder: TempDir,
    pub config: PathBuf,
    pub store: String,
    pub operator: String,
}

impl MachineRoom {
    pub async fn open() -> Self {
        Self::over(database().await)
    }

    /// Over an empty database that is there already.
    pub fn over(store: String) -> Self {
        let (folder, config) = initialised();
        printed(&run(on(&config, &store, "migrate"), ""));
        let operator = printed(&run(create_account(&config, &store), ROOT_PASSWORD));
        Self {
            _folder: folder,
            config,
            store,
            operator: operator.trim().to_owned(),
        }
    }

    /// Sets what every server that starts from now on reads.
    pub fn configure(&self, settings: &[(&str, &str)]) {
        let before = std::fs::read_to_string(&self.config).unwrap();
        let lines = before.lines().map(|line| {
            let set = settings
                .iter()
                .find(|(name, _)| line.starts_with(&format!("{name} = ")));
            set.map_or_else(
                || line.to_owned(),
                |(name, value)| format!("{name} = {value}"),
            )
        });
        let after: Vec<String> = lines.collect();
        std::fs::write(&self.config, after.join("\n")).unwrap();
    }

    /// Adds a table to it.
    pub fn add(&self, table: &str) {
        let before = std::fs::read_to_string(&self.config).unwrap();
        std::fs::write(&self.config, format!("{before}\n{table}\n")).unwrap();
    }

    pub fn start(&self) -> Running {
        Running::start(&self.config, &self.store)
    }

    /// A path below the account.
    pub fn path(&self, rest: &str) -> String {
        format!("/v1/operators/{}{rest}", self.operator)
    }

    /// Headers of root, signed in there.
    pub async fn root(&self, address: SocketAddr) -> String {
        let form = json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD});
        session(&exchange(address, post("/v1/auth", &form)).await)
    }

    pub fn user_form(&self, name: &str, password: &str) -> Request {
        let form = json!({"operatorId": self.operator, "userName": name, "password": password});
        post("/v1/auth", &form)
    }

    /// Headers of a user whose password is [`PASSWORD`], signed in there.
    pub async fn user(&self, address: SocketAddr, name: &str) -> String {
        session(&exchange(address, self.user_form(name, PASSWORD)).await)
    }

    /// A user with [`PASSWORD`] and this permission document.
    pub async fn make(&self, address: SocketAddr, root: &str, name: &str, document: &str) {
        let body = json!({"password": PASSWORD, "permission": document}).to_string();
        let path = self.path(&format!("/users/{name}"));
        let made = exchange(address, with("POST", &path, root, body)).await;
        assert_eq!(made.status, 201, "{}", made.text());
    }
}

/// Headers of the session that an answer hands over.
pub fn session(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let session = answer.json();
    headers(
        session["apiKey"].as_str().unwrap(),
        session["token"].as_str().unwrap(),
    )
}

/// The body that changes a password.
pub fn change() -> String {
    json!({"currentPassword": ROOT_PASSWORD, "newPassword": OTHER_PASSWORD}).to_string()
}
