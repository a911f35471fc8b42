//! The account's mail as its receivers read it: out of the outbox, for no mail server is set up here.

use super::{Place, ROOT_PASSWORD, START_MS, stranger};
use latchkey_api::*;
use latchkey_engine::Caller;

/// A message, and what it opens.
pub struct Letter {
    pub text: String,
}

impl Letter {
    /// The token of its link.
    #[track_caller]
    pub fn token(&self) -> Secret {
        let from = self.text.find("lkm_").expect("a link");
        let token = self.text[from..]
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')
            .next();
        Secret::from(token.unwrap())
    }

    /// Its code, as it stands there.
    #[track_caller]
    pub fn code(&self) -> Secret {
        let groups = |word: &&str| {
            let group = |part: &str| {
                part.len() == 4
                    && part
                        .chars()
                        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            };
            word.split_once('-')
                .is_some_and(|(one, other)| group(one) && group(other))
        };
        Secret::from(self.text.split_whitespace().find(groups).expect("a code"))
    }
}

impl Place {
    /// What is in the outbox, oldest first: kind, address, state.
    pub async fn posted(&self) -> Vec<[String; 3]> {
        self.rows(
            "SELECT kind, recipient, state FROM outbox ORDER BY created_at, kind, recipient, state",
        )
        .await
        .into_iter()
        .map(|row| row.try_into().unwrap())
        .collect()
    }

    /// How many messages there are of a kind.
    pub async fn mails(&self, kind: &str) -> i64 {
        self.number(format!("SELECT count(*) FROM outbox WHERE kind = '{kind}'"))
            .await
    }

    /// The newest message of a kind to an address, read by root, who has just signed in.
    pub async fn letter(&self, root: &Caller, kind: &str, to: &str) -> Letter {
        let found = self
            .rows(format!("SELECT message_id FROM outbox WHERE kind = '{kind}' AND recipient = '{to}' ORDER BY created_at DESC, CASE WHEN state = 'obsolete' THEN 1 ELSE 0 END LIMIT 1"))
            .await;
        let message_id = found.concat().pop().expect("a message");
        let operator_id = self.operator.clone();
        let read = ReadMessage {
            operator_id,
            message_id,
        };
        let message = self.ask(root, read).await.unwrap();
        assert_eq!(message.to, to);
        Letter {
            text: message.text.expose().to_owned(),
        }
    }

    /// Somebody asked to get in by way of the recovery address: both letters wait.
    pub async fn begun(&self, opens_ms: i64) {
        let operator = &self.operator;
        let yes = if self.is_postgres() { "true" } else { "1" };
        for (id, kind, purpose) in [
            ("r", "recover", "recover"),
            ("o", "recovery_begun", "object_to_recovery"),
        ] {
            self.raw(format!("INSERT INTO outbox (operator_id, message_id, kind, recipient, recipient_key, language, facts, purpose, opens_at, asked, state, created_at, next_try_at, give_up_at) VALUES ('{operator}', '{id}', '{kind}', 'a@a.example', 'a@a.example', 'en', '{{}}', '{purpose}', {opens_ms}, {yes}, 'waiting', {START_MS}, {START_MS}, {opens_ms})"))
                .await
                .unwrap();
        }
    }

    pub fn adding(email: &str) -> IssueAddEmailToken {
        IssueAddEmailToken {
            email: email.parse().unwrap(),
            password: ROOT_PASSWORD.into(),
        }
    }

    /// Adds an address and confirms it with its link; its ID.
    pub async fn address(&self, root: &Caller, email: &str) -> String {
        self.ask(root, Self::adding(email)).await.unwrap();
        let token = self.letter(root, "verify_address", email).await.token();
        let verify = VerifyAddEmailToken { token };
        self.ask(&stranger(), verify).await.unwrap();
        self.email_id(email).await
    }

    /// The ID of an address of this account.
    pub async fn email_id(&self, email: &str) -> String {
        let operator = &self.operator;
        let found = self
            .rows(format!(
                "SELECT email_id FROM emails WHERE email = '{email}' AND operator_id = '{operator}'"
            ))
            .await;
        found.concat().pop().expect("an address")
    }

    /// The addresses with whether each is verified, sorted: those of one moment have no order.
    pub async fn addresses(&self, root: &Caller) -> Vec<(String, bool)> {
        let operator_id = self.operator.clone();
        let list = self.ask(root, ListEmails { operator_id }).await.unwrap();
        let mut addresses: Vec<_> = list
            .into_iter()
            .map(|email| (email.email, email.verified))
            .collect();
        addresses.sort();
        addresses
    }

    /// Whether an address is verified.
    pub async fn is_verified(&self, root: &Caller, email: &str) -> bool {
        let addresses = self.addresses(root).await;
        let found = addresses.into_iter().find(|(known, _)| known == email);
        found.expect("an address").1
    }

    pub fn setting(&self, role: EmailRole, ids: &[&str]) -> SetSystemNotification {
        SetSystemNotification {
            operator_id: self.operator.clone(),
            role,
            email_id_list: ids.iter().map(|id| (*id).to_owned()).collect(),
            password: (role == EmailRole::Primary).then(|| ROOT_PASSWORD.into()),
        }
    }
}
