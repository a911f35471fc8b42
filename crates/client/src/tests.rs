//! R82: a server is hostile until its answer has been read.

use super::*;
use latchkey_api::{GetUser, ListUsers, Logout};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// A server that answers every request with these bytes; the request it got comes back.
async fn serving(answer: impl Into<Vec<u8>>) -> (Client, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::new(
        &format!("http://{}", listener.local_addr().unwrap()),
        Language::En,
    )
    .unwrap();
    let answer = answer.into();
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 8192];
        let n = socket.read(&mut request).await.unwrap();
        // the client may hang up on what it will not read
        let _ = socket.write_all(&answer).await;
        let _ = socket.shutdown().await;
        request.truncate(n);
        String::from_utf8(request).unwrap()
    });
    (client, server)
}

fn answer(status: &str, kind: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn list() -> ListUsers {
    ListUsers {
        operator_id: "OP0000000001".parse().unwrap(),
    }
}

#[tokio::test]
async fn the_request_is_written_as_the_contract_says() {
    let body = r#"{"userName":"佐藤","hasPassword":true,"authKeyList":[],"roleList":[],"createDateTime":1,"updateDateTime":2,"new":1}"#;
    let (client, server) = serving(answer("200 OK", "application/json", body)).await;
    let op = GetUser {
        operator_id: "OP0000000001".parse().unwrap(),
        user_name: "佐藤".parse().unwrap(),
    };
    let user = client.call(&Envelope::default(), &op).await.unwrap();
    assert_eq!(user.user_name, "佐藤");
    let request = server.await.unwrap();
    assert!(
        request.starts_with("GET /v1/operators/OP0000000001/users/%E4%BD%90%E8%97%A4 HTTP/1.1\r\n"),
        "{request}"
    );
}

#[tokio::test]
async fn an_empty_answer_is_the_output_of_an_operation_without_one() {
    let (client, _server) = serving("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").await;
    client.call(&Envelope::default(), &Logout {}).await.unwrap();
}

#[tokio::test]
async fn a_foreign_error_keeps_its_words_and_gets_a_code_from_its_status() {
    let (client, _server) = serving(answer(
        "403 Forbidden",
        "application/json",
        r#"{"code":"AUM0042","message":"no"}"#,
    ))
    .await;
    let error = client
        .call(&Envelope::default(), &list())
        .await
        .unwrap_err();
    assert_eq!((error.code, error.message.as_str()), (Code::Denied, "no"));
}

#[tokio::test]
async fn what_is_not_the_contract_is_not_believed() {
    for strange in [
        answer("200 OK", "text/html", "<h1>Sign in to the hotel</h1>"),
        answer("200 OK", "application/json", r#"{"users":[]}"#),
        answer("200 OK", "application/json", &"[".repeat(100_000)),
        answer("502 Bad Gateway", "text/html", "<h1>Bad Gateway</h1>"),
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned(),
        "not HTTP at all".to_owned(),
        answer("200 OK", "application/json", "[]").replace("Content-Length: 2", "Content-Length: 20"),
    ] {
        let (client, _server) = serving(strange.clone()).await;
        let error = client.call(&Envelope::default(), &list()).await.unwrap_err();
        assert_eq!(error.code, Code::Unreachable, "{}", strange.chars().take(80).collect::<String>());
    }
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let mut endless =
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[".to_vec();
    endless.resize(ANSWER_MAX + 4096, b' ');
    let (client, _server) = serving(endless).await;
    assert_eq!(
        client
            .call(&Envelope::default(), &list())
            .await
            .unwrap_err()
            .code,
        Code::Unreachable
    );
}

// R80
#[test]
fn plain_http_is_for_this_computer_only() {
    for (address, right) in [
        ("https://id.example.com", true),
        ("https://id.example.com:8443/", true),
        ("http://127.0.0.1:8080", true),
        ("http://localhost:8080", true),
        ("http://id.example.com", false),
        ("http://127.0.0.1.example.com", false),
        ("https://user:secret@id.example.com", false),
        ("ftp://id.example.com", false),
        ("id.example.com", false),
    ] {
        assert_eq!(
            Client::new(address, Language::En).is_ok(),
            right,
            "{address}"
        );
    }
}
