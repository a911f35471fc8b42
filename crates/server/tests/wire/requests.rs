//! How requests are read: what real clients send is taken, what is ambiguous is refused.

use crate::support::{Office, get, post, send, with};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_body_needs_no_content_type_and_a_wrong_one_does_not_matter() {
    let office = Office::open().await;
    let root = office.root().await;
    for (name, kind) in [
        ("taro", ""),
        ("hana", "Content-Type: text/plain\r\n"),
        ("jiro", "Content-Type: application/json; charset=utf-8\r\n"),
    ] {
        let path = office.path(&format!("/users/{name}"));
        let made = office
            .ask(with(
                "POST",
                &path,
                &format!("{root}{kind}"),
                r#"{"description":"D"}"#,
            ))
            .await;
        assert_eq!(made.status, 201, "{}", made.text());
        let user = office.ask(get(&path, &root)).await.json();
        assert_eq!(
            (&user["userName"], &user["description"]),
            (&json!(name), &json!("D"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn delete_takes_a_body_and_none() {
    let office = Office::open().await;
    let root = office.root().await;
    for (name, body) in [("taro", "{}"), ("hana", "")] {
        let path = office.path(&format!("/users/{name}"));
        assert_eq!(
            office.ask(with("POST", &path, &root, "{}")).await.status,
            201
        );
        let gone = office.ask(with("DELETE", &path, &root, body)).await;
        assert_eq!((gone.status, gone.body.len()), (204, 0));
        assert_eq!(
            office.ask(get(&path, &root)).await.refusal(),
            (404, "not_found".into())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_mark_at_the_end_is_no_query() {
    let office = Office::open().await;
    let root = office.root().await;
    let list = office.ask(get(&office.path("/users?"), &root)).await;
    assert_eq!((list.status, list.json()), (200, json!([])));
    let made = office
        .ask(with("POST", &office.path("/users/taro?"), &root, "{}"))
        .await;
    assert_eq!(made.status, 201, "{}", made.text());
    let query = office
        .ask(with(
            "DELETE",
            &office.path("/users/taro?force=true"),
            &root,
            "",
        ))
        .await;
    assert_eq!(query.refusal(), (400, "bad_request".into()));
    let query = office.ask(get(&office.path("/users?limit=1"), &root)).await;
    assert_eq!(query.refusal(), (400, "bad_request".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_means_the_same_raw_and_encoded() {
    let office = Office::open().await;
    let root = office.root().await;
    let name = office.path("/users/hana.sato@example.com");
    assert_eq!(office.ask(with("POST", &name, &root, "")).await.status, 201);
    for spelling in [
        "hana.sato@example.com",
        "hana.sato%40example.com",
        "%68ana%2Esato%40example.com",
    ] {
        let user = office
            .ask(get(&office.path(&format!("/users/{spelling}")), &root))
            .await;
        assert_eq!(
            user.json()["userName"],
            "hana.sato@example.com",
            "{spelling}"
        );
    }
    // decoded once: a name with a percent sign in it is no name
    let twice = office
        .ask(get(&office.path("/users/hana.sato%2540example.com"), &root))
        .await;
    assert_eq!(twice.refusal(), (400, "bad_request".into()));
    // no name has a colon, so both spellings have to fail alike, at the field
    for spelling in ["a:b", "a%3Ab", "a%3ab"] {
        let refused = office
            .ask(get(&office.path(&format!("/users/{spelling}")), &root))
            .await;
        assert_eq!(refused.refusal(), (400, "bad_request".into()), "{spelling}");
        assert_eq!(refused.json()["field"], "userName");
    }
    let encoded = name.replace("OP", "%4FP");
    assert_eq!(office.ask(get(&encoded, &root)).await.status, 200);
    let broken = office.ask(get(&office.path("/users/%ff"), &root)).await;
    assert_eq!(broken.refusal(), (404, "not_found".into()));
    let slash = office
        .ask(get(&office.path("/users/a%2Fpassword"), &root))
        .await;
    assert_eq!(slash.refusal(), (400, "bad_request".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_read_in_two_ways_is_refused() {
    let office = Office::open().await;
    let root = office.root().await;
    let path = office.path("/users/taro");
    let deep = format!("{{\"description\":{}{}}}", "[".repeat(40), "]".repeat(40));
    let very_deep = "[".repeat(200_000);
    for body in [
        r#"{"description":"a","description":"b"}"#,
        r#"{"description":"a","unknown":1}"#,
        r#"{"userName":"jiro"}"#,
        r#"{"description":"a"} {}"#,
        r#"{"description":"a""#,
        r#"["description"]"#,
        r#"{"description":7}"#,
        "null",
        "description=a",
        "\u{feff}{}",
        &deep,
        &very_deep,
    ] {
        let refused = office.ask(with("POST", &path, &root, body)).await;
        let shown: String = body.chars().take(40).collect();
        assert_eq!(refused.refusal(), (400, "bad_request".into()), "{shown}");
    }
    let bytes = office
        .ask(with("POST", &path, &root, *b"{\"description\":\"\xff\"}"))
        .await;
    assert_eq!(bytes.refusal(), (400, "bad_request".into()));
    assert_eq!(
        office.ask(get(&path, &root)).await.status,
        404,
        "nothing was made"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_the_limit_is_not_read() {
    let office = Office::open().await;
    let root = office.root().await;
    let path = office.path("/users/taro");
    let exactly = |bytes: usize| {
        let mut body = "{}".to_owned();
        body.push_str(&" ".repeat(bytes - body.len()));
        body
    };
    let limit = latchkey_api::wire::BODY_MAX;
    let over = office
        .ask(with("POST", &path, &root, exactly(limit + 1)))
        .await;
    assert_eq!(over.refusal(), (413, "too_large".into()));
    // without a length in the head
    let chunked = format!(
        "POST {path} HTTP/1.1\r\nHost: test\r\n{root}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n",
        limit + 1,
        exactly(limit + 1)
    );
    let over = send(office.address, chunked.as_bytes()).await;
    assert_eq!(over.refusal(), (413, "too_large".into()));
    let fits = office.ask(with("POST", &path, &root, exactly(limit))).await;
    assert_eq!(fits.status, 201, "{}", fits.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_key_and_a_version_travel_in_headers() {
    let office = Office::open().await;
    let root = office.root().await;
    let path = office.path("/users/taro");
    for status in [201, 201] {
        let keyed = format!("{root}Idempotency-Key: once\r\n");
        let made = office.ask(with("POST", &path, &keyed, "{}")).await;
        assert_eq!(made.status, status, "{}", made.text());
    }
    let plain = office.ask(with("POST", &path, &root, "{}")).await;
    assert_eq!(plain.refusal(), (400, "name_taken".into()));

    let path = office.path("/users/taro/permission");
    let document = json!({"permission": r#"{"statements":[]}"#}).to_string();
    let stale = format!("{root}If-Match: \"0123\"\r\n");
    let refused = office
        .ask(with("PUT", &path, &stale, document.clone()))
        .await;
    assert_eq!(refused.refusal(), (409, "stale".into()));
    assert_eq!(
        office.ask(with("PUT", &path, &root, document)).await.status,
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_form_is_read_as_strictly() {
    let office = Office::open().await;
    let body = json!({"email": "a@b.example", "passwort": "x"});
    let refused = office.ask(post("/v1/auth", &body)).await;
    assert_eq!(refused.refusal(), (400, "bad_request".into()));
    assert!(!refused.text().contains("a@b.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_character_that_the_store_cannot_hold_is_nobodys_fault_but_the_senders() {
    let office = Office::open().await;
    let root = office.root().await;
    let operator = office.operator.as_str();
    for request in [
        post(
            "/v1/auth",
            &json!({"email": "a\0@b.example", "password": "x\0"}),
        ),
        post(
            "/v1/auth",
            &json!({"operatorId": operator, "userName": "a\0", "password": "x"}),
        ),
        post(
            "/v1/auth",
            &json!({"authKeyId": "keyId-\0", "authKey": "x"}),
        ),
        get(
            &format!("/v1/latchkey/operators/{operator}/users?search=%00"),
            &root,
        ),
        with("DELETE", "/v1/latchkey/sessions/%00", &root, ""),
        get(&office.path("/users/%00"), &root),
        with(
            "POST",
            &office.path("/users/taro"),
            &root,
            r#"{"description":"\u0000"}"#,
        ),
        with(
            "POST",
            &office.path("/users/taro"),
            &format!("{root}Idempotency-Key: \u{1f}\r\n"),
            "{}",
        ),
        with(
            "PUT",
            &office.path("/users/taro/permission"),
            &root,
            r#"{"permission":"{\"statements\":[{\"effect\":\"allow\",\"api\":[\"\\u0000\"]}]}"}"#,
        ),
        with(
            "PUT",
            &office.path("/users/taro/permission"),
            &root,
            r#"{"permission":"\u0000"}"#,
        ),
        post(
            "/v1/auth",
            &json!({"email": "a@b.example", "password": "x", "tokenTimeoutSeconds": i64::MAX}),
        ),
        get(
            &format!("/v1/latchkey/operators/{operator}/users?offset=4294967295"),
            &root,
        ),
    ] {
        let (path, body) = (request.path.clone(), request.body.clone());
        let answer = office.ask(request).await;
        assert!(
            answer.status < 500,
            "{path} {:?}: {}",
            String::from_utf8(body),
            answer.text()
        );
    }
}
