//! R82: a server is hostile until its answer has been read.

use super::{
    server::{Act, Server, answer, json, raw, with},
    *,
};

/// What comes of an answer to a read; every try gets the same one.
async fn refused(act: Act) -> Error {
    let server = Server::new([act]).await;
    client(&server.http())
        .call(&signed_in(), &list())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn what_is_not_the_contract_is_not_believed() {
    for (what, act) in [
        ("HTML", answer("200 OK", "text/html", "<h1>Sign in to the hotel</h1>")),
        ("JSON that says it is text", answer("200 OK", "text/plain", "[]")),
        ("JSON that says it is something else", answer("200 OK", "application/json-seq", "[]")),
        ("no type", with("200 OK", "", "[]")),
        ("other types", json("200 OK", r#"{"users":[]}"#)),
        ("two values", json("200 OK", "[][]")),
        ("not UTF-8", Act::Say(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[\"\xff\"]".to_vec())),
        ("a proxy's page", answer("502 Bad Gateway", "text/html", "<h1>Bad Gateway</h1>")),
        ("an error that is none", json("403 Forbidden", r#"{"message":"Forbidden"}"#)),
        ("an error of other types", json("403 Forbidden", r#"{"code":7,"message":[]}"#)),
        ("not HTTP", raw("220 mail.example.com ESMTP\r\n")),
        ("less than promised", raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n[]")),
        ("a length that is none", raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: -5\r\n\r\n[]")),
        ("two lengths", raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[]")),
        ("chunks that are none", raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n")),
        ("an empty answer to a question", with("200 OK", "Content-Type: application/json\r\n", "")),
    ] {
        let error = refused(act).await;
        assert_eq!(error.code, Code::Unreachable, "{what}: {error}");
        assert!(!error.message.contains("hotel"), "{what}: {error}");
    }
}

#[tokio::test]
async fn no_redirect_is_followed_and_no_token_goes_elsewhere() {
    let elsewhere = Server::new([json("200 OK", "[]")]).await;
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let to = format!("Location: {}/v1/operators\r\n", elsewhere.http());
        let error = refused(with(status, &to, "")).await;
        assert_eq!(error.code, Code::Unreachable, "{status}");
        assert!(
            error.message.contains("another address"),
            "{status}: {error}"
        );
    }
    assert!(elsewhere.heard().is_empty());
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[";
    let mut first = head.to_vec();
    first.resize(1024 * 1024, b' ');
    // the same bytes again are body from the second time on
    let error = refused(Act::Flood(first)).await;
    assert!(error.message.contains("cut off"), "{error}");
    let error = refused(raw(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000000000\r\n\r\n[",
    ))
    .await;
    assert!(error.message.contains("cut off"), "{error}");
}

#[tokio::test]
async fn an_error_is_read_to_a_shorter_length() {
    let long = format!(
        r#"{{"code":"denied","message":"{}"}}"#,
        "a".repeat(2 * 1024 * 1024)
    );
    assert!(
        refused(json("403 Forbidden", &long))
            .await
            .message
            .contains("cut off")
    );
}

#[tokio::test]
async fn a_deep_answer_takes_no_stack() {
    let (open, close) = ("[".repeat(1_000_000), "]".repeat(1_000_000));
    for body in [
        open.clone(),
        format!("{open}{close}"),
        r#"{"a":"#.repeat(1_000_000),
    ] {
        assert_eq!(refused(json("200 OK", &body)).await.code, Code::Unreachable);
    }
    // an error's own depth is bounded by the reader; so is a field that nobody knows
    let (open, close) = (&open[..400_000], &close[..400_000]);
    let error = format!(r#"{{"code":"denied","message":"no","extra":{open}{close}}}"#);
    assert_eq!(
        refused(json("403 Forbidden", &error)).await.code,
        Code::Unreachable
    );
    let grown = format!(r#"[{{"extra":{open}{close}}}]"#);
    assert_eq!(
        refused(json("200 OK", &grown)).await.code,
        Code::Unreachable
    );
}

#[tokio::test]
async fn nothing_is_unpacked() {
    // an empty list, packed
    let packed: &[u8] = &[
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x8b, 0x8e, 5, 0, 0x29, 0xbb, 0x4c, 0x0d, 2, 0, 0, 0,
    ];
    let mut act = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n".to_vec();
    act.extend_from_slice(packed);
    let server = Server::new([Act::Say(act)]).await;
    let error = client(&server.http())
        .call(&Envelope::default(), &list())
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::Unreachable);
    assert!(!server.heard()[0].to_lowercase().contains("accept-encoding"));
}

#[tokio::test]
async fn a_flood_of_headers_is_refused() {
    let many = "X-Flood: 1\r\n".repeat(10_000);
    let long = format!("X-Flood: {}\r\n", "a".repeat(2 * 1024 * 1024));
    for headers in [many, long] {
        let error = refused(with(
            "200 OK",
            &format!("Content-Type: application/json\r\n{headers}"),
            "[]",
        ))
        .await;
        assert_eq!(error.code, Code::Unreachable);
    }
    let error = refused(Act::Flood(b"HTTP/1.1 200 OK\r\nX-Flood: 1\r\n".to_vec())).await;
    assert_eq!(error.code, Code::Unreachable);
}

// F12
#[tokio::test]
async fn an_answer_that_never_ends_ends_with_the_time() {
    for begun in [
        "",
        "HTTP/1.1 200 OK\r\nContent-Ty",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[",
    ] {
        let mut server = Server::new([Act::Stall(begun.into())]).await;
        let pace = Pace {
            whole: Duration::from_millis(300),
            ..quick()
        };
        let client = Client::paced(&server.http(), &Trust::default(), Language::En, pace).unwrap();
        let error = client
            .call(&Envelope::default(), &list())
            .await
            .unwrap_err();
        assert_eq!(error.code, Code::Unreachable);
        assert!(
            error.message.contains("too long") && !error.message.contains("may still"),
            "{error}"
        );
        // and the connection is closed with it
        server.gone().await;
        let error = client.call(&keyed("d-1"), &create()).await.unwrap_err();
        assert!(error.message.contains("may still have done"), "{error}");
    }
}

#[tokio::test]
async fn words_from_elsewhere_are_safe_to_show() {
    let evil = format!(
        r#"{{"code":"denied","message":"Pay \u202eereh\u0000\u001b[2J\n{}","field":"a\u2066b","incident":"{}","detail":{{"because":"x\u200fy","operations":["A\u0007B"],"current":"{{\n\t\u202e}}"}}}}"#,
        "long ".repeat(10_000),
        "i".repeat(10_000),
    );
    let error = refused(json("403 Forbidden", &evil)).await;
    assert_eq!(error.code, Code::Denied);
    assert!(error.message.starts_with("Pay ereh[2J long"), "{error}");
    assert!(error.message.chars().count() <= plain::TEXT);
    assert_eq!(error.field.as_deref(), Some("ab"));
    assert!(error.incident.unwrap().chars().count() <= plain::TEXT);
    let detail = error.detail.unwrap();
    assert_eq!(detail.because.as_deref(), Some("xy"));
    assert_eq!(detail.operations, ["AB"]);
    assert_eq!(detail.current.as_deref(), Some("{\n\t}"));
}

#[tokio::test]
async fn a_message_of_nothing_is_replaced_by_the_codes_own() {
    let error = refused(json(
        "403 Forbidden",
        r#"{"code":"denied","message":"\u200b"}"#,
    ))
    .await;
    assert_eq!(error, Error::new(Code::Denied, Language::En));
}

#[tokio::test]
async fn what_only_this_side_can_find_out_is_not_believed_of_a_server() {
    for code in [
        "certificate_changed",
        "certificate_untrusted",
        "unreachable",
    ] {
        let body = format!(r#"{{"code":"{code}","message":"trust me"}}"#);
        assert_eq!(
            refused(json("403 Forbidden", &body)).await.code,
            Code::Denied
        );
    }
}
