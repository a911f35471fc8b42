//! Looking at an address before anything is trusted.

use super::{
    server::{Act, Server, answer, json, raw, with},
    *,
};

const INFO: &str = r#"{"product":"Latchkey","version":"1.0.0","name":"Kitahama\u202e Trading","signUp":"off","operations":["Auth:auth","<b>","User:listUsers"],"new":{}}"#;

async fn looked(acts: impl IntoIterator<Item = Act>) -> (Result<Found, Error>, Vec<String>) {
    let server = Server::new(acts).await;
    let found = look(&server.http(), &Trust::default(), Language::En).await;
    (found, server.heard())
}

#[tokio::test]
async fn our_own_server_tells_what_it_is() {
    let (found, heard) = looked([json("200 OK", INFO)]).await;
    let found = found.unwrap();
    assert!(found.speaks && found.certificate.is_none() && found.trouble.is_none());
    let info = found.info.unwrap();
    assert_eq!(
        (
            info.product.as_str(),
            info.version.as_str(),
            info.name.as_str()
        ),
        ("Latchkey", "1.0.0", "Kitahama Trading")
    );
    assert_eq!(info.operations, ["Auth:auth", "User:listUsers"]);
    assert_eq!(heard.len(), 1);
    assert!(heard[0].starts_with("GET /v1/latchkey HTTP/1.1\r\n"));
    // R82: whoever is looked at gets nothing to keep
    assert!(!heard[0].to_lowercase().contains("x-soracom-token"));
}

#[tokio::test]
async fn another_make_is_known_by_how_it_refuses() {
    let (found, _) = looked([json(
        "404 Not Found",
        r#"{"code":"COM0003","message":"no"}"#,
    )])
    .await;
    let found = found.unwrap();
    assert!(found.speaks && found.info.is_none());
    // a gateway in front answers what it does not know with a page
    let (found, heard) = looked([
        answer("404 Not Found", "text/html", "<h1>Not found</h1>"),
        json("401 Unauthorized", r#"{"code":"AUM0011","message":"no"}"#),
    ])
    .await;
    let found = found.unwrap();
    assert!(found.speaks && found.info.is_none() && found.trouble.is_none());
    assert!(heard[1].starts_with("GET /v1/operators/OP0000000000 HTTP/1.1\r\n"));
}

#[tokio::test]
async fn something_else_is_said_to_be_something_else() {
    for (act, words) in [
        (
            answer("200 OK", "text/html", "<h1>Welcome</h1>"),
            "A web page answered",
        ),
        (
            with(
                "301 Moved Permanently",
                "Location: https://www.example.com/\r\n",
                "",
            ),
            "another address",
        ),
        (
            json("200 OK", r#"{"hello":"world"}"#),
            "not a server of this API",
        ),
        (
            json("404 Not Found", r#"{"error":"no"}"#),
            "not a server of this API",
        ),
    ] {
        let (found, heard) = looked([act]).await;
        let found = found.unwrap();
        assert!(!found.speaks && found.info.is_none());
        let trouble = found.trouble.unwrap();
        assert_eq!(trouble.code, Code::Unreachable);
        assert!(trouble.message.contains(words), "{trouble}");
        assert_eq!(heard.len(), 2);
    }
}

#[tokio::test]
async fn what_cannot_be_told_is_an_error() {
    let busy = json(
        "503 Service Unavailable",
        r#"{"code":"busy","message":"later"}"#,
    );
    let (found, _) = looked([busy]).await;
    assert_eq!(found.unwrap_err().code, Code::Busy);
    let (found, _) = looked([raw("")]).await;
    assert_eq!(found.unwrap_err().code, Code::Unreachable);
    for address in ["ftp://id.example.com", "http://id.example.com", ""] {
        let error = look(address, &Trust::default(), Language::Ja)
            .await
            .unwrap_err();
        assert_eq!(
            (error.code, error.field.as_deref()),
            (Code::BadRequest, Some("address"))
        );
    }
}

#[tokio::test]
async fn any_answer_of_the_api_is_a_sign_of_life() {
    for act in [
        json("200 OK", INFO),
        json("404 Not Found", r#"{"code":"not_served","message":"no"}"#),
        json(
            "503 Service Unavailable",
            r#"{"code":"busy","message":"later"}"#,
        ),
    ] {
        let server = Server::new([act]).await;
        client(&server.http()).reachable().await.unwrap();
        let heard = server.heard();
        assert_eq!(heard.len(), 1);
        assert!(!heard[0].contains("canary"));
    }
    for act in [
        raw(""),
        answer("200 OK", "text/html", "<h1>Sign in to the hotel</h1>"),
    ] {
        let server = Server::new([act]).await;
        let error = client(&server.http()).reachable().await.unwrap_err();
        assert_eq!(error.code, Code::Unreachable);
    }
}
