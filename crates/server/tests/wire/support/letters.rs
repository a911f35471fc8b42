//! The account's letters as its owner reads them in the outbox: there is no mail server.

use super::{Answer, Request, exchange, get, with};
use serde_json::Value;
use std::net::SocketAddr;

/// The outbox of an account on a server, and its owner's headers.
pub struct Letters {
    pub address: SocketAddr,
    pub operator: String,
    pub root: String,
}

impl Letters {
    fn path(&self, rest: &str) -> String {
        format!("/v1/latchkey/operators/{}/outbox{rest}", self.operator)
    }

    async fn ask(&self, request: Request) -> Value {
        let answer: Answer = exchange(self.address, request).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Those of a kind that wait, newest first.
    pub async fn waiting(&self, kind: &str) -> Vec<Value> {
        let page = self.ask(get(&self.path("?state=waiting&limit=200"), &self.root));
        let messages = page.await["messages"].as_array().unwrap().clone();
        messages
            .into_iter()
            .filter(|message| message["kind"] == kind)
            .collect()
    }

    /// The text of the newest one that waits.
    pub async fn text(&self, kind: &str) -> String {
        let waiting = self.waiting(kind).await;
        assert!(!waiting.is_empty(), "no {kind}");
        let id = waiting[0]["messageId"].as_str().unwrap();
        let read = with("POST", &self.path(&format!("/{id}/read")), &self.root, "");
        self.ask(read).await["text"].as_str().unwrap().to_owned()
    }

    /// Where its link leads, below the server.
    pub async fn link(&self, kind: &str) -> String {
        link(&self.text(kind).await)
    }
}

/// Where a message's link leads, below the server.
pub fn link(text: &str) -> String {
    let (_, rest) = text
        .split_once(&format!("{}/mail/", super::PUBLIC_URL))
        .unwrap_or_else(|| panic!("no link in {text}"));
    let token: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    format!("/mail/{token}")
}

/// A message's code.
pub fn code(text: &str) -> String {
    let is_code = |word: &&str| {
        word.len() == 9
            && word.char_indices().all(|(index, c)| match index {
                4 => c == '-',
                _ => c.is_ascii_uppercase() || c.is_ascii_digit(),
            })
    };
    text.split_whitespace().find(is_code).unwrap().to_owned()
}
