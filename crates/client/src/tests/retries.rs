//! F11, F12: what is sent again, how often, and what a person is told. The servers count.

use super::{
    server::{Act, Server, json, raw, with},
    *,
};
use latchkey_api::{Auth, Logout};
use std::collections::BTreeSet;

fn busy(headers: &str) -> Act {
    let headers = format!("Content-Type: application/json\r\n{headers}");
    with(
        "503 Service Unavailable",
        &headers,
        r#"{"code":"busy","message":"later"}"#,
    )
}

#[tokio::test]
async fn a_read_outlives_a_server_that_is_restarted() {
    for trouble in [
        Act::Refuse,
        raw(""),
        raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n["),
        busy(""),
        busy("Retry-After: 0\r\n"),
        with(
            "502 Bad Gateway",
            "Content-Type: text/html\r\n",
            "<h1>Bad Gateway</h1>",
        ),
        with("504 Gateway Timeout", "", ""),
        with(
            "429 Too Many Requests",
            "Content-Type: application/json\r\nRetry-After: 0\r\n",
            r#"{"code":"too_many_attempts","message":"slow"}"#,
        ),
    ] {
        let server = Server::new([
            trouble.clone(),
            trouble.clone(),
            trouble,
            json("200 OK", "[]"),
        ])
        .await;
        let users = client(&server.http())
            .call(&signed_in(), &list())
            .await
            .unwrap();
        assert!(users.is_empty());
    }
}

#[tokio::test]
async fn nothing_is_sent_more_than_four_times() {
    let server = Server::new([busy("")]).await;
    let error = client(&server.http())
        .call(&signed_in(), &list())
        .await
        .unwrap_err();
    assert_eq!((error.code, error.message.as_str()), (Code::Busy, "later"));
    assert_eq!(server.heard().len(), 4);
}

#[tokio::test]
async fn what_would_answer_the_same_is_sent_once() {
    for act in [
        json(
            "400 Bad Request",
            r#"{"code":"bad_request","message":"no"}"#,
        ),
        json(
            "401 Unauthorized",
            r#"{"code":"session_expired","message":"no"}"#,
        ),
        json("409 Conflict", r#"{"code":"stale","message":"no"}"#),
        json(
            "500 Internal Server Error",
            r#"{"code":"internal","message":"no"}"#,
        ),
        json("429 Too Many Requests", r#"{"code":"X","message":"no"}"#),
        with("302 Found", "Location: /\r\n", ""),
        json("200 OK", "{}"),
    ] {
        let server = Server::new([act]).await;
        client(&server.http())
            .call(&signed_in(), &list())
            .await
            .unwrap_err();
        assert_eq!(server.heard().len(), 1);
    }
}

/// Plays a server that does what it is asked once for each key and body, and loses the connection around it.
#[tokio::test]
async fn a_write_with_a_key_has_one_effect_wherever_the_connection_breaks() {
    let lost = [
        Act::Refuse,
        raw(""),
        raw("HTTP/1.1 2"),
        raw("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n["),
        busy(""),
    ];
    for round in 0..100 {
        let mut acts: Vec<Act> = (0..round % 4)
            .map(|i| lost[(round + i) % lost.len()].clone())
            .collect();
        acts.push(with("201 Created", "", ""));
        let server = Server::new(acts).await;
        let key = format!("d-{round}");
        client(&server.http())
            .call(&keyed(&key), &create())
            .await
            .unwrap();
        // one key and one body for every arrival is one effect
        let arrived = server.heard();
        let effects: BTreeSet<&String> = arrived.iter().collect();
        assert_eq!(effects.len(), 1, "round {round}: {arrived:#?}");
        assert!(arrived[0].contains(&format!("idempotency-key: {key}\r\n")));
        assert!(arrived[0].ends_with(r#"{"description":"Mei"}"#));
    }
}

#[tokio::test]
async fn a_write_without_a_key_is_sent_once_and_the_doubt_is_told() {
    let server = Server::new([raw("")]).await;
    let error = client(&server.http())
        .call(&signed_in(), &create())
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::Unreachable);
    assert!(error.message.contains("may still have done"), "{error}");
    assert_eq!(server.heard().len(), 1);
    let server = Server::new([busy("Retry-After: 0\r\n")]).await;
    client(&server.http())
        .call(&signed_in(), &Logout {})
        .await
        .unwrap_err();
    assert_eq!(server.heard().len(), 1);
}

// R12: a repeated sign-in is a guess that nobody made
#[tokio::test]
async fn a_sign_in_is_never_repeated() {
    for act in [
        raw(""),
        busy("Retry-After: 0\r\n"),
        with("429 Too Many Requests", "Retry-After: 0\r\n", ""),
    ] {
        let server = Server::new([act]).await;
        let form = Auth {
            email: Some("mei@example.com".into()),
            password: Some("canary".into()),
            ..Auth::default()
        };
        let envelope = Envelope {
            idempotency_key: Some("d-1".into()),
            ..Envelope::default()
        };
        let error = client(&server.http())
            .call(&envelope, &form)
            .await
            .unwrap_err();
        assert!(!format!("{error:?}").contains("canary"));
        assert_eq!(server.heard().len(), 1);
    }
}

#[tokio::test]
async fn a_wait_beyond_the_time_is_told_and_not_waited() {
    let paused = with(
        "429 Too Many Requests",
        "Content-Type: application/json\r\nRetry-After: 3600\r\n",
        r#"{"code":"too_many_attempts","message":"pause"}"#,
    );
    for (act, seconds) in [
        (busy("Retry-After: 30\r\n"), 30),
        (paused, 3600),
        (busy("Retry-After: 4000000000\r\n"), 24 * 60 * 60),
        (
            json(
                "429 Too Many Requests",
                r#"{"code":"too_many_attempts","message":"pause","detail":{"retryAfterSeconds":90}}"#,
            ),
            90,
        ),
    ] {
        let server = Server::new([act]).await;
        let error = client(&server.http())
            .call(&signed_in(), &list())
            .await
            .unwrap_err();
        assert_eq!(error.detail.unwrap().retry_after_seconds, Some(seconds));
        assert_eq!(server.heard().len(), 1);
    }
}

#[tokio::test]
async fn a_wait_within_the_time_is_kept() {
    let server = Server::new([busy("Retry-After: 1\r\n"), json("200 OK", "[]")]).await;
    let begun = Instant::now();
    client(&server.http())
        .call(&signed_in(), &list())
        .await
        .unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn where_nothing_listens_it_says_so() {
    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", server.local_addr().unwrap());
    drop(server);
    let error = client(&base)
        .call(&signed_in(), &create())
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::Unreachable);
    assert!(
        error.message.contains("no server runs there")
            && error.message.contains("Nothing was changed"),
        "{error}"
    );
}

#[tokio::test]
async fn a_name_without_an_address_is_told() {
    // longer than a name can be: no name server is asked
    let http = reqwest::Client::builder()
        .tls_backend_preconfigured(trust::tls(None, Language::En).unwrap())
        .dns_resolver(resolve::Names)
        .no_proxy()
        .build()
        .unwrap();
    let url = format!("http://{}.example", "a".repeat(64));
    let trouble = Trouble::of(&http.get(url).send().await.unwrap_err());
    assert_eq!(trouble, Trouble::Name);
    assert!(trouble.passes());
    for (language, words) in [
        (Language::En, "No server has this name"),
        (Language::Ja, "見つかりません"),
    ] {
        assert!(trouble.tell(true, language).message.contains(words));
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_is_over() {
    let mut server = Server::new([Act::Stall(Vec::new()), json("200 OK", "[]")]).await;
    let client = client(&server.http());
    let asked = client.clone();
    let call = tokio::spawn(async move { asked.call(&signed_in(), &list()).await });
    server.request().await;
    call.abort();
    // the connection is closed, and nothing comes after it but what is asked next
    server.gone().await;
    client.call(&signed_in(), &list()).await.unwrap();
    assert_eq!(server.heard().len(), 2);
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_is_not_sent_again() {
    let mut server = Server::new([busy("Retry-After: 20\r\n"), json("200 OK", "[]")]).await;
    let client = client(&server.http());
    let asked = client.clone();
    let call = tokio::spawn(async move { asked.call(&signed_in(), &list()).await });
    server.request().await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    // far beyond the wait
    tokio::time::pause();
    tokio::time::advance(Duration::from_mins(1)).await;
    tokio::time::resume();
    client.call(&signed_in(), &list()).await.unwrap();
    assert_eq!(server.heard().len(), 2);
}
