//! PostgreSQL goes away under load and comes back: clients that try again get everything done, once, and nothing that
//! was acknowledged is lost (F03, F11, F24).

use crate::support::{
    Answer, Request, attempt, cluster::Cluster, get, machine_room::MachineRoom, until, with,
};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};
use tokio::task::JoinSet;

#[derive(Default)]
struct Counts {
    written: AtomicU32,
    read: AtomicU32,
    tried_again: AtomicU32,
    over: AtomicBool,
}

/// Tries until it is done, as our client does: what is refused in between says when to come back.
async fn done(address: SocketAddr, request: &Request, counts: &Counts) -> Answer {
    loop {
        if let Some(answer) = attempt(address, request.clone()).await {
            if !matches!(answer.status, 429 | 503) {
                return answer;
            }
            assert!(answer.header("retry-after").is_some());
            answer.refusal();
        }
        counts.tried_again.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Makes users, each with a key of its own, until it is over; tells which were acknowledged.
async fn writer(
    address: SocketAddr,
    root: String,
    users: String,
    counts: Arc<Counts>,
    me: usize,
) -> BTreeSet<String> {
    let mut acknowledged = BTreeSet::new();
    while !counts.over.load(Ordering::Relaxed) {
        let name = format!("user-{me}-{}", acknowledged.len());
        let headers = format!("{root}Idempotency-Key: {name}\r\n");
        let request = with("POST", &format!("{users}/{name}"), &headers, "{}");
        let answer = done(address, &request, &counts).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        acknowledged.insert(name);
        counts.written.fetch_add(1, Ordering::Relaxed);
    }
    acknowledged
}

async fn reader(address: SocketAddr, request: Request, counts: Arc<Counts>) {
    while !counts.over.load(Ordering::Relaxed) {
        let answer = done(address, &request, &counts).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        counts.read.fetch_add(1, Ordering::Relaxed);
    }
}

/// The load goes on: more was read and written than before.
async fn going_on(counts: &Counts) {
    let before = (
        counts.written.load(Ordering::Relaxed),
        counts.read.load(Ordering::Relaxed),
    );
    until("more done", async || {
        counts.written.load(Ordering::Relaxed) > before.0 + 20
            && counts.read.load(Ordering::Relaxed) > before.1 + 20
    })
    .await;
}

async fn readiness(address: SocketAddr, status: u16) {
    until("readiness", async || {
        let answer = attempt(address, get("/readyz", "")).await;
        answer.is_some_and(|answer| answer.status == status)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_restarts_under_load_and_nobody_loses_anything() {
    let cluster = Cluster::start();
    let machine = MachineRoom::over(cluster.store());
    machine.configure(&[
        ("requests-per-second", "0"),
        ("account-requests-per-second", "0"),
    ]);
    let server = machine.start();
    let address = server.address;
    let root = machine.root(address).await;
    let counts = Arc::new(Counts::default());
    let mut writers = JoinSet::new();
    let mut readers = JoinSet::new();
    for me in 0..4 {
        writers.spawn(writer(
            address,
            root.clone(),
            machine.path("/users"),
            counts.clone(),
            me,
        ));
        let request = get(&machine.path(""), &root);
        readers.spawn(reader(address, request, counts.clone()));
    }
    going_on(&counts).await;
    for mode in ["fast", "immediate", "immediate"] {
        cluster.restart(mode);
        readiness(address, 200).await;
        going_on(&counts).await;
    }
    // gone for longer
    cluster.stop("immediate");
    readiness(address, 503).await;
    let account = get(&machine.path(""), &root);
    let answer = attempt(address, account).await.unwrap();
    assert_eq!(answer.status, 503);
    assert!(answer.header("retry-after").is_some());
    let (status, code) = answer.refusal();
    assert!(
        ["busy", "store_unavailable"].contains(&code.as_str()),
        "{status} {code}"
    );
    assert_eq!(
        attempt(address, get("/healthz", "")).await.unwrap().status,
        200
    );
    cluster.go_on();
    readiness(address, 200).await;
    going_on(&counts).await;

    counts.over.store(true, Ordering::Relaxed);
    readers.join_all().await;
    let acknowledged: BTreeSet<String> = writers.join_all().await.into_iter().flatten().collect();
    assert!(counts.tried_again.load(Ordering::Relaxed) > 0);
    let users = attempt(address, get(&machine.path("/users"), &root))
        .await
        .unwrap();
    let Value::Array(users) = users.json() else {
        panic!("a list")
    };
    let there: Vec<&str> = users
        .iter()
        .map(|user| user["userName"].as_str().unwrap())
        .collect();
    assert_eq!(there.len(), acknowledged.len(), "none lost, none twice");
    assert!(there.iter().all(|name| acknowledged.contains(*name)));
    // each left one audit row
    crate::support::run(&machine.store, "DO $$ BEGIN IF (SELECT count(*) FROM audit WHERE operation = 'User:createUser') <> (SELECT count(*) FROM users) THEN RAISE 'not once each'; END IF; END $$").await;
}

// F03
#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_postgresql_ends_are_replaced() {
    let machine = MachineRoom::open().await;
    let server = machine.start();
    let root = machine.root(server.address).await;
    for _ in 0..5 {
        crate::support::run(&machine.store, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").await;
        let answer = attempt(server.address, get(&machine.path(""), &root)).await;
        assert_eq!(
            answer.unwrap().status,
            200,
            "a connection that is dead is not used"
        );
    }
}

// F02
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_under_load_loses_nothing() {
    let machine = MachineRoom::open().await;
    machine.configure(&[
        ("requests-per-second", "0"),
        ("account-requests-per-second", "0"),
    ]);
    let (mut doomed, other) = (machine.start(), machine.start());
    let root = machine.root(other.address).await;
    let mut acknowledged = 0;
    let mut writing = JoinSet::new();
    for n in 0..40 {
        let headers = format!("{root}Idempotency-Key: {n}\r\n");
        let request = with(
            "POST",
            &machine.path(&format!("/users/user-{n}")),
            &headers,
            "{}",
        );
        let (first, then) = (doomed.address, other.address);
        writing.spawn(async move {
            // through a load balancer: what one does not do the other is asked
            match attempt(first, request.clone()).await {
                Some(answer) if answer.status != 503 => answer,
                _ => done(then, &request, &Counts::default()).await,
            }
        });
        if n == 20 {
            let answer = writing.join_next().await.unwrap().unwrap();
            assert_eq!(answer.status, 201, "{}", answer.text());
            acknowledged += 1;
            doomed.kill();
        }
    }
    for answer in writing.join_all().await {
        assert_eq!(answer.status, 201, "{}", answer.text());
        acknowledged += 1;
    }
    let users = attempt(other.address, get(&machine.path("/users"), &root)).await;
    assert_eq!(
        users.unwrap().json().as_array().unwrap().len(),
        acknowledged
    );
}
