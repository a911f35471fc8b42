//! What is sent: exactly the contract, to nobody but the server.

use super::{
    server::{Server, answer, json, with},
    *,
};
use latchkey_api::Logout;

const SATO: &str = r#"{"userName":"佐藤","hasPassword":true,"authKeyList":[],"roleList":[],"createDateTime":1,"updateDateTime":2,"new":1}"#;

#[tokio::test]
async fn the_request_is_written_as_the_contract_says() {
    let server = Server::new([json("200 OK", SATO)]).await;
    let user = client(&server.http())
        .call(&signed_in(), &get())
        .await
        .unwrap();
    assert_eq!(user.user_name, "佐藤");
    let request = &server.heard()[0];
    assert!(
        request.starts_with("GET /v1/operators/OP0000000001/users/%E4%BD%90%E8%97%A4 HTTP/1.1\r\n"),
        "{request}"
    );
    for line in [
        "x-soracom-api-key: api-canary",
        "x-soracom-token: token-canary",
        "x-soracom-lang: en",
    ] {
        assert!(request.contains(line), "{line} in {request}");
    }
}

#[tokio::test]
async fn the_address_may_have_a_path_and_the_version() {
    for path in ["/office", "/office/", "/office/v1/"] {
        let server = Server::new([json("200 OK", SATO)]).await;
        let client = client(&format!("{}{path}", server.http()));
        client.call(&Envelope::default(), &get()).await.unwrap();
        assert!(
            server.heard()[0].starts_with("GET /office/v1/operators/"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_empty_answer_is_the_output_of_an_operation_without_one() {
    let server = Server::new([with("204 No Content", "", "")]).await;
    client(&server.http())
        .call(&signed_in(), &Logout {})
        .await
        .unwrap();
}

#[tokio::test]
async fn a_foreign_error_keeps_its_words_and_gets_a_code_from_its_status() {
    for (status, code) in [
        ("401 Unauthorized", Code::NotSignedIn),
        ("403 Forbidden", Code::Denied),
        ("404 Not Found", Code::NotFound),
        ("422 Unprocessable Content", Code::BadRequest),
        ("500 Internal Server Error", Code::Unknown),
        ("504 Gateway Timeout", Code::Unreachable),
    ] {
        let server = Server::new([json(status, r#"{"code":"AUM0042","message":"no"}"#)]).await;
        let error = client(&server.http())
            .call(&Envelope::default(), &list())
            .await
            .unwrap_err();
        assert_eq!(
            (error.code, error.message.as_str()),
            (code, "no"),
            "{status}"
        );
    }
}

// R82
#[tokio::test]
async fn nothing_is_kept_from_one_answer_for_the_next_request() {
    let server = Server::new([with(
        "200 OK",
        "Content-Type: application/json\r\nSet-Cookie: id=1; Path=/\r\nAlt-Svc: h3=\":1\"\r\n",
        "[]",
    )])
    .await;
    let client = client(&server.http());
    for _ in 0..2 {
        client.call(&Envelope::default(), &list()).await.unwrap();
    }
    let heard = server.heard();
    assert_eq!(heard[0], heard[1]);
    assert!(!heard[1].to_lowercase().contains("cookie"));
}

// R83
#[tokio::test]
async fn a_secret_that_cannot_be_sent_is_not_told_either() {
    let server = Server::new([json("200 OK", "[]")]).await;
    let client = client(&server.http());
    let mut envelope = signed_in();
    envelope.credentials.as_mut().unwrap().token = "token-canary\n".into();
    let error = client.call(&envelope, &list()).await.unwrap_err();
    assert_eq!(error.code, Code::SessionExpired);
    let error = client
        .call(&keyed("line\nbreak"), &create())
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::BadRequest);
    assert!(!format!("{error:?}{client:?}").contains("canary"));
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn a_key_in_any_script_arrives() {
    let server = Server::new([with("201 Created", "", "")]).await;
    let client = client(&server.http());
    client.call(&keyed("鍵-1"), &create()).await.unwrap();
    assert!(server.heard()[0].contains("idempotency-key: 鍵-1\r\n"));
}

// R80: an office's proxy would carry plain http out of this computer
#[tokio::test]
async fn plain_http_goes_through_no_proxy() {
    if std::env::var_os("HTTP_PROXY").is_none() {
        let name = "tests::requests::plain_http_goes_through_no_proxy";
        let again = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name])
            .env("HTTP_PROXY", "http://127.0.0.1:1")
            .env("http_proxy", "http://127.0.0.1:1")
            .env_remove("NO_PROXY")
            .output()
            .await
            .unwrap();
        let told = String::from_utf8_lossy(&again.stdout).into_owned();
        assert!(
            again.status.success() && told.contains("1 passed"),
            "{told}"
        );
        return;
    }
    let server = Server::new([json("200 OK", "[]")]).await;
    let client = client(&format!("http://localhost:{}", server.address.port()));
    client.call(&Envelope::default(), &list()).await.unwrap();
    assert_eq!(server.heard().len(), 1);
}

#[tokio::test]
async fn a_page_is_named_as_what_it_is_in_both_languages() {
    for (language, words) in [
        (Language::En, "A web page answered"),
        (Language::Ja, "Webページ"),
    ] {
        let server = Server::new([answer(
            "200 OK",
            "text/html; charset=utf-8",
            "<h1>Welcome</h1>",
        )])
        .await;
        let envelope = Envelope {
            language,
            ..Envelope::default()
        };
        let error = client(&server.http())
            .call(&envelope, &list())
            .await
            .unwrap_err();
        assert!(error.message.contains(words), "{error}");
    }
}
