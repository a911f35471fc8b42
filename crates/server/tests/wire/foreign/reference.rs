//! All 102 operations of the public description: what is served is served as described, the rest is a JSON error.

use super::{Described, described};
use crate::support::{Office, with};
use latchkey_server::route::ROUTES;
use std::collections::BTreeSet;

/// The path with something in it that could be there.
fn filled(office: &Office, path: &str) -> String {
    let mut filled = path.replace("{operator_id}", office.operator.as_str());
    for (name, value) in [
        ("{user_name}", "taro"),
        ("{role_id}", "accounting"),
        ("{auth_key_id}", "keyId-AbCdEfGhIjKlMnOpQrStUvWxYz012345"),
        ("{yyyyMM}", "202601"),
        ("{type}", "billing"),
        ("{namespace}", "Email"),
        ("{coverage_type}", "jp"),
        ("{contract_name}", "support"),
    ] {
        filled = filled.replace(name, value);
    }
    // whatever else is named, somehow
    while let (Some(from), Some(to)) = (filled.find('{'), filled.find('}')) {
        filled.replace_range(from..=to, "abc-123");
    }
    format!("/v1{filled}")
}

fn is_served(operation: &Described) -> bool {
    ROUTES.iter().any(|route| route.name == operation.name)
}

#[test]
fn what_is_served_is_served_as_it_is_described() {
    let described = described();
    assert_eq!(described.len(), 102);
    let mut found = 0;
    for route in ROUTES {
        let Some(same) = described.iter().find(|known| known.name == route.name) else {
            assert!(
                route.path.starts_with("/latchkey/") || route.path == "/latchkey",
                "{} is nobody's and not below /latchkey",
                route.name
            );
            continue;
        };
        found += 1;
        let ours = (route.method.as_str(), route.path);
        assert_eq!(ours, (same.method.as_str(), same.path.as_str()));
        assert!(same.done.contains(&route.status), "{}", route.name);
    }
    assert!(found >= 28, "only {found} operations of it are served");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_served_yet_is_a_json_error() {
    let office = Office::open().await;
    let root = office.root().await;
    let mut wrong = vec![];
    for operation in described().iter().filter(|known| !is_served(known)) {
        let method: &'static str = method(&operation.method);
        for (headers, body) in [(root.as_str(), ""), (root.as_str(), "{}"), ("", "")] {
            let asked = with(method, &filled(&office, &operation.path), headers, body);
            let answer = office.ask(asked).await;
            if answer.refusal() != (404, "not_served".into()) {
                wrong.push((operation.name.clone(), answer.refusal()));
            }
            let error = answer.json();
            let fields: Vec<&String> = error.as_object().unwrap().keys().collect();
            assert_eq!(fields, ["code", "message"], "{}", operation.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_a_path_does_not_have_is_a_json_error() {
    let office = Office::open().await;
    let root = office.root().await;
    let described = described();
    let paths: BTreeSet<&str> = described.iter().map(|known| known.path.as_str()).collect();
    for path in paths {
        let filled = filled(&office, path);
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
            // `default_permissions` and the like stand where a name could
            let known = described.iter().any(|known| {
                known.method == method && (known.path == path || matches(&known.path, &filled))
            });
            if known {
                continue;
            }
            let answer = office.ask(with(method, &filled, &root, "{}")).await;
            assert_eq!(
                answer.refusal(),
                (404, "not_served".into()),
                "{method} {path}"
            );
        }
    }
}

/// Whether a request for this path could mean the described one.
fn matches(described: &str, asked: &str) -> bool {
    let asked = asked.trim_start_matches("/v1");
    described.split('/').count() == asked.split('/').count()
        && described
            .split('/')
            .zip(asked.split('/'))
            .all(|(known, part)| known.starts_with('{') || known == part)
}

fn method(name: &str) -> &'static str {
    ["GET", "POST", "PUT", "DELETE"]
        .into_iter()
        .find(|known| *known == name)
        .unwrap_or_else(|| panic!("{name}"))
}
