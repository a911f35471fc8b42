//! What breaks inside is a JSON error, and the next request is served.

use crate::support::{Office, get, run, with};
use latchkey_api::Code;
use std::{sync::atomic::Ordering, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_costs_one_request() {
    let office = Office::open().await;
    let root = office.root().await;
    office.clock.broken.store(true, Ordering::SeqCst);
    for (language, end) in [("en", '.'), ("ja", '。')] {
        let header = format!("{root}X-Soracom-Lang: {language}\r\n");
        let answer = office.ask(get(&office.path(""), &header)).await;
        assert_eq!(answer.refusal(), (500, "internal".into()));
        let error = answer.json();
        assert_eq!(error["incident"].as_str().unwrap().len(), 16);
        assert!(error["message"].as_str().unwrap().ends_with(end));
        assert!(
            !answer.text().contains("clock"),
            "what broke is nobody's business"
        );
    }
    office.clock.broken.store(false, Ordering::SeqCst);
    assert_eq!(office.ask(get(&office.path(""), &root)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_takes_too_long_is_told_to_come_back() {
    let office = Office::with(|limits| limits.request = Duration::from_millis(300)).await;
    let mut stream = TcpStream::connect(office.address).await.unwrap();
    let head =
        "POST /v1/auth HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    // the rest of the body never comes
    let mut bytes = vec![0; 4096];
    let read = stream.read(&mut bytes).await.unwrap();
    let answer = String::from_utf8_lossy(&bytes[..read]).to_lowercase();
    assert!(answer.starts_with("http/1.1 503 "), "{answer}");
    assert!(
        answer.contains("content-type: application/json\r\n"),
        "{answer}"
    );
    assert!(answer.contains("retry-after: 2\r\n"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_gone_is_told_and_the_process_stays() {
    let office = Office::open().await;
    let root = office.root().await;
    assert_eq!(office.ask(get("/healthz", "")).await.json()["status"], "ok");
    assert_eq!(office.ask(get("/readyz", "")).await.json()["status"], "ok");
    office.engine.close().await;
    assert_eq!(office.ask(get("/healthz", "")).await.status, 200);
    for request in [
        get("/readyz", ""),
        get(&office.path(""), &root),
        with("POST", &office.path("/users/taro"), &root, "{}"),
    ] {
        let answer = office.ask(request).await;
        assert_eq!(
            answer.refusal(),
            (Code::StoreUnavailable.status(), "store_unavailable".into())
        );
        assert_eq!(answer.header("retry-after"), Some("2"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_store_says_stays_inside() {
    let office = Office::open().await;
    let root = office.root().await;
    run(&office.url, "ALTER TABLE users RENAME TO hidden").await;
    let answer = office.ask(get(&office.path("/users"), &root)).await;
    assert_eq!(answer.refusal(), (500, "internal".into()));
    for word in ["users", "relation", "SELECT", "sqlx", "postgres"] {
        assert!(!answer.text().contains(word), "{}", answer.text());
    }
}
