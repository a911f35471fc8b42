//! A request that does not read: whoever may not ask learns that first, whatever it looks like (sam.md 9.1).

use crate::support::{Office, PASSWORD, headers, post, with};
use latchkey_api::{Access, Kind, Method};
use latchkey_server::route::{ROUTES, Route};
use serde_json::json;

/// Requests of a route that do not read: a body that is none, a query that nobody knows, an account's ID that is none.
fn unread(route: &Route, operator: &str) -> [(String, &'static str); 2] {
    let filled = |operator: &str| {
        let mut path = route.path.replace("{operator_id}", operator);
        for (name, value) in [("{user_name}", "taro"), ("{type}", "billing")] {
            path = path.replace(name, value);
        }
        while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
            path.replace_range(from..=to, "abc");
        }
        format!("/v1{path}?nonsense=1")
    };
    [(filled(operator), "{"), (filled("OPXXXXXXXXXX"), "{}")]
}

/// A user without a permission.
async fn taro(office: &Office, root: &str) -> String {
    let body = json!({"password": PASSWORD}).to_string();
    let made = office.ask(with("POST", &office.path("/users/taro"), root, body));
    assert_eq!(made.await.status, 201);
    let form = json!({"operatorId": office.operator, "userName": "taro", "password": PASSWORD});
    let session = office.ask(post("/v1/auth", &form)).await.json();
    headers(
        session["apiKey"].as_str().unwrap(),
        session["token"].as_str().unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_ask_hears_of_that_and_not_of_what_is_wrong() {
    let office = Office::open().await;
    let root = office.root().await;
    let taro = taro(&office, &root).await;
    for route in ROUTES.iter().filter(|one| one.access != Access::Public) {
        for (path, body) in unread(route, office.operator.as_str()) {
            let ask = async |headers: &str| {
                let body = if route.method == Method::Get {
                    ""
                } else {
                    body
                };
                let asked = with(route.method.as_str(), &path, headers, body);
                office.ask(asked).await.refusal()
            };
            let nobody = ask("").await;
            assert_eq!(
                nobody,
                (401, "not_signed_in".into()),
                "{} {path}",
                route.name
            );
            let over = ask("X-Soracom-API-Key: api-x\r\nX-Soracom-Token: x.y.z\r\n").await;
            assert_eq!(
                over,
                (401, "session_expired".into()),
                "{} {path}",
                route.name
            );
            assert_eq!(ask(&root).await.0, 400, "{} {path}", route.name);
            let theirs =
                path.contains(office.operator.as_str()) || !route.path.contains("operator_id");
            let expected = match (route.access, route.kind) {
                (Access::Root, Kind::Read) if theirs => (400, "root_only_read"),
                (Access::Root, _) if theirs => (403, "root_only"),
                (Access::Needs(_), _) if theirs => (403, "denied"),
                _ => (400, "bad_request"),
            };
            let (status, code) = ask(&taro).await;
            assert_eq!((status, code.as_str()), expected, "{} {path}", route.name);
        }
    }
}
