//! Two server processes on one database are one server: what is changed at one holds at the other at once (R27, R55).

use crate::support::{
    Answer, EVERYTHING, OTHER_PASSWORD, PASSWORD, Request, exchange, get,
    machine_room::{MachineRoom, change},
    process::Running,
    run as sql, with,
};
use serde_json::json;

const LIST: &str = r#"{"statements":[{"effect":"allow","api":["User:listUsers"]}]}"#;

struct Pair {
    machine: MachineRoom,
    one: Running,
    other: Running,
    /// Root, signed in at the first.
    root: String,
}

impl Pair {
    async fn open() -> Self {
        let machine = MachineRoom::open().await;
        let (one, other) = (machine.start(), machine.start());
        let root = machine.root(one.address).await;
        Self {
            machine,
            one,
            other,
            root,
        }
    }

    /// Done by root at the first.
    async fn done(&self, method: &'static str, path: &str, body: &str) {
        let asked = with(method, &self.machine.path(path), &self.root, body);
        let answer = exchange(self.one.address, asked).await;
        assert!(answer.status < 300, "{path}: {}", answer.text());
    }

    /// The list of users, asked for at the second.
    async fn list(&self, headers: &str) -> Answer {
        exchange(
            self.other.address,
            get(&self.machine.path("/users"), headers),
        )
        .await
    }

    async fn at_both(&self, request: &Request) -> [Answer; 2] {
        let (one, other) = tokio::join!(
            exchange(self.one.address, request.clone()),
            exchange(self.other.address, request.clone())
        );
        [one, other]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn permissions_that_change_at_one_instance_hold_at_the_other_at_once() {
    let pair = Pair::open().await;
    pair.machine
        .make(pair.one.address, &pair.root, "taro", LIST)
        .await;
    let taro = pair.machine.user(pair.other.address, "taro").await;
    for (document, status) in [
        (r#"{"statements":[]}"#, 403),
        (LIST, 200),
        (
            r#"{"statements":[{"effect":"allow","api":["*"]},{"effect":"deny","api":["User:*"]}]}"#,
            403,
        ),
        (EVERYTHING, 200),
    ] {
        let body = json!({"permission": document}).to_string();
        pair.done("PUT", "/users/taro/permission", &body).await;
        assert_eq!(pair.list(&taro).await.status, status, "{document}");
    }
    pair.done("DELETE", "/users/taro/permission", "").await;
    assert_eq!(pair.list(&taro).await.refusal(), (403, "denied".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_end_at_one_instance_are_over_at_the_other_at_once() {
    let pair = Pair::open().await;
    let address = pair.other.address;
    pair.machine
        .make(pair.one.address, &pair.root, "taro", LIST)
        .await;
    let over = (401, "session_expired".to_owned());
    for (method, path, back) in [
        ("DELETE", "/users/taro/tokens", ""),
        (
            "DELETE",
            "/users/taro/password",
            r#"{"password":"violet-harbor-sled-nine-4"}"#,
        ),
        ("DELETE", "/users/taro", ""),
    ] {
        let taro = pair.machine.user(address, "taro").await;
        assert_eq!(pair.list(&taro).await.status, 200);
        pair.done(method, path, "").await;
        assert_eq!(pair.list(&taro).await.refusal(), over, "{path}");
        if !back.is_empty() {
            let form = exchange(address, pair.machine.user_form("taro", PASSWORD)).await;
            assert_eq!(form.refusal(), (401, "invalid_credentials".into()));
            pair.done("POST", path, back).await;
        }
    }
    // one session by its ID, another by its own sign-out, the rest by a new password
    let sessions = [
        pair.machine.root(address).await,
        pair.machine.root(address).await,
        pair.machine.root(address).await,
    ];
    let listed = exchange(address, get("/v1/latchkey/sessions", &sessions[0])).await;
    let listed = listed.json();
    let mine = listed
        .as_array()
        .unwrap()
        .iter()
        .find(|session| session["current"] == true)
        .unwrap();
    let id = mine["sessionId"].as_str().unwrap();
    for (method, path, headers, body) in [
        (
            "DELETE",
            format!("/v1/latchkey/sessions/{id}"),
            &pair.root,
            String::new(),
        ),
        (
            "POST",
            "/v1/auth/logout".into(),
            &sessions[1],
            String::new(),
        ),
        ("POST", pair.machine.path("/password"), &pair.root, change()),
    ] {
        let answer = exchange(pair.one.address, with(method, &path, headers, body)).await;
        assert!(answer.status < 300, "{path}: {}", answer.text());
    }
    for ended in &sessions {
        assert_eq!(pair.list(ended).await.refusal(), over);
    }
    assert_eq!(pair.list(&pair.root).await.status, 200, "its own goes on");
}

// R13, R14
#[tokio::test(flavor = "multi_thread")]
async fn tries_are_counted_together() {
    let pair = Pair::open().await;
    pair.machine
        .make(pair.one.address, &pair.root, "taro", LIST)
        .await;
    let wrong = pair.machine.user_form("taro", OTHER_PASSWORD);
    for _ in 0..2 {
        for answer in pair.at_both(&wrong).await {
            assert_eq!(
                answer.refusal(),
                (401, "invalid_credentials".into()),
                "{}",
                answer.text()
            );
        }
    }
    let fifth = exchange(pair.one.address, wrong).await;
    assert_eq!(fifth.json()["detail"]["triesLeft"], 0);
    let right = pair.machine.user_form("taro", PASSWORD);
    for answer in pair.at_both(&right).await {
        assert_eq!(answer.refusal(), (429, "too_many_attempts".into()));
        assert!(answer.header("retry-after").is_some());
    }
}

// R98, F11
#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_at_the_other_instance_has_no_second_effect() {
    let pair = Pair::open().await;
    let keyed = |key: &str| format!("{}Idempotency-Key: {key}\r\n", pair.root);
    let path = pair.machine.path("/users/taro");
    for address in [pair.one.address, pair.other.address] {
        let made = exchange(address, with("POST", &path, &keyed("first"), "{}")).await;
        assert_eq!(made.status, 201, "{}", made.text());
    }
    let other = with("POST", &path, &keyed("second"), "{}");
    let again = exchange(pair.other.address, other).await;
    assert_eq!(again.refusal(), (400, "name_taken".into()));
    for round in 0..5 {
        let path = pair.machine.path(&format!("/users/at-once-{round}"));
        let request = with("POST", &path, &keyed(&format!("round-{round}")), "{}");
        for answer in pair.at_both(&request).await {
            assert_eq!(answer.status, 201, "{}", answer.text());
        }
    }
    sql(&pair.machine.store, "DO $$ BEGIN IF (SELECT count(*) FROM audit WHERE operation = 'User:createUser' AND code IS NULL) <> 6 THEN RAISE 'not once each'; END IF; END $$").await;
}

// F18
#[tokio::test(flavor = "multi_thread")]
async fn a_name_asked_for_at_both_at_once_is_given_once() {
    let pair = Pair::open().await;
    for round in 0..10 {
        let path = pair.machine.path(&format!("/users/taro-{round}"));
        let answers = pair.at_both(&with("POST", &path, &pair.root, "{}")).await;
        let mut statuses = answers.each_ref().map(|answer| answer.status);
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 400]);
        let lost = answers.iter().find(|answer| answer.status == 400).unwrap();
        assert_eq!(lost.refusal().1, "name_taken");
        let user = exchange(pair.one.address, get(&path, &pair.root)).await;
        assert_eq!(user.status, 200);
    }
}
