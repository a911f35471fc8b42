//! The log of the running program: one line for each operation, and nothing of what people typed (R83).

use crate::{
    commands::{create_account, initialised, on},
    support::{
        Answer, OTHER_PASSWORD, PASSWORD, ROOT_EMAIL, ROOT_PASSWORD, Request, database, exchange,
        get, headers,
        machine_room::MachineRoom,
        post,
        process::{Running, printed, run},
        send, until, with,
    },
};
use serde_json::{Value, json};
use std::net::SocketAddr;

const USER: &str = "canary-user";
const DESCRIPTION: &str = "canary-description";

async fn ask(address: SocketAddr, mut request: Request) -> Answer {
    request.headers += "User-Agent: canary-agent\r\nX-Forwarded-For: 203.0.113.99\r\n";
    exchange(address, request).await
}

fn session(answer: &Answer) -> String {
    let session = answer.json();
    headers(
        session["apiKey"].as_str().unwrap(),
        session["token"].as_str().unwrap(),
    )
}

/// A few of everything: done, refused, unreadable, by root, by a user, by nobody. The credentials come back.
async fn a_day(address: SocketAddr, operator: &str) -> Vec<String> {
    let root = json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD});
    let root = session(&ask(address, post("/v1/auth", &root)).await);
    let user = format!("/v1/operators/{operator}/users/{USER}");
    let made = json!({"description": DESCRIPTION, "password": PASSWORD}).to_string();
    assert_eq!(
        ask(address, with("POST", &user, &root, made)).await.status,
        201
    );
    let form = json!({"operatorId": operator, "userName": USER, "password": PASSWORD});
    let canary = session(&ask(address, post("/v1/auth", &form)).await);
    assert_eq!(ask(address, get(&user, &canary)).await.status, 403);
    let form = json!({"operatorId": operator, "userName": USER, "password": OTHER_PASSWORD});
    assert_eq!(ask(address, post("/v1/auth", &form)).await.status, 401);
    let unreadable = format!("{{\"{DESCRIPTION}\":\"{PASSWORD}\"}}");
    assert_eq!(
        ask(address, with("PUT", &user, &root, unreadable))
            .await
            .status,
        400
    );
    assert_eq!(
        ask(address, get("/v1/canary-path?canary-query", &root))
            .await
            .status,
        404
    );
    vec![root, canary]
}

#[tokio::test(flavor = "multi_thread")]
async fn one_line_for_each_operation_and_no_secrets() {
    let store = database().await;
    let (_folder, config) = initialised();
    printed(&run(on(&config, &store, "migrate"), ""));
    let operator = printed(&run(create_account(&config, &store), ROOT_PASSWORD));
    let operator = operator.trim();
    let mut server = Running::start(&config, &store);
    let sessions = a_day(server.address, operator).await;
    server.terminate();
    assert!(server.ended().success());

    let lines: Vec<Value> = server
        .lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<Value> = lines
        .iter()
        .filter(|line| line["message"] == "operation")
        .map(|line| {
            assert!(
                line["milliseconds"].is_u64() && line["timestamp"].is_string(),
                "{line}"
            );
            let span = &line["span"];
            json!([
                span["operation"],
                span["operator"],
                span["caller"],
                line["outcome"],
                line["status"]
            ])
        })
        .collect();
    assert_eq!(
        told,
        [
            json!(["Auth:auth", null, "anonymous", "done", 200]),
            json!(["User:createUser", operator, "root", "done", 201]),
            json!(["Auth:auth", null, "anonymous", "done", 200]),
            json!(["User:getUser", operator, "user", "denied", 403]),
            json!(["Auth:auth", null, "anonymous", "invalid_credentials", 401]),
            json!(["User:updateUser", null, "anonymous", "bad_request", 400]),
            json!(["-", null, "anonymous", "not_served", 404]),
        ]
    );

    let log = server.lines.concat();
    let secrets = sessions
        .iter()
        .flat_map(|pair| pair.lines())
        .map(|line| line.split_once(": ").unwrap().1);
    for word in [
        USER,
        DESCRIPTION,
        ROOT_EMAIL,
        ROOT_PASSWORD,
        PASSWORD,
        OTHER_PASSWORD,
        "canary",
        "203.0.113.99",
        "Harbor Coffee",
        &store,
    ]
    .into_iter()
    .chain(secrets)
    {
        assert!(!log.contains(word), "{word} is in the log");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_bound_refuses_is_told_too_and_names_nobody() {
    let room = MachineRoom::open().await;
    room.configure(&[("requests-per-second", "1"), ("body-kib", "1")]);
    let mut server = room.start();
    let address = server.address;
    let large = with("POST", "/v1/auth", "", " ".repeat(2000));
    assert_eq!(ask(address, large).await.status, 413);
    assert_eq!(
        ask(address, with("BREW", "/v1/auth", "", "")).await.status,
        404
    );
    let malformed = send(
        address,
        b"GET /canary-path HTTP/1.1\r\ncanary header\r\n\r\n",
    )
    .await;
    assert_eq!(malformed.status, 400);
    let path = room.path("/users/canary-user");
    until("a refusal", async || {
        ask(address, get(&path, "")).await.status == 429
    })
    .await;
    server.until("request");
    server.terminate();
    assert!(server.ended().success());
    let told = |operation: &str, outcome: &str, status: u16| {
        server.lines.iter().any(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            line["span"]["operation"] == operation
                && line["outcome"] == outcome
                && line["status"] == status
                && line["milliseconds"].is_u64()
        })
    };
    assert!(told("Auth:auth", "too_large", 413));
    assert!(told("-", "not_served", 404));
    assert!(told("User:getUser", "too_many_attempts", 429));
    let log = server.lines.concat();
    for word in ["canary", "203.0.113.99"] {
        assert!(!log.contains(word), "{word} is in the log");
    }
}
