//! Whoever is slow keeps nobody else waiting, and is gone after a while (R98, F25).

use crate::support::{
    Office, ROOT_EMAIL, ROOT_PASSWORD, attempt, bytes, get, post, read, until, with,
};
use latchkey_server::{files, limits::Limits};
use serde_json::json;
use std::{net::SocketAddr, sync::atomic::Ordering, time::Duration};
use tokio::{io::AsyncWriteExt as _, net::TcpStream, task::JoinSet};

const MANY: usize = 1000;

/// Bounds that 1,000 connections from one address fit in.
fn wide(limits: &mut Limits) {
    assert!(files::allow(4 * MANY as u64) >= 4 * MANY as u64);
    limits.connections_per_source = limits.connections;
    limits.requests_per_second = 0;
    limits.sign_ins_per_second = 0;
    limits.account_requests_per_second = 0;
}

async fn begin(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

/// So many connections that have all sent this and no more.
async fn crowd(address: SocketAddr, bytes: &'static [u8]) -> Vec<TcpStream> {
    let mut opening = JoinSet::new();
    for _ in 0..MANY {
        opening.spawn(begin(address, bytes));
    }
    opening.join_all().await
}

/// Honest people sign in and read.
async fn honest(office: &Office) {
    for _ in 0..10 {
        let root = office.root().await;
        let account = office.ask(get(&office.path(""), &root)).await;
        assert_eq!(account.status, 200, "{}", account.text());
        assert_eq!(office.ask(get("/readyz", "")).await.status, 200);
    }
}

async fn empty(office: &Office) {
    until("an empty server", async || office.load.connections() == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_half_heads_keep_nobody_waiting_and_end() {
    let office = Office::with(|limits| {
        wide(limits);
        limits.header = Duration::from_secs(6);
    })
    .await;
    let head = b"POST /v1/auth HTTP/1.1\r\nHost: test\r\nX-Never-Ends: ";
    let slow = crowd(office.address, head).await;
    until("the crowd", async || office.load.connections() >= MANY).await;
    honest(&office).await;
    empty(&office).await;
    assert_eq!(
        office.load.refused().slow.load(Ordering::Relaxed),
        MANY as u64
    );
    drop(slow);
    honest(&office).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_half_bodies_keep_nobody_waiting_and_are_told() {
    let office = Office::with(|limits| {
        wide(limits);
        limits.body = Duration::from_secs(6);
    })
    .await;
    let half = b"POST /v1/auth HTTP/1.1\r\nHost: test\r\nContent-Length: 90000\r\nConnection: close\r\n\r\n{\"email\":";
    let slow = crowd(office.address, half).await;
    until("the crowd", async || office.load.connections() >= MANY).await;
    honest(&office).await;
    for mut stream in slow {
        let answer = read(&mut stream).await.unwrap();
        assert_eq!(answer.refusal(), (503, "busy".into()));
        assert_eq!(answer.header("retry-after"), Some("2"));
    }
    empty(&office).await;
    honest(&office).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_nothing_or_rests_too_long_is_gone() {
    let office = Office::with(|limits| {
        limits.header = Duration::from_secs(1);
        limits.idle = Duration::from_secs(1);
    })
    .await;
    let mut silent = begin(office.address, b"").await;
    let mut resting = begin(
        office.address,
        b"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n",
    )
    .await;
    assert!(read(&mut silent).await.is_none());
    let answer = read(&mut resting).await.unwrap();
    assert_eq!(answer.status, 200);
    empty(&office).await;
    // the silent one was slow, the other was done
    assert_eq!(office.load.refused().slow.load(Ordering::Relaxed), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_no_answers_is_gone() {
    let office = Office::with(|limits| {
        wide(limits);
        limits.stall = Duration::from_secs(1);
    })
    .await;
    let root = office.root().await;
    let asked = format!("GET /v1/latchkey/catalogue HTTP/1.1\r\nHost: test\r\n{root}\r\n");
    let mut stream = TcpStream::connect(office.address).await.unwrap();
    // the answers are never read: at some time the server can write no more, then it reads no more
    let writing = async { while stream.write_all(asked.as_bytes()).await.is_ok() {} };
    tokio::time::timeout(Duration::from_mins(1), writing)
        .await
        .expect("an end of the connection");
    empty(&office).await;
    assert_eq!(office.load.refused().slow.load(Ordering::Relaxed), 1);
    honest(&office).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn large_bodies_fill_their_memory_and_no_more() {
    let office = Office::with(|limits| {
        wide(limits);
        limits.bodies_mib = 1;
        limits.body = Duration::from_secs(5);
    })
    .await;
    let root = office.root().await;
    let path = office.path("/users/taro");
    // each has sent all of its 200 KiB but the last byte
    let large = |end: &str| format!("{{}}{}{end}", " ".repeat(200 * 1024));
    let mut whole = bytes(with("POST", &path, &root, large("")));
    whole.pop();
    let mut slow = vec![];
    for _ in 0..8 {
        slow.push(begin(office.address, &whole).await);
    }
    let refused = &office.load.refused().bodies;
    until("a refusal", async || refused.load(Ordering::Relaxed) > 0).await;
    // small ones need none of it
    let form = json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD});
    assert_eq!(office.ask(post("/v1/auth", &form)).await.status, 200);
    for mut stream in slow {
        // who is refused in the middle of sending may hear nothing of it
        if let Some(answer) = read(&mut stream).await {
            assert_eq!(answer.refusal(), (503, "busy".into()));
        }
    }
    let made = attempt(office.address, with("POST", &path, &root, large(""))).await;
    assert_eq!(made.unwrap().status, 201, "there is memory again");
}
