//! The first day of an account as existing programs play it: the bytes that a command line and an older SDK send.
//! What they know of the account they read in the token.

use crate::support::{Answer, Office, PASSWORD, ROOT_EMAIL, ROOT_PASSWORD, Request, headers, with};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// How a program writes its requests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Every path ends in `?`, a body has its Content-Type, header names are capitalised in its own way.
    CommandLine,
    /// No Content-Type, and a body `{}` where there is nothing to say, even on DELETE.
    Sdk,
}

struct Program<'o> {
    office: &'o Office,
    kind: Kind,
    session: String,
    operator: String,
}

impl<'o> Program<'o> {
    const fn new(office: &'o Office, kind: Kind) -> Self {
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
    async fn ask(&self, method: &'static str, path: &str, body: Value) -> Answer {
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
    async fn silently(&self, method: &'static str, path: &str, body: Value, status: u16) {
        let answer = self.ask(method, path, body).await;
        let got = (answer.status, answer.text());
        assert_eq!(
            got,
            (status, String::new()),
            "{:?} {method} {path}",
            self.kind
        );
    }

    async fn sign_in(&mut self, form: Value) -> Value {
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

// DESIGN 4: what real clients also need
#[tokio::test(flavor = "multi_thread")]
async fn existing_programs_manage_people_unchanged() {
    for kind in [Kind::CommandLine, Kind::Sdk] {
        let office = Office::open().await;
        let mut root = Program::new(&office, kind);
        let session = root
            .sign_in(json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD}))
            .await;
        assert_eq!(root.operator, office.operator.as_str());
        assert_eq!(session["operatorId"], root.operator.as_str());
        assert_eq!(session.get("userName"), None, "root has no user name");

        let users = root.ask("GET", "/operators/{op}/users", Value::Null).await;
        assert_eq!((users.status, users.json()), (200, json!([])));
        let hana = "/operators/{op}/users/hana.sato@example.com";
        root.silently("POST", hana, json!({"description": "Hana"}), 201)
            .await;
        let of = |rest: &str| format!("{hana}/{rest}");
        root.silently("POST", &of("password"), json!({"password": PASSWORD}), 201)
            .await;
        let document = r#"{"statements":[{"effect":"allow","api":"User:getUser*"}]}"#;
        root.silently(
            "PUT",
            &of("permission"),
            json!({"permission": document}),
            200,
        )
        .await;
        let kept = root.ask("GET", &of("permission"), Value::Null).await.json();
        assert!(kept["permission"].is_string(), "a document travels as text");

        her_turn(&office, kind, &root.operator).await;

        root.silently("DELETE", hana, Value::Null, 204).await;
        root.silently("POST", "/auth/logout", Value::Null, 204)
            .await;
        let over = root.ask("GET", "/operators/{op}", Value::Null).await;
        assert_eq!(over.refusal().0, 401);
    }
}

/// The user whom root has just made reads herself, and is told what she may not.
async fn her_turn(office: &Office, kind: Kind, operator: &str) {
    let mut hana = Program::new(office, kind);
    let form =
        json!({"operatorId": operator, "userName": "hana.sato@example.com", "password": PASSWORD});
    let session = hana.sign_in(form).await;
    assert_eq!(session["userName"], "hana.sato@example.com");
    assert_eq!(hana.operator, operator);
    let own = hana
        .ask(
            "GET",
            "/operators/{op}/users/hana.sato@example.com",
            Value::Null,
        )
        .await;
    assert_eq!(
        (own.status, &own.json()["description"]),
        (200, &json!("Hana"))
    );
    let all = hana.ask("GET", "/operators/{op}/users", Value::Null).await;
    assert_eq!(all.refusal(), (403, "denied".into()));
    let error = all.json();
    assert!(
        error["code"].is_string() && error["message"].is_string(),
        "flat"
    );
}
