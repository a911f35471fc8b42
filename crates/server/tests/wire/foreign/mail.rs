//! The account's addresses as existing programs manage them: added, confirmed by the token that a mail brought, given
//! roles, made the sign-in, deleted; and a forgotten password.

use super::program::{Kind, Program};
use crate::support::{Office, PASSWORD, ROOT_EMAIL, ROOT_PASSWORD, letters::Letters};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

const BOOKS: &str = "books+invoices@harbor-coffee.example";
const NEW_OWNER: &str = "Yuki@Harbor-Coffee.example";
const LIST: &str = "/operators/{op}/emails";
const ROLES: &str = "/operators/{op}/system_notifications";

impl Program<'_> {
    /// What a mail of this kind brings for a program: the last part of its link.
    async fn token(&self, kind: &str) -> String {
        self.office.engine.mail_turn().await.unwrap();
        let letters = Letters {
            address: self.office.address,
            operator: self.operator.clone(),
            root: self.session.clone(),
        };
        let link = letters.link(kind).await;
        // the next one is newer
        self.office.clock.ms.fetch_add(1000, Ordering::SeqCst);
        link.rsplit_once('/').unwrap().1.to_owned()
    }

    /// Adds an address and confirms it; its ID.
    async fn address(&self, email: &str) -> String {
        let body = json!({"email": email, "password": ROOT_PASSWORD});
        self.silently("POST", "/operators/add_email_token/issue", body, 200)
            .await;
        let body = json!({"token": self.token("verify_address").await});
        let verify = "/operators/add_email_token/verify";
        self.silently("POST", verify, body.clone(), 200).await;
        let again = self.ask("POST", verify, body).await;
        assert_eq!(again.refusal(), (400, "bad_token".into()));
        let one = self.emails().await;
        let one = one.iter().find(|one| one["email"] == email);
        one.unwrap()["emailId"].as_str().unwrap().to_owned()
    }

    async fn emails(&self) -> Vec<Value> {
        let answer = self.ask("GET", LIST, Value::Null).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json().as_array().unwrap().clone()
    }

    async fn role(&self, role: &str) -> Value {
        let path = format!("{ROLES}/{role}");
        let answer = self.ask("GET", &path, Value::Null).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }
}

/// An address as the description has it.
fn is_an_address(one: &Value) {
    assert!(one["emailId"].is_string() && one["email"].is_string() && one["verified"].is_boolean());
    assert!(one["createDateTime"].is_i64() && one["updateDateTime"].is_i64());
}

// DESIGN 4: what real clients also need
#[tokio::test(flavor = "multi_thread")]
async fn existing_programs_manage_addresses_unchanged() {
    for kind in [Kind::CommandLine, Kind::Sdk] {
        let office = Office::open().await;
        let mut root = Program::new(&office, kind);
        root.sign_in(json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD}))
            .await;
        let (books, owner) = (root.address(BOOKS).await, root.address(NEW_OWNER).await);
        let all = root.emails().await;
        assert_eq!(all.len(), 3);
        all.iter().for_each(is_an_address);
        let path = format!("{LIST}/{books}");
        let one = root.ask("GET", &path, Value::Null).await;
        assert_eq!(one.json()["email"], BOOKS);

        roles(&root, &books).await;
        primary(&office, kind, &root, &owner).await;

        let refused = root.ask("DELETE", &path, Value::Null).await;
        assert_eq!(refused.refusal(), (400, "email_has_roles".into()));
        for role in ["billing", "support"] {
            root.silently("DELETE", &format!("{ROLES}/{role}"), Value::Null, 204)
                .await;
        }
        root.silently("DELETE", &path, Value::Null, 204).await;
        let gone = root.ask("GET", &path, Value::Null).await;
        assert_eq!(gone.refusal(), (404, "not_found".into()));
    }
}

async fn roles(root: &Program<'_>, books: &str) {
    let unset = root.role("billing").await;
    assert_eq!(unset, json!({"type": "billing", "emailIdList": []}));
    for role in ["billing", "support"] {
        let body = json!({"emailIdList": [books]});
        let set = root.ask("POST", &format!("{ROLES}/{role}"), body).await;
        assert_eq!(set.status, 200, "{}", set.text());
        let set = set.json();
        assert_eq!(
            (&set["type"], &set["emailIdList"]),
            (&json!(role), &json!([books]))
        );
        assert!(set["updateDateTime"].is_i64());
        assert_eq!(root.role(role).await, set);
    }
    // an address that is not there is the body's fault
    let body = json!({"emailIdList": ["none"], "password": ""});
    let refused = root.ask("POST", &format!("{ROLES}/recovery"), body).await;
    assert_eq!(refused.refusal(), (400, "bad_request".into()));
    let all = root.ask("GET", ROLES, Value::Null).await.json();
    let types: Vec<&Value> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["type"])
        .collect();
    assert_eq!(types, ["primary", "recovery", "billing", "support"]);
}

/// The sign-in is another address from now on; who is signed in stays so.
async fn primary(office: &Office, kind: Kind, root: &Program<'_>, owner: &str) {
    let path = format!("{ROLES}/primary");
    for password in [json!({}), json!({"password": "wrong"})] {
        let mut body = json!({"emailIdList": [owner]});
        body.as_object_mut()
            .unwrap()
            .extend(password.as_object().unwrap().clone());
        let refused = root.ask("POST", &path, body).await;
        assert_eq!(refused.refusal(), (400, "wrong_password".into()));
    }
    let body = json!({"emailIdList": [owner], "password": ROOT_PASSWORD});
    let set = root.ask("POST", &path, body).await;
    assert_eq!(
        (set.status, &set.json()["emailIdList"]),
        (200, &json!([owner]))
    );
    assert_eq!(root.emails().await.len(), 3, "the session stays");
    let mut anew = Program::new(office, kind);
    let form = |email: &str| json!({"email": email, "password": ROOT_PASSWORD});
    let before = anew.ask("POST", "/auth", form(ROOT_EMAIL)).await;
    assert_eq!(before.status, 401);
    anew.sign_in(form(NEW_OWNER)).await;
    assert_eq!(anew.operator, root.operator);
}

// DESIGN 4: what real clients also need
#[tokio::test(flavor = "multi_thread")]
async fn existing_programs_set_a_forgotten_password_unchanged() {
    for kind in [Kind::CommandLine, Kind::Sdk] {
        let office = Office::open().await;
        let stranger = Program::new(&office, kind);
        let issue = "/auth/password_reset_token/issue";
        for email in [ROOT_EMAIL, "nobody@harbor-coffee.example"] {
            stranger
                .silently("POST", issue, json!({"email": email}), 200)
                .await;
        }
        let malformed = stranger
            .ask("POST", issue, json!({"email": "nobody"}))
            .await;
        assert_eq!(malformed.status, 400);
        let mut root = Program::new(&office, kind);
        root.sign_in(json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD}))
            .await;
        let token = root.token("reset_password").await;
        let verify = "/auth/password_reset_token/verify";
        let body = |token: &str| json!({"token": token, "password": PASSWORD});
        let wrong = stranger.ask("POST", verify, body("wrong")).await;
        assert_eq!(wrong.status, 400);
        stranger.silently("POST", verify, body(&token), 200).await;
        let over = root.ask("GET", LIST, Value::Null).await;
        assert_eq!(over.status, 401, "every session has ended");
        root.sign_in(json!({"email": ROOT_EMAIL, "password": PASSWORD}))
            .await;
    }
}

// a link that nobody opened for days still says what it is
#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_expired_is_404_for_as_long_as_its_mail_is_told_of() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let office = Office::open().await;
    let mut root = Program::new(&office, Kind::CommandLine);
    root.sign_in(json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD}))
        .await;
    let body = json!({"email": BOOKS, "password": ROOT_PASSWORD});
    root.silently("POST", "/operators/add_email_token/issue", body, 200)
        .await;
    let body = json!({"token": root.token("verify_address").await});
    for (days, expected) in [(1, 404), (28, 404), (2, 400)] {
        office.clock.ms.fetch_add(days * DAY_MS, Ordering::SeqCst);
        office.engine.mail_turn().await.unwrap();
        let verify = "/operators/add_email_token/verify";
        let late = root.ask("POST", verify, body.clone()).await;
        assert_eq!(late.status, expected, "{}", late.text());
    }
}
