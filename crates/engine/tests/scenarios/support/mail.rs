//! The mail of a place: its settings, what is in its outbox, and messages as mail programs read them.

use super::{MAIL_PASSWORD, MAIL_USER, Place, START_MS};
use latchkey_api::*;
use latchkey_engine::{Caller, CommonMail, MailTurn};
use mail_parser::{Message, MessageParser, MimeHeaders as _};

/// A row of the outbox to be, past all rules.
#[derive(Clone)]
pub struct Posted {
    pub id: String,
    pub kind: &'static str,
    pub to: String,
    pub purpose: &'static str,
    pub subject: String,
    pub at_ms: i64,
    pub facts: String,
    pub asked: bool,
}

impl Posted {
    pub fn new(id: impl Into<String>, kind: &'static str, to: &str) -> Self {
        Self {
            id: id.into(),
            kind,
            to: to.into(),
            purpose: "",
            subject: String::new(),
            at_ms: START_MS,
            facts: r#"{"account":"Harbor Coffee"}"#.into(),
            asked: false,
        }
    }

    /// Somebody asked for it: it counts for its mailbox.
    pub fn asked(mut self) -> Self {
        self.asked = true;
        self
    }

    pub fn with_token(mut self, purpose: &'static str, subject: &str) -> Self {
        self.purpose = purpose;
        subject.clone_into(&mut self.subject);
        self
    }
}

/// The mail server on this computer.
pub fn mail_server(port: u16) -> MailServer {
    MailServer {
        host: "localhost".into(),
        port,
        security: MailSecurity::StartTls,
        user_name: Some(MAIL_USER.into()),
        sender_name: "Harbor Coffee".parse().unwrap(),
        sender_address: "no-reply@harbor-coffee.example".parse().unwrap(),
    }
}

/// The same for all accounts.
pub fn common_mail(port: u16) -> CommonMail {
    CommonMail {
        server: mail_server(port),
        password: Some(MAIL_PASSWORD.into()),
    }
}

impl Place {
    pub fn get_mail_settings(&self) -> GetMailSettings {
        GetMailSettings {
            operator_id: self.operator.clone(),
        }
    }

    pub fn mail_settings(&self, server: MailServer) -> UpdateMailSettings {
        UpdateMailSettings {
            operator_id: self.operator.clone(),
            through: MailThrough::Own,
            own: Some(server),
            password: Some(MAIL_PASSWORD.into()),
        }
    }

    pub fn mail_test(&self, server: MailServer) -> TestMailSettings {
        TestMailSettings {
            operator_id: self.operator.clone(),
            through: MailThrough::Own,
            own: Some(server),
            password: Some(MAIL_PASSWORD.into()),
        }
    }

    /// Nobody is told of sign-ins and rights: what is in the outbox is the scenario's.
    pub async fn quiet(&self) {
        for kind in [
            "new_device",
            "user_new_device",
            "user_can_grant",
            "sign_in_paused",
        ] {
            let sql = format!(
                "INSERT INTO mail_switched_off (operator_id, kind) VALUES ('{}', '{kind}') ON CONFLICT DO NOTHING",
                self.operator
            );
            self.raw(sql).await.unwrap();
        }
    }

    /// Root sets up the mail server on that port.
    pub async fn sends_through(&self, port: u16) -> Caller {
        self.quiet().await;
        let root = self.root().await;
        let settings = self.mail_settings(mail_server(port));
        self.ask(&root, settings).await.unwrap();
        root
    }

    /// As if no mail server had ever been set up, and nothing been posted.
    pub async fn starts_anew(&self) {
        for table in ["outbox", "mail_settings", "mail_trouble"] {
            self.raw(format!("DELETE FROM {table}")).await.unwrap();
        }
    }

    pub async fn put(&self, posted: &Posted) {
        self.put_all(std::slice::from_ref(posted)).await;
    }

    pub async fn put_all(&self, posted: &[Posted]) {
        self.put_for(self.operator.as_str(), posted).await;
    }

    pub async fn put_for(&self, operator: &str, posted: &[Posted]) {
        let flag = |on: bool| match (self.is_postgres(), on) {
            (true, true) => "TRUE",
            (true, false) => "FALSE",
            (false, true) => "1",
            (false, false) => "0",
        };
        for some in posted.chunks(500) {
            let rows: Vec<String> = some
                .iter()
                .map(|p| {
                    format!(
                        "('{operator}', '{}', '{}', '{}', '{}', 'en', '{}', '{}', '{}', {}, 'waiting', {}, {}, {})",
                        p.id, p.kind, p.to, p.to, p.facts, p.purpose, p.subject, flag(p.asked), p.at_ms, p.at_ms, p.at_ms + 72 * 3_600_000
                    )
                })
                .collect();
            self.raw(format!(
                "INSERT INTO outbox (operator_id, message_id, kind, recipient, recipient_key, language, facts, purpose, subject, asked, state, created_at, next_try_at, give_up_at) VALUES {}",
                rows.join(", ")
            ))
            .await
            .unwrap();
        }
    }

    pub async fn turn(&self) -> MailTurn {
        self.engine.mail_turn().await.unwrap()
    }

    /// Turns until nothing is due at this moment.
    pub async fn turns(&self) -> MailTurn {
        let mut all = MailTurn::default();
        loop {
            let turn = self.turn().await;
            if turn == MailTurn::default() {
                return all;
            }
            all.sent += turn.sent;
            all.waiting += turn.waiting;
            all.failed += turn.failed;
        }
    }

    /// State and problem of a message.
    pub async fn fate(&self, id: &str) -> (String, String) {
        let sql = format!("SELECT state, problem FROM outbox WHERE message_id = '{id}'");
        let mut row = self.rows(sql).await.remove(0);
        (row.remove(0), row.remove(0))
    }

    pub async fn outbox(&self, root: &Caller) -> OutboxPage {
        let all = SearchOutbox {
            operator_id: self.operator.clone(),
            state: None,
            offset: None,
            limit: Some(200),
        };
        self.ask(root, all).await.unwrap()
    }

    pub async fn in_state(&self, state: &str) -> i64 {
        self.number(format!(
            "SELECT count(*) FROM outbox WHERE state = '{state}'"
        ))
        .await
    }
}

/// A message as an independent reader sees it. Refuses what is no proper message of ours.
pub fn read(raw: &[u8]) -> Message<'_> {
    let message = MessageParser::default().parse(raw).expect("a message");
    let once = |name: &str| {
        let found = message
            .headers()
            .iter()
            .filter(|h| h.name.as_str().eq_ignore_ascii_case(name));
        assert_eq!(found.count(), 1, "{name} stands there once");
    };
    for name in [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    ] {
        once(name);
    }
    assert_eq!(message.headers().len(), 8, "{:?}", message.headers());
    let kind = message.content_type().unwrap();
    assert_eq!(kind.c_subtype.as_deref(), Some("alternative"));
    assert_eq!(
        (message.text_body_count(), message.html_body_count()),
        (1, 1)
    );
    assert_eq!(message.attachment_count(), 0);
    let auto = message.header("Auto-Submitted").unwrap().as_text();
    assert_eq!(auto, Some("auto-generated"));
    assert!(raw.is_ascii(), "every server can take it");
    message
}
