//! How the server answers: JSON errors everywhere, nothing kept by caches, no other site's business.

use crate::support::{Office, ROOT_EMAIL, get, post, with};
use latchkey_api::SignUp;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_served_is_a_json_error() {
    let office = Office::open().await;
    let root = office.root().await;
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/v1"),
        ("GET", "/v1/"),
        ("GET", "/v1/roles"),
        ("POST", "/v1/sims/8942/activate"),
        ("GET", "/v2/auth"),
        ("GET", "/v1//auth"),
        ("GET", "/v1/auth/"),
        ("GET", "/../etc/passwd"),
        ("GET", "/v1/auth"),
        ("PATCH", "/v1/auth"),
        ("BREW", "/v1/auth"),
        ("TRACE", "/v1/auth"),
    ] {
        let answer = office.ask(with(method, path, &root, "")).await;
        assert_eq!(
            answer.refusal(),
            (404, "not_served".into()),
            "{method} {path}"
        );
        let error = answer.json();
        let flat = error.as_object().unwrap();
        assert_eq!(flat.keys().collect::<Vec<_>>(), ["code", "message"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_by_caches() {
    let office = Office::open().await;
    let root = office.root().await;
    for request in [
        get(&office.path(""), &root),
        get(&office.path(""), ""),
        get("/nowhere", ""),
        get("/healthz", ""),
        with("POST", &office.path("/users/taro"), &root, ""),
        with("POST", "/v1/auth/logout", &root, ""),
    ] {
        let path = request.path.clone();
        let answer = office.ask(request).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn head_is_get_without_the_body() {
    let office = Office::open().await;
    let root = office.root().await;
    let whole = office.ask(get(&office.path(""), &root)).await;
    let head = office.ask(with("HEAD", &office.path(""), &root, "")).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(
        head.header("content-length"),
        whole.header("content-length")
    );
    let head = office.ask(with("HEAD", &office.path(""), "", "")).await;
    assert_eq!((head.status, head.body.len()), (401, 0));
    let head = office
        .ask(with("HEAD", &office.path("/users/taro/tokens"), &root, ""))
        .await;
    assert_eq!((head.status, head.body.len()), (404, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_site_is_let_in() {
    let office = Office::open().await;
    let root = office.root().await;
    let origin = "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n";
    for request in [
        with("OPTIONS", &office.path(""), origin, ""),
        get(&office.path(""), &format!("{root}{origin}")),
        with("POST", "/v1/auth", origin, "{}"),
    ] {
        let answer = office.ask(request).await;
        assert!(
            !answer
                .headers
                .iter()
                .any(|(name, _)| name.starts_with("access-control")),
            "{:?}",
            answer.headers
        );
    }
    let preflight = office
        .ask(with("OPTIONS", &office.path(""), origin, ""))
        .await;
    assert_eq!(preflight.refusal(), (404, "not_served".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_come_in_the_language_that_was_asked_for() {
    let office = Office::open().await;
    let wrong = json!({"email": ROOT_EMAIL, "password": "not this one"}).to_string();
    for (language, english) in [("", true), ("en", true), ("fr", true), ("ja", false)] {
        let header = if language.is_empty() {
            String::new()
        } else {
            format!("x-soracom-lang: {language}\r\n")
        };
        for request in [
            get(&office.path(""), &header),
            get("/v1/nowhere", &header),
            with("PATCH", "/v1/auth", &header, ""),
            with("POST", "/v1/latchkey/operators", &header, "{}"),
            with("POST", "/v1/auth", &header, "{"),
            with("POST", "/v1/auth", &header, wrong.clone()),
        ] {
            let (method, path) = (request.method, request.path.clone());
            let answer = office.ask(request).await.json();
            let message = answer["message"].as_str().unwrap();
            assert_eq!(
                message.ends_with('.'),
                english,
                "{language} {method} {path}: {message}"
            );
            assert_eq!(
                message.ends_with('。'),
                !english,
                "{language} {method} {path}: {message}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_up_that_is_off_is_not_there() {
    let body = json!({"email": "new@example.com", "password": "kettle-orchid-banjo-moss-3"});
    let office = Office::open().await;
    let off = office.ask(post("/v1/latchkey/operators", &body)).await;
    assert_eq!(off.refusal(), (404, "not_served".into()));
    let form = office.ask(post("/v1/auth", &body)).await;
    assert_eq!(form.refusal().0, 401, "nothing was made");

    let office = Office::signing_up(SignUp::On).await;
    let on = office.ask(post("/v1/latchkey/operators", &body)).await;
    assert_eq!(on.status, 201, "{}", on.text());
    let form = office.ask(post("/v1/auth", &body)).await;
    assert_eq!(form.json()["operatorId"], on.json()["operatorId"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_says_how_long() {
    let office = Office::open().await;
    let wrong = json!({"email": ROOT_EMAIL, "password": "not this one"});
    let pause = loop {
        let answer = office.ask(post("/v1/auth", &wrong)).await;
        if answer.status != 401 {
            break answer;
        }
    };
    assert_eq!(pause.refusal(), (429, "too_many_attempts".into()));
    let seconds = pause.json()["detail"]["retryAfterSeconds"].to_string();
    assert_eq!(pause.header("retry-after"), Some(seconds.as_str()));
}
