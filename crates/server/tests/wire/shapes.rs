//! Bytes that are no request, or could be read as two: refused, or read in one way only, and the next one is served
//! (R20, R96, F25).

use crate::support::{Answer, Office, get, headers, parse, send, until, with};
use latchkey_server::limits::Limits;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

fn unhurried(limits: &mut Limits) {
    limits.requests_per_second = 0;
    limits.sign_ins_per_second = 0;
}

/// Everything that comes back, whatever it is.
async fn all(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // it may hang up in the middle
    let _ = stream.write_all(bytes).await;
    let mut answer = vec![];
    let _ = tokio::time::timeout(Duration::from_mins(1), stream.read_to_end(&mut answer))
        .await
        .expect("an end in time");
    answer
}

async fn status(address: SocketAddr, bytes: &[u8]) -> u16 {
    let answer = all(address, bytes).await;
    parse(&answer).status
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_be_read_as_two_requests_is_refused() {
    let office = Office::open().await;
    let body = "{}";
    for lines in [
        "Content-Length: 2\r\nContent-Length: 40\r\n",
        "Content-Length: 2, 40\r\n",
        "Content-Length: -2\r\n",
        "Content-Length: +2\r\n",
        "Content-Length: 0x2\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length : 2\r\n",
        "Content-Length: 2\r\nX-Folded: a\r\n b\r\n",
        "X-\0: a\r\nContent-Length: 2\r\n",
        "X-Null: a\0b\r\nContent-Length: 2\r\n",
        " Content-Length: 2\r\n",
        "No colon\r\n",
    ] {
        let request = format!(
            "POST /v1/auth HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{lines}\r\n{body}"
        );
        assert_eq!(
            status(office.address, request.as_bytes()).await,
            400,
            "{lines:?}"
        );
    }
    let old = "POST /v1/auth HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assert_eq!(status(office.address, old.as_bytes()).await, 400);
    assert_eq!(office.ask(get("/healthz", "")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_length_beside_chunks_is_not_believed_in_either_order() {
    let office = Office::open().await;
    for [first, second] in [
        ["Content-Length: 70", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked", "Content-Length: 70"],
    ] {
        // by its length all of it is one request; by its chunks it is a wrong form, and a question after it
        let both = format!(
            "POST /v1/auth HTTP/1.1\r\nHost: test\r\n{first}\r\n{second}\r\n\r\n2\r\n{{}}\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
        );
        let answers = String::from_utf8(all(office.address, both.as_bytes()).await).unwrap();
        let statuses: Vec<&str> = answers
            .lines()
            .filter_map(|line| line.split("HTTP/1.1 ").nth(1))
            .map(|rest| &rest[..3])
            .collect();
        // and the connection ends there: nothing after it can be taken for somebody's request
        assert_eq!(statuses, ["400"], "{answers}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_http_is_hung_up_on_and_told_in_the_figures() {
    let office = Office::open().await;
    for bytes in [
        &b"\x16\x03\x01\x00\x05hello"[..],
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    ] {
        let answer = all(office.address, bytes).await;
        let first = String::from_utf8_lossy(&answer);
        assert!(
            answer.is_empty()
                || first.starts_with("HTTP/1.1 4")
                || first.starts_with("HTTP/1.1 505"),
            "{bytes:?}: {first}"
        );
    }
    let malformed = &office.load.refused().malformed;
    until("the figures", async || {
        malformed.load(std::sync::atomic::Ordering::Relaxed) > 0
    })
    .await;
    assert_eq!(office.ask(get("/healthz", "")).await.status, 200);
}

// R96
#[tokio::test(flavor = "multi_thread")]
async fn a_head_over_its_limit_is_refused() {
    let office = Office::open().await;
    for lines in [
        format!("X-Long: {}\r\n", "x".repeat(17 * 1024)),
        "X: y\r\n".repeat(200),
        format!("X-Soracom-Token: {}\r\n", "x".repeat(70_000)),
    ] {
        let request = format!("GET /healthz HTTP/1.1\r\nHost: test\r\n{lines}\r\n");
        // of a head that is much too long the end is never read
        let answer = all(office.address, request.as_bytes()).await;
        if !answer.is_empty() {
            assert_eq!(parse(&answer).status, 431);
        }
    }
    let path = format!("/v1/{}", "x".repeat(9000));
    let long = office.ask(get(&path, "")).await;
    assert_eq!(long.refusal(), (404, "not_served".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn older_and_absolute_forms_are_read_as_what_they_mean() {
    let office = Office::open().await;
    let root = office.root().await;
    let path = office.path("");
    for line in [
        format!("GET {path} HTTP/1.0\r\n"),
        format!("GET http://evil.example{path} HTTP/1.1\r\nHost: test\r\n"),
        format!("GET https://evil.example:1{path}? HTTP/1.1\r\n"),
        format!(
            "GET {path} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Original-URL: /healthz\r\nX-HTTP-Method-Override: DELETE\r\n"
        ),
    ] {
        let answer = send(
            office.address,
            format!("{line}{root}Connection: close\r\n\r\n").as_bytes(),
        )
        .await;
        assert_eq!(answer.status, 200, "{line}");
        assert_eq!(answer.json()["operatorId"], office.operator.as_str());
        assert!(!answer.text().contains("evil"));
    }
    for line in [
        "OPTIONS * HTTP/1.1",
        "CONNECT evil.example:443 HTTP/1.1",
        "GET http://test HTTP/1.1",
    ] {
        let answer = send(
            office.address,
            format!("{line}\r\nHost: test\r\nConnection: close\r\n\r\n").as_bytes(),
        )
        .await;
        assert_eq!(answer.refusal(), (404, "not_served".into()), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_never_climbs() {
    let office = Office::open().await;
    let root = office.root().await;
    let account = office.path("");
    for path in [
        "/v1/../healthz".to_owned(),
        "/v1/%2e%2e/healthz".into(),
        "/v1/operators/../auth".into(),
        "/v1/./auth".into(),
        "//v1/auth".into(),
        "/v1/auth/..".into(),
        "/..%2f..%2fetc/passwd".into(),
        "/v1\\auth".into(),
        "/v1;x=y/auth".into(),
        format!("{account}/users/.."),
        format!("{account}/users/%2e%2e"),
        format!("{account}/users/."),
        format!("{account}/users/%2e%2e%2fpassword"),
        format!("{account}/users/..%5c"),
        format!("{account}/users/../../{}", office.operator),
        format!("{account}%00"),
        format!("{account}/users/%c0%ae%c0%ae"),
    ] {
        let answer = office.ask(get(&path, &root)).await;
        assert!(
            [400, 404].contains(&answer.status),
            "{path}: {}",
            answer.text()
        );
        assert_eq!(
            answer.header("content-type").unwrap_or("application/json"),
            "application/json"
        );
    }
}

fn cut<'t>(root: &'t str, name: &str) -> &'t str {
    root.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        .unwrap()
}

/// Nobody's, or not even readable.
fn nobody(answer: &Answer, what: &str) {
    match answer.status {
        401 => assert!(["not_signed_in", "session_expired"].contains(&answer.refusal().1.as_str())),
        status => assert_eq!(status, 400, "{what}"),
    }
}

// R20
#[tokio::test(flavor = "multi_thread")]
async fn one_bit_of_any_byte_makes_a_token_nobodys() {
    let office = Office::with(unhurried).await;
    let root = office.root().await;
    let (key, token) = (
        cut(&root, "X-Soracom-API-Key"),
        cut(&root, "X-Soracom-Token"),
    );
    let ask = async |key: &[u8], token: &[u8]| {
        let head = format!(
            "GET {} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n",
            office.path("")
        );
        let request = [
            head.as_bytes(),
            b"X-Soracom-API-Key: ",
            key,
            b"\r\nX-Soracom-Token: ",
            token,
            b"\r\n\r\n",
        ]
        .concat();
        parse(&all(office.address, &request).await)
    };
    for (place, bit) in (0..token.len()).map(|place| (place, place % 8)) {
        let mut bytes = token.as_bytes().to_vec();
        bytes[place] ^= 1 << bit;
        nobody(
            &ask(key.as_bytes(), &bytes).await,
            &format!("token, byte {place}"),
        );
    }
    for (place, bit) in (0..key.len()).map(|place| (place, place % 7)) {
        let mut bytes = key.as_bytes().to_vec();
        bytes[place] ^= 1 << bit;
        nobody(
            &ask(&bytes, token.as_bytes()).await,
            &format!("key, byte {place}"),
        );
    }
    for length in 0..token.len() {
        let answer = office
            .ask(get(&office.path(""), &headers(key, &token[..length])))
            .await;
        assert_eq!(answer.status, 401, "{length} bytes of it");
    }
    assert_eq!(office.ask(get(&office.path(""), &root)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_where_none_belongs_is_read_and_a_broken_one_is_refused() {
    let office = Office::open().await;
    let root = office.root().await;
    let read = office.ask(with("GET", &office.path(""), &root, "{}")).await;
    assert_eq!(read.status, 200, "{}", read.text());
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: test\r\n{root}Connection: close\r\n",
        office.path("/users/taro")
    );
    for chunks in [
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}",
    ] {
        let answer = parse(&all(office.address, format!("{head}{chunks}").as_bytes()).await);
        assert_eq!(answer.refusal(), (400, "bad_request".into()), "{chunks:?}");
    }
    let pieces =
        "Transfer-Encoding: chunked\r\n\r\n1;ext=\"x\"\r\n{\r\n1\r\n}\r\n0\r\nTrailer: x\r\n\r\n";
    let made = parse(&all(office.address, format!("{head}{pieces}").as_bytes()).await);
    assert_eq!(made.status, 201, "{}", made.text());
}
