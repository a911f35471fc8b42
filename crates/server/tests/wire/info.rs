//! What a server says of itself before anybody trusts it.

use crate::support::{Office, get};
use latchkey_api::SignUp;
use latchkey_server::route::ROUTES;

#[tokio::test(flavor = "multi_thread")]
async fn anybody_may_ask_what_the_server_is() {
    let office = Office::open().await;
    let answer = office.ask(get("/v1/latchkey", "")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let info = answer.json();
    assert_eq!(info["product"], "Latchkey server");
    assert_eq!(info["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(info["name"], "Kitahama Trading");
    // a session that is over changes nothing: there is nothing to sign in for
    let stale = "X-Soracom-API-Key: api-0\r\nX-Soracom-Token: gone\r\n";
    assert_eq!(
        office.ask(get("/v1/latchkey?", stale)).await.json(),
        info,
        "the same for everybody"
    );
}

// R12: nothing that helps to find accounts
#[tokio::test(flavor = "multi_thread")]
async fn a_server_tells_nothing_of_its_accounts() {
    let office = Office::open().await;
    let info = office.ask(get("/v1/latchkey", "")).await.json();
    let mut fields: Vec<&String> = info.as_object().unwrap().keys().collect();
    fields.sort();
    assert_eq!(
        fields,
        ["mail", "name", "operations", "product", "signUp", "version"]
    );
    let text = info.to_string();
    assert!(!text.contains(office.operator.as_str()) && !text.contains("Harbor"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operations_named_are_those_served() {
    for (sign_up, word) in [
        (SignUp::Off, "off"),
        (SignUp::On, "on"),
        (SignUp::Invitation, "invitation"),
    ] {
        let office = Office::signing_up(sign_up).await;
        let info = office.ask(get("/v1/latchkey", "")).await.json();
        assert_eq!(info["signUp"], word);
        let named: Vec<&str> = info["operations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap())
            .collect();
        for route in ROUTES {
            let off = sign_up == SignUp::Off && route.name == "Account:createOperator";
            assert_eq!(named.contains(&route.name), !off, "{}", route.name);
        }
    }
}
