//! Stopping: nobody is let in, what is under way is finished, and it ends in any case (F24).

use crate::support::{
    ROOT_EMAIL, ROOT_PASSWORD, attempt, get, machine_room::MachineRoom, process::Running, read,
    until, with,
};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

const STOPPING: &str = "stopping: what is under way is finished first";

/// A request that the server has begun to read, and the rest of it.
async fn under_way(address: SocketAddr) -> (TcpStream, Vec<u8>) {
    let body = format!(r#"{{"email":"{ROOT_EMAIL}","password":"{ROOT_PASSWORD}"}}"#);
    let head = format!(
        "POST /v1/auth HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100 Continue"));
    (stream, body.into_bytes())
}

async fn refuses(address: SocketAddr) {
    until("no listener", async || {
        TcpStream::connect(address).await.is_err()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn under_load_everything_that_was_begun_is_finished() {
    let machine = MachineRoom::open().await;
    machine.configure(&[
        ("requests-per-second", "0"),
        ("account-requests-per-second", "0"),
    ]);
    let mut server = machine.start();
    let address = server.address;
    let root = machine.root(address).await;
    let (answered, over) = (
        Arc::new(AtomicU64::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let mut load = JoinSet::new();
    for _ in 0..8 {
        let (request, answered, over) = (
            get(&machine.path("/users"), &root),
            answered.clone(),
            over.clone(),
        );
        load.spawn(async move {
            // half an answer fails inside
            while let Some(answer) = attempt(address, request.clone()).await {
                assert_eq!(answer.status, 200, "{}", answer.text());
                answered.fetch_add(1, Ordering::Relaxed);
            }
            assert!(
                over.load(Ordering::SeqCst),
                "refused before it was told to stop"
            );
        });
    }
    until("some load", async || answered.load(Ordering::Relaxed) > 100).await;
    let (mut stream, rest) = under_way(address).await;
    over.store(true, Ordering::SeqCst);
    server.terminate();
    server.until(STOPPING);
    load.join_all().await;
    refuses(address).await;
    stream.write_all(&rest).await.unwrap();
    let finished = read(&mut stream).await.unwrap();
    assert_eq!(finished.status, 200, "{}", finished.text());
    assert!(server.ended().success());
    assert!(server.lines.last().unwrap().contains("stopped"));
}

/// It says so where whoever runs it sees it, and that it was not in good order.
fn cut_short(server: &mut Running) {
    assert_eq!(server.ended().code(), Some(1));
    let why = server.lines.last().unwrap();
    assert!(
        why.starts_with("latchkey-server: stopped while 1 "),
        "{why}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_or_the_deadline_ends_what_never_would() {
    let machine = MachineRoom::open().await;
    let mut server = machine.start();
    let (mut never, _) = under_way(server.address).await;
    server.terminate();
    server.until(STOPPING);
    refuses(server.address).await;
    server.terminate();
    cut_short(&mut server);
    assert!(read(&mut never).await.is_none());

    machine.configure(&[("stop-seconds", "0.5")]);
    let mut server = machine.start();
    let (mut never, _) = under_way(server.address).await;
    server.terminate();
    cut_short(&mut server);
    assert!(read(&mut never).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_at_rest_or_half_a_head_hold_nobody_up() {
    let machine = MachineRoom::open().await;
    let mut server = machine.start();
    let mut resting = TcpStream::connect(server.address).await.unwrap();
    let whole = b"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n";
    resting.write_all(whole).await.unwrap();
    let mut first = [0; 12];
    resting.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let mut half = TcpStream::connect(server.address).await.unwrap();
    half.write_all(&whole[..20]).await.unwrap();
    server.terminate();
    assert!(server.ended().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_drops_before_the_listener() {
    let machine = MachineRoom::open().await;
    machine.configure(&[("notice-seconds", "3600")]);
    let mut server = machine.start();
    let root = machine.root(server.address).await;
    assert_eq!(
        attempt(server.address, get("/readyz", ""))
            .await
            .unwrap()
            .status,
        200
    );
    server.terminate();
    server.until(STOPPING);
    let ready = attempt(server.address, get("/readyz", "")).await.unwrap();
    assert_eq!(ready.refusal(), (503, "busy".into()));
    for request in [get("/healthz", ""), get(&machine.path(""), &root)] {
        let answer = attempt(server.address, request).await.unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    // who does not want to wait says so again
    server.terminate();
    assert!(server.ended().success());
}

/// Mail under way to a mail server that takes the connection and then says nothing.
async fn mail_under_way(machine: &MachineRoom) -> (Running, TcpListener, TcpStream) {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    machine.add(&format!(
        "[mail]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"starttls\"\nsender-address = \"no-reply@harbor-coffee.example\""
    ));
    let server = machine.start();
    let root = machine.root(server.address).await;
    let body = format!(r#"{{"email":"a@harbor-coffee.example","password":"{ROOT_PASSWORD}"}}"#);
    let path = "/v1/operators/add_email_token/issue";
    let added = attempt(server.address, with("POST", path, &root, body)).await;
    assert_eq!(added.unwrap().status, 200);
    let (connection, _) = silent.accept().await.unwrap();
    (server, silent, connection)
}

// R94
#[tokio::test(flavor = "multi_thread")]
async fn mail_under_way_is_finished_or_left_for_later() {
    let machine = MachineRoom::open().await;
    let (mut server, silent, connection) = mail_under_way(&machine).await;
    server.terminate();
    server.until(STOPPING);
    refuses(server.address).await;
    // it hears how the message ended, and only then stops
    drop((silent, connection));
    assert!(server.ended().success(), "{:?}", server.lines);

    let machine = MachineRoom::open().await;
    machine.configure(&[("stop-seconds", "0.5")]);
    let (mut server, _silent, _connection) = mail_under_way(&machine).await;
    server.terminate();
    assert_eq!(server.ended().code(), Some(1));
    let why = server.lines.last().unwrap();
    assert!(why.contains("mail was being sent"), "{why}");
}
