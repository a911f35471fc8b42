//! Requests as bytes and answers as bytes: no HTTP library tidies them up.

use serde_json::Value;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A request on its own connection. Headers end in CRLF each.
#[derive(Clone)]
pub struct Request {
    pub method: &'static str,
    pub path: String,
    pub headers: String,
    pub body: Vec<u8>,
}

pub fn get(path: &str, headers: &str) -> Request {
    Request {
        method: "GET",
        path: path.to_owned(),
        headers: headers.to_owned(),
        body: vec![],
    }
}

/// A JSON body without a Content-Type, as real clients send it.
pub fn post(path: &str, body: &Value) -> Request {
    with("POST", path, "", body.to_string())
}

pub fn with(method: &'static str, path: &str, headers: &str, body: impl Into<Vec<u8>>) -> Request {
    Request {
        method,
        path: path.to_owned(),
        headers: headers.to_owned(),
        body: body.into(),
    }
}

pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json"));
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Status and code of a refusal.
    pub fn refusal(&self) -> (u16, String) {
        let error = self.json();
        assert!(
            error["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{error}"
        );
        (self.status, error["code"].as_str().unwrap().to_owned())
    }
}

pub async fn exchange(address: SocketAddr, request: Request) -> Answer {
    send(address, &bytes(request)).await
}

/// The answer, or nothing where the server takes no connection or ends it before it answers.
pub async fn attempt(address: SocketAddr, request: Request) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(&bytes(request)).await.ok()?;
    read(&mut stream).await
}

/// Reads until the server hangs up; nothing if it does so at once. Half an answer fails.
pub async fn read(stream: &mut TcpStream) -> Option<Answer> {
    let mut answer = vec![];
    let ended = tokio::time::timeout(Duration::from_mins(1), stream.read_to_end(&mut answer))
        .await
        .expect("an end in time");
    if answer.is_empty() {
        return None;
    }
    let answer = parse(&answer);
    let length: Option<usize> = answer
        .header("content-length")
        .map(|length| length.parse().unwrap());
    assert_eq!(length.unwrap_or(0), answer.body.len(), "{ended:?}");
    Some(answer)
}

/// As it goes over the wire, on a connection of its own.
pub fn bytes(request: Request) -> Vec<u8> {
    let Request {
        method,
        path,
        headers,
        body,
    } = request;
    let mut bytes = format!("{method} {path} HTTP/1.1\r\nHost: test\r\n{headers}").into_bytes();
    if !body.is_empty() {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"Connection: close\r\n\r\n");
    bytes.extend_from_slice(&body);
    bytes
}

/// Sends bytes as they are and reads until the server hangs up.
pub async fn send(address: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = vec![];
    tokio::time::timeout(Duration::from_mins(1), stream.read_to_end(&mut answer))
        .await
        .expect("an answer in time")
        .unwrap();
    parse(&answer)
}

pub fn parse(bytes: &[u8]) -> Answer {
    let end = bytes
        .windows(4)
        .position(|part| part == b"\r\n\r\n")
        .expect("a head");
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let (first, rest) = head.split_once("\r\n").unwrap_or((head, ""));
    Answer {
        status: first.split(' ').nth(1).unwrap().parse().unwrap(),
        headers: rest
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
        body: bytes[end + 4..].to_vec(),
    }
}
