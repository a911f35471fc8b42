//! What a machine room watches: true numbers, told where they were asked for and nowhere else, and nothing of anybody.

use crate::{
    commands::{initialised, on},
    support::{
        Office, PASSWORD, ROOT_EMAIL, ROOT_PASSWORD, database, exchange, get, post,
        process::{Running, printed, run},
        with,
    },
};
use latchkey_engine::{Clock as _, SystemClock};
use latchkey_server::{Served, caller::Proxies, metrics, route::ROUTES};
use serde_json::json;
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
};

type Numbers = BTreeMap<String, String>;

/// The numbers by name and labels, as they stand there. Every line has to be one, or a comment.
async fn read(address: SocketAddr) -> Numbers {
    let answer = exchange(address, get("/metrics", "")).await;
    assert_eq!(answer.status, 200);
    let kind = answer.header("content-type").unwrap();
    assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
    let text = answer.text();
    let mut about = "";
    let mut numbers = BTreeMap::new();
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            about = comment.split(' ').nth(1).unwrap();
            continue;
        }
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with(about), "{line} stands below {about}");
        let earlier = numbers.insert(name.to_owned(), value.to_owned());
        value.parse::<f64>().unwrap();
        assert_eq!(earlier, None, "{line} stands there twice");
    }
    numbers
}

impl Office {
    async fn metrics(&self) -> SocketAddr {
        let served = Served {
            engine: self.engine.clone(),
            proxies: Arc::new(Proxies::default()),
            load: self.load.clone(),
        };
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        metrics::listen(anywhere, served).await.unwrap()
    }
}

/// A number that counts something; none is none.
fn count(numbers: &Numbers, name: &str) -> u64 {
    numbers.get(name).map_or(0, |value| value.parse().unwrap())
}

fn ended(numbers: &Numbers, operation: &str, outcome: &str) -> u64 {
    let name =
        format!("latchkey_operations_total{{operation=\"{operation}\",outcome=\"{outcome}\"}}");
    count(numbers, &name)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_counted_by_how_it_ended() {
    let office = Office::open().await;
    let address = office.metrics().await;
    let root = office.root().await;
    let wrong = json!({"email": ROOT_EMAIL, "password": PASSWORD});
    office.ask(post("/v1/auth", &wrong)).await;
    for _ in 0..3 {
        office.ask(get(&office.path(""), &root)).await;
    }
    office.ask(get(&office.path(""), "")).await;
    office.ask(get("/v1/sims", &root)).await;
    let numbers = read(address).await;
    assert_eq!(ended(&numbers, "Auth:auth", "done"), 1);
    assert_eq!(ended(&numbers, "Auth:auth", "invalid_credentials"), 1);
    assert_eq!(ended(&numbers, "Operator:getOperator", "done"), 3);
    assert_eq!(ended(&numbers, "Operator:getOperator", "not_signed_in"), 1);
    assert_eq!(ended(&numbers, "-", "not_served"), 1);
    let lasted = |rest: &str| numbers[&format!("latchkey_operation_seconds{rest}")].clone();
    let mut before = 0;
    for end in [
        "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5",
        "10", "30", "+Inf",
    ] {
        let bucket = format!("_bucket{{operation=\"Operator:getOperator\",le=\"{end}\"}}");
        let within: u64 = lasted(&bucket).parse().unwrap();
        assert!(
            within >= before,
            "classes of durations hold the shorter ones"
        );
        before = within;
    }
    assert_eq!(before, 4);
    assert_eq!(lasted("_count{operation=\"Operator:getOperator\"}"), "4");
    assert!(lasted("_sum{operation=\"Operator:getOperator\"}") != "0");
    assert_eq!(
        count(&numbers, "latchkey_passwords_total"),
        2,
        "the two sign-ins"
    );
    assert_eq!(count(&numbers, "latchkey_operations_in_flight"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_there_is_and_what_is_refused_can_be_seen() {
    let office = Office::with(|limits| limits.requests_per_second = 1).await;
    let address = office.metrics().await;
    let mut refused = 0;
    while refused < 3 {
        let answer = office.ask(get("/v1/latchkey", "")).await;
        if answer.status == 429 {
            refused += 1;
        }
    }
    let numbers = read(address).await;
    assert_eq!(
        count(&numbers, "latchkey_refusals_total{reason=\"too_often\"}"),
        refused
    );
    assert_eq!(
        ended(&numbers, "Server:getServer", "too_many_attempts"),
        refused
    );
    let build = format!(
        "latchkey_build_info{{version=\"{}\"}}",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(count(&numbers, &build), 1);
    assert_eq!(count(&numbers, "latchkey_store_up"), 1);
    assert_eq!(count(&numbers, "latchkey_password_slots"), 2);
    let open = count(&numbers, "latchkey_store_connections{state=\"idle\"}")
        + count(&numbers, "latchkey_store_connections{state=\"in_use\"}");
    assert!((1..=count(&numbers, "latchkey_store_connections_max")).contains(&open));
    office.engine.close().await;
    assert_eq!(count(&read(address).await, "latchkey_store_up"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_that_does_not_get_out_can_be_seen() {
    let office = Office::open().await;
    let address = office.metrics().await;
    let mail = async || {
        let numbers = read(address).await;
        [
            "latchkey_mail_messages{state=\"waiting\"}",
            "latchkey_mail_messages{state=\"failed\"}",
            "latchkey_mail_oldest_seconds",
        ]
        .map(|name| numbers[name].parse::<u64>().unwrap())
    };
    assert_eq!(mail().await, [0, 0, 0]);
    let root = office.root().await;
    let body = json!({"email": "a@harbor-coffee.example", "password": ROOT_PASSWORD});
    let path = "/v1/operators/add_email_token/issue";
    let added = office
        .ask(with("POST", path, &root, body.to_string()))
        .await;
    assert_eq!(added.status, 200, "{}", added.text());
    let hours = |hours: i64| {
        let ms = hours * 3_600_000;
        office.clock.ms.fetch_add(ms, Ordering::SeqCst);
    };
    hours(2);
    assert_eq!(mail().await, [1, 0, 2 * 3600]);
    let tries = async || {
        let numbers = read(address).await;
        ["sent", "failed", "retried", "expired"].map(|outcome| {
            numbers[&format!("latchkey_mail_tries_total{{outcome=\"{outcome}\"}}")].clone()
        })
    };
    // a mail server that is nowhere
    let own = json!({"host": "mail.invalid", "port": 465, "security": "tls", "senderName": "", "senderAddress": "a@example.com"});
    let settings = json!({"through": "own", "own": own}).to_string();
    let changed = office
        .ask(with(
            "PUT",
            &format!("/v1/latchkey/operators/{}/mail/settings", office.operator),
            &office.root().await,
            settings,
        ))
        .await;
    assert_eq!(changed.status, 204, "{}", changed.text());
    assert_eq!(tries().await, ["0", "0", "0", "0"]);
    office.engine.mail_turn().await.unwrap();
    assert_eq!(tries().await, ["0", "0", "1", "0"]);
    hours(71);
    office.engine.mail_turn().await.unwrap();
    assert_eq!(mail().await, [0, 1, 0]);
}

/// This clock stands still at a day that is over.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_not_the_databases_can_be_seen() {
    let office = Office::open().await;
    let numbers = read(office.metrics().await).await;
    let told = &numbers["latchkey_store_clock_skew_seconds"];
    let (seconds, _) = told.split_once('.').unwrap_or((told, ""));
    let skew: i64 = seconds.parse().unwrap();
    let expected = 1_769_947_200 - SystemClock.now_ms() / 1000;
    assert!((skew - expected).abs() < 60, "{told}");
}

// R83, R87
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_in_them_and_nobody_can_add_to_them() {
    let office = Office::open().await;
    let address = office.metrics().await;
    let root = office.root().await;
    let before = read(address).await;
    for index in 0..40 {
        let name = format!("/users/somebody-{index}");
        office.ask(get(&office.path(&name), &root)).await;
        office
            .ask(get(&format!("/v1/unheard/of-{index}"), &root))
            .await;
        let header = format!("X-Soracom-Lang: lang-{index}\r\nUser-Agent: agent-{index}\r\n");
        office.ask(with("POST", "/v1/auth", &header, "{")).await;
    }
    let numbers = read(address).await;
    let fresh = numbers.keys().filter(|name| !before.contains_key(*name));
    assert_eq!(fresh.count(), 3, "not_found, not_served and bad_request");
    let known = |name: &str| name == "-" || ROUTES.iter().any(|route| route.name == name);
    for name in numbers.keys() {
        for part in [
            office.operator.as_str(),
            ROOT_EMAIL,
            "somebody",
            "unheard",
            "lang-",
            "agent-",
            "127.0.0.1",
        ] {
            assert!(!name.contains(part), "{name}");
        }
        let labels = name.split_once('{').map_or("", |(_, rest)| rest);
        for label in labels
            .trim_end_matches('}')
            .split(',')
            .filter(|label| !label.is_empty())
        {
            let (key, value) = label.split_once('=').unwrap();
            match key {
                "operation" => assert!(known(value.trim_matches('"')), "{name}"),
                "outcome" | "le" | "state" | "reason" | "version" => {}
                other => panic!("{other} in {name}"),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_told_where_it_was_asked_for_and_nowhere_else() {
    let store = database().await;
    let (_folder, config) = initialised();
    printed(&run(on(&config, &store, "migrate"), ""));
    let mut silent = Running::start(&config, &store);
    let nowhere = exchange(silent.address, get("/metrics", "")).await;
    assert_eq!(nowhere.refusal(), (404, "not_served".into()));
    silent.terminate();
    assert!(silent.ended().success());
    assert!(!silent.lines.concat().contains("telling metrics"));

    let text = std::fs::read_to_string(&config).unwrap();
    let text = text.replace(
        "# metrics-listen = \"127.0.0.1:9464\"",
        "metrics-listen = \"127.0.0.1:0\"",
    );
    std::fs::write(&config, text).unwrap();
    let server = Running::start(&config, &store);
    let nowhere = exchange(server.address, get("/metrics", "")).await;
    assert_eq!(nowhere.refusal(), (404, "not_served".into()));
    let told = server
        .lines
        .iter()
        .find(|line| line.contains("telling metrics"));
    let told: serde_json::Value = serde_json::from_str(told.unwrap()).unwrap();
    let address = told["listen"].as_str().unwrap().parse().unwrap();
    let numbers = read(address).await;
    assert_eq!(count(&numbers, "latchkey_store_up"), 1);
    assert_eq!(ended(&numbers, "-", "not_served"), 1);
    // and there is nothing else
    let other = exchange(address, get("/v1/latchkey", "")).await;
    assert_eq!(other.status, 404);
}
