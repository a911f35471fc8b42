//! Over capacity the answer is 429 or 503 with Retry-After, and the server recovers by itself (R07, R98, F13, F25).

use crate::support::{
    Answer, OTHER_PASSWORD, Office, Request, attempt, exchange, get, machine_room::MachineRoom,
    run as sql, until, with,
};
use sqlx::{Connection as _, Executor as _, PgConnection};
use std::{collections::BTreeMap, sync::atomic::Ordering, time::Duration};
use tokio::{net::TcpStream, task::JoinSet};

/// Nobody else can read or change users while this is held.
async fn hold_users(office: &Office) -> PgConnection {
    let mut holder = PgConnection::connect(&office.url).await.unwrap();
    holder
        .execute("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    holder
}

fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.refusal(), (status, code.into()));
    let again: u32 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&again), "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_beyond_the_limit_are_told_and_places_come_back() {
    let office = Office::with(|limits| limits.connections = 10).await;
    let mut held = vec![];
    for _ in 0..10 {
        held.push(TcpStream::connect(office.address).await.unwrap());
    }
    until("ten places taken", async || office.load.connections() == 10).await;
    let told = exchange(office.address, get("/healthz", "")).await;
    refused(&told, 503, "busy");
    assert_eq!(told.header("connection"), Some("close"));
    let mut flood = JoinSet::new();
    for _ in 0..300 {
        flood.spawn(attempt(office.address, get("/healthz", "")));
    }
    for answer in flood.join_all().await.into_iter().flatten() {
        refused(&answer, 503, "busy");
    }
    assert_eq!(office.load.connections(), 10, "the flood took no place");
    assert_eq!(
        office.load.refused().connections.load(Ordering::Relaxed),
        301
    );
    held.truncate(3);
    until("an answer", async || {
        let answer = attempt(office.address, get("/healthz", "")).await;
        answer.is_some_and(|answer| answer.status == 200)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_source_leaves_connections_for_others() {
    let office = Office::with(|limits| limits.connections_per_source = 5).await;
    let mut held = vec![];
    for _ in 0..5 {
        held.push(TcpStream::connect(office.address).await.unwrap());
    }
    until("its share taken", async || office.load.connections() == 5).await;
    let told = exchange(office.address, get("/healthz", "")).await;
    refused(&told, 503, "busy");
    drop(held);
    until("an answer", async || {
        let answer = attempt(office.address, get("/healthz", "")).await;
        answer.is_some_and(|answer| answer.status == 200)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_beyond_the_limit_are_told_to_come_back() {
    let office = Office::with(|limits| limits.requests = 2).await;
    let root = office.root().await;
    let list = get(&office.path("/users"), &root);
    let holder = hold_users(&office).await;
    let mut waiting = JoinSet::new();
    for _ in 0..2 {
        waiting.spawn(exchange(office.address, list.clone()));
    }
    until("two under way", async || office.load.requests() == 2).await;
    refused(&office.ask(list.clone()).await, 503, "busy");
    assert_eq!(office.ask(get("/healthz", "")).await.status, 200);
    assert_eq!(office.ask(get("/readyz", "")).await.status, 200);
    holder.close().await.unwrap();
    for answer in waiting.join_all().await {
        assert_eq!(answer.status, 200);
    }
    until("nothing under way", async || office.load.requests() == 0).await;
    assert_eq!(office.ask(list).await.status, 200);
}

// F13
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_stalls_is_told_by_everything_and_recovers() {
    let office = Office::with(|limits| {
        limits.store_connections = 2;
        limits.store_wait = Duration::from_millis(500);
    })
    .await;
    let root = office.root().await;
    let list = get(&office.path("/users"), &root);
    let holder = hold_users(&office).await;
    let mut crowd = JoinSet::new();
    for _ in 0..50 {
        crowd.spawn(exchange(office.address, list.clone()));
    }
    // two hold what connections there are; all others are told
    for _ in 0..48 {
        let answer = crowd.join_next().await.unwrap().unwrap();
        refused(&answer, 503, "busy");
    }
    refused(
        &office.ask(get("/readyz", "")).await,
        503,
        "store_unavailable",
    );
    assert_eq!(office.ask(get("/healthz", "")).await.status, 200);
    let pool = office.engine.connections();
    assert_eq!((pool.in_use, pool.most), (2, 2));
    holder.close().await.unwrap();
    for answer in crowd.join_all().await {
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    until("readiness", async || {
        office.ask(get("/readyz", "")).await.status == 200
    })
    .await;
    assert_eq!(office.ask(list).await.status, 200);
}

// R07
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_sign_ins_waits_in_a_short_queue_and_others_are_served() {
    let machine = MachineRoom::open().await;
    machine.configure(&[
        ("password-slots", "1"),
        ("password-queue", "2"),
        ("sign-ins-per-second", "0"),
        ("requests-per-second", "0"),
    ]);
    let server = machine.start();
    let root = machine.root(server.address).await;
    let mut flood = JoinSet::new();
    for n in 0..60 {
        let form = machine.user_form(&format!("nobody{n}"), OTHER_PASSWORD);
        flood.spawn(exchange(server.address, form));
    }
    let mut seen: BTreeMap<u16, u32> = BTreeMap::new();
    while let Some(answer) = flood.join_next().await {
        let answer = answer.unwrap();
        *seen.entry(answer.status).or_default() += 1;
        if answer.status == 429 {
            refused(&answer, 429, "too_many_attempts");
        }
        let read = exchange(server.address, get(&machine.path(""), &root)).await;
        assert_eq!(read.status, 200, "others are served");
    }
    assert_eq!(seen.keys().collect::<Vec<_>>(), [&401, &429], "{seen:?}");
    // who was told to come back was not counted as a try
    sql(&machine.store, "DO $$ BEGIN IF (SELECT max(failures) FROM sign_in_tries) > 1 THEN RAISE 'counted'; END IF; END $$").await;
    machine.root(server.address).await;
}

/// Asks until it is refused as too frequent; tells how often it was answered otherwise.
async fn too_often(office: &Office, request: &Request) -> u32 {
    for asked in 0..500 {
        let answer = office.ask(request.clone()).await;
        if answer.status == 429 {
            refused(&answer, 429, "too_many_attempts");
            return asked;
        }
    }
    panic!("never too often");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_source_may_ask_so_often() {
    let office = Office::with(|limits| limits.requests_per_second = 2).await;
    for request in [
        get("/v1/nowhere", ""),
        get(&office.path(""), ""),
        get("/readyz", ""),
    ] {
        let asked = too_often(&office, &request).await;
        assert!(asked >= 1 || request.path != "/v1/nowhere", "{asked}");
    }
    assert_eq!(office.ask(get("/healthz", "")).await.status, 200);
    // by itself, after as long as it was told
    until("an answer", async || {
        office.ask(get("/v1/nowhere", "")).await.status == 404
    })
    .await;
    assert!(office.load.refused().often.load(Ordering::Relaxed) >= 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_source_may_try_to_sign_in_so_often() {
    let office = Office::with(|limits| limits.sign_ins_per_second = 1).await;
    let root = office.root().await;
    let form = with("POST", "/v1/auth", "", "{}");
    assert!(too_often(&office, &form).await >= 5);
    let account = office.ask(get(&office.path(""), &root)).await;
    assert_eq!(account.status, 200, "who is signed in goes on");
    until("a sign-in", async || {
        office.ask(form.clone()).await.status == 400
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_office_may_sign_in_at_once_from_one_source() {
    let office = Office::with(|limits| limits.sign_ins_per_second = 1).await;
    for _ in 0..15 {
        let root = office.root().await;
        let account = office.ask(get(&office.path(""), &root)).await;
        assert_eq!(account.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_may_be_asked_so_often_and_strangers_cannot_spend_it() {
    let office = Office::with(|limits| limits.account_requests_per_second = 1).await;
    let root = office.root().await;
    let stranger = root.replace("X-Soracom-Token: e", "X-Soracom-Token: f");
    for _ in 0..40 {
        let answer = office.ask(get(&office.path(""), &stranger)).await;
        assert_eq!(answer.status, 401);
    }
    let mine = get(&office.path(""), &root);
    assert!(too_often(&office, &mine).await >= 10);
    // what is not asked of an account goes on
    assert_eq!(
        office.ask(get("/v1/latchkey/sessions", &root)).await.status,
        200
    );
    until("an answer", async || {
        office.ask(mine.clone()).await.status == 200
    })
    .await;
}
