//! Existing programs: the bytes that a command line and an older SDK send. What they know of the account they read in
//! the token.

use crate::support::{Answer, Office, Request, headers, with};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;

/// How a program writes its requests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Every path ends in `?`, a body has its Content-Type, header names are capitalised in its own way.
    CommandLine,
    /// No Content-Type, and a body `{}` where there is nothing to say, even on DELETE.
    Sdk,
}

/// One of them, and who it is signed in as.
pub struct Program<'o> {
    pub office: &'o Office,
    kind: Kind,
    pub session: String,
    pub operator: String,
}

impl<'o> Program<'o> {
    pub const fn new(office: &'o Office, kind: Kind) -> Self {
        Self {
            office,
            kind,
            session: String::new(),
            operator: String::new(),
        }
    }

    fn request(&self, method: &'static str, path: &str, body: &Value) -> Request {
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        match self.kind {
            Kind::CommandLine => {
                let mut headers = "User-Agent: soracom-cli/1.4.0\r\n".to_owned();
                if !text.is_empty() {
                    headers += "Content-Type: application/json\r\n";
                } else if method != "GET" {
                    headers += "Content-Length: 0\r\n";
                }
                headers += &self.session.replace("API-Key", "Api-Key");
                headers += "X-Soracom-Lang: en\r\nAccept-Encoding: gzip\r\n";
                with(method, &format!("/v1{path}?"), &headers, text)
            }
            Kind::Sdk => {
                let headers = format!("Accept: application/json\r\n{}", self.session);
                let silent = text.is_empty() && method != "GET";
                let text = if silent { "{}".into() } else { text };
                with(method, &format!("/v1{path}"), &headers, text)
            }
        }
    }

    /// Asks; these programs wait and try again on 429 and 5xx, so none may come.
    pub async fn ask(&self, method: &'static str, path: &str, body: Value) -> Answer {
        let path = path.replace("{op}", &self.operator);
        let answer = self.office.ask(self.request(method, &path, &body)).await;
        assert!(
            answer.status < 500 && answer.status != 429,
            "{:?} {method} {path}: {}",
            self.kind,
            answer.text()
        );
        assert_eq!(answer.header("content-encoding"), None);
        answer
    }

    /// As [`Self::ask`]; what comes back is this status and nothing.
    pub async fn silently(&self, method: &'static str, path: &str, body: Value, status: u16) {
        let answer = self.ask(method, path, body).await;
        let got = (answer.status, answer.text());
        assert_eq!(
            got,
            (status, String::new()),
            "{:?} {method} {path}",
            self.kind
        );
    }

    pub async fn sign_in(&mut self, form: Value) -> Value {
        let answer = self.ask("POST", "/auth", form).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let session = answer.json();
        let token = session["token"].as_str().unwrap();
        self.session = headers(session["apiKey"].as_str().unwrap(), token);
        self.operator = operator_in(token);
        session
    }
}

/// The second of three parts, base64 without padding, is JSON that has the account's ID.
fn operator_in(token: &str) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!(parts.len(), 3, "a JWT has three parts");
    let payload = BASE64_URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
    let payload: Value = serde_json::from_slice(&payload).unwrap();
    payload["operator"]["operatorId"]
        .as_str()
        .unwrap()
        .to_owned()
}
