//! Links in mails lead to what the configuration calls this server, whatever a request calls it (R37).

use crate::{
    support::{
        Office, PUBLIC_URL, ROOT_EMAIL, ROOT_PASSWORD,
        letters::{Letters, link},
        send,
    },
    tls::{LYING, Secured},
};
use reqwest::{Method, Version};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

/// The ways to say who one thinks this server is: request target and headers.
fn lies(path: &str) -> [(String, String); 3] {
    let host = |host: &str| format!("Host: {host}\r\n");
    let forwarded = format!(
        "X-Forwarded-Host: {LYING}\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Server: {LYING}\r\nForwarded: host={LYING};proto=http\r\nX-Host: {LYING}\r\nX-Original-Host: {LYING}\r\nX-Original-URL: http://{LYING}/\r\nX-Rewrite-URL: http://{LYING}/\r\nOrigin: http://{LYING}\r\nReferer: http://{LYING}/\r\nUser-Agent: http://{LYING}/\r\n"
    );
    [
        (path.to_owned(), host(LYING)),
        (path.to_owned(), host("test") + &forwarded),
        (format!("http://{LYING}{path}"), host("test")),
    ]
}

fn tells_the_truth(text: &str) {
    assert!(text.contains(&format!("{PUBLIC_URL}/mail/lkm_")), "{text}");
    let elsewhere = text.replace(PUBLIC_URL, "");
    for word in ["://", LYING] {
        assert!(!elsewhere.contains(word), "{word} in {text}");
    }
}

// R37
#[tokio::test(flavor = "multi_thread")]
async fn no_header_and_no_target_puts_its_host_into_a_mail() {
    let office = Office::open().await;
    let letters = Letters {
        address: office.address,
        operator: office.operator.to_string(),
        root: office.root().await,
    };
    let ask = async |(target, headers): (String, String), body: Value| {
        let body = body.to_string();
        let length = body.len();
        let request = format!(
            "POST {target} HTTP/1.1\r\n{headers}{}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}",
            letters.root
        );
        let answer = send(office.address, request.as_bytes()).await;
        assert_eq!(answer.status, 200, "{target} {}", answer.text());
        office.engine.mail_turn().await.unwrap();
        // the next one is newer
        office.clock.ms.fetch_add(1000, Ordering::SeqCst);
    };
    for (index, lie) in lies("/v1/operators/add_email_token/issue")
        .into_iter()
        .enumerate()
    {
        let email = format!("a{index}@harbor-coffee.example");
        ask(lie, json!({"email": email, "password": ROOT_PASSWORD})).await;
        tells_the_truth(&letters.text("verify_address").await);
    }
    for lie in lies("/v1/auth/password_reset_token/issue") {
        ask(lie, json!({"email": ROOT_EMAIL})).await;
        tells_the_truth(&letters.text("reset_password").await);
    }
}

/// A browser that knows the server by another name, over HTTP/2.
struct Deceived {
    browser: reqwest::Client,
    base: String,
    session: Value,
}

impl Deceived {
    async fn ask(&self, method: Method, path: &str, body: String) -> reqwest::Response {
        let text = |name: &str| self.session[name].as_str().unwrap_or("none").to_owned();
        let mut request = self.browser.request(method, format!("{}{path}", self.base));
        if !self.session.is_null() {
            request = request
                .header("X-Soracom-API-Key", text("apiKey"))
                .header("X-Soracom-Token", text("token"));
        }
        let answer = request.body(body).send().await.unwrap();
        assert_eq!(answer.version(), Version::HTTP_2);
        answer
    }

    async fn json(&self, method: Method, path: &str, body: &Value) -> Value {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = self.ask(method, path, body).await;
        assert_eq!(answer.status(), 200, "{path}");
        let text = answer.text().await.unwrap();
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }
}

// R37, R39
#[tokio::test(flavor = "multi_thread")]
async fn over_http2_neither_a_mail_nor_its_page_believes_the_authority() {
    let secured = Secured::open().await;
    let url = format!("\"{PUBLIC_URL}\"");
    secured.room.configure(&[("public-url", &url)]);
    let server = secured.room.start();
    let browser = secured.browser().resolve(LYING, server.address);
    let mut deceived = Deceived {
        browser: browser.build().unwrap(),
        base: format!("https://{LYING}:{}", server.address.port()),
        session: Value::Null,
    };
    let form = json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD});
    deceived.session = deceived.json(Method::POST, "/v1/auth", &form).await;
    let form = json!({"email": "a@harbor-coffee.example", "password": ROOT_PASSWORD});
    let path = "/v1/operators/add_email_token/issue";
    deceived.json(Method::POST, path, &form).await;
    let outbox = format!("/v1/latchkey/operators/{}/outbox", secured.room.operator);
    let listed = deceived.json(Method::GET, &outbox, &Value::Null).await;
    let mut messages = listed["messages"].as_array().unwrap().iter();
    let message = messages
        .find(|message| message["kind"] == "verify_address")
        .unwrap();
    let read = format!("{outbox}/{}/read", message["messageId"].as_str().unwrap());
    let read = deceived.json(Method::POST, &read, &Value::Null).await;
    let text = read["text"].as_str().unwrap();
    tells_the_truth(text);

    let path = link(text);
    let looked = deceived.ask(Method::HEAD, &path, String::new()).await;
    assert_eq!(looked.status(), 200);
    let page = deceived.ask(Method::GET, &path, String::new()).await;
    assert_eq!(page.headers()["cache-control"], "no-store");
    let page = page.text().await.unwrap();
    assert!(!page.contains(LYING) && !page.contains("://"), "{page}");
    let (_, proof) = page.split_once("name=\"proof\" value=\"").unwrap();
    let proof = proof.split_once('"').unwrap().0;
    let done = deceived
        .ask(Method::POST, &path, format!("proof={proof}"))
        .await;
    assert_eq!(done.status(), 200);
    assert!(
        done.text()
            .await
            .unwrap()
            .contains("The address is verified")
    );
}
