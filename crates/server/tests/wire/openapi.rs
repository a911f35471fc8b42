//! The published description of the server is the server: every operation and no other, with what it takes and answers.

use crate::{
    statuses::every_answer,
    support::{Office, get, with},
};
use latchkey_api::{Access, Method, SignUp, wire};
use latchkey_server::route::{ROUTES, Route};
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn published(office: &Office) -> Value {
    let answer = office.ask(get("/v1/latchkey/openapi.json", "")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn operation<'d>(document: &'d Value, route: &Route) -> &'d Value {
    &document["paths"][route.path][route.method.as_str().to_ascii_lowercase()]
}

fn body_schema<'d>(document: &'d Value, route: &Route) -> Option<&'d Value> {
    operation(document, route).pointer("/requestBody/content/application~1json/schema")
}

/// Calls with every `$ref` of the document.
fn references(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                found(reference);
            }
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_in_it_and_no_other() {
    let document = published(&Office::open().await).await;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"], json!([{"url": "/v1"}]));
    let ours: BTreeSet<(String, String)> = ROUTES
        .iter()
        .map(|route| {
            let method = route.method.as_str().to_ascii_lowercase();
            (route.path.to_owned(), method)
        })
        .collect();
    let theirs: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(|method| (path.clone(), method.clone()))
        })
        .collect();
    assert_eq!(ours, theirs);
    let ids: BTreeSet<&str> = ROUTES
        .iter()
        .map(|route| operation(&document, route)["operationId"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), ROUTES.len(), "an ID is one operation's");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_whole() {
    let document = published(&Office::open().await).await;
    let mut count = 0;
    references(&document, &mut |reference| {
        count += 1;
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    });
    assert!(count > ROUTES.len());
    for route in ROUTES {
        let operation = operation(&document, route);
        let name = route.name;
        for words in ["summary", "description"] {
            assert!(
                operation[words].as_str().is_some_and(|text| text.len() > 5),
                "{name} {words}"
            );
        }
        let public = route.access == Access::Public;
        assert_eq!(operation["security"] == json!([]), public, "{name}");
        let mut in_path = vec![];
        for parameter in operation["parameters"].as_array().unwrap() {
            if parameter.get("$ref").is_some() {
                continue;
            }
            assert!(parameter["schema"]["type"].is_string() || parameter["schema"].is_object());
            match parameter["in"].as_str().unwrap() {
                "path" => {
                    assert_eq!(parameter["required"], true);
                    in_path.push(parameter["name"].as_str().unwrap());
                }
                "query" => assert_eq!(route.method, Method::Get, "{name}"),
                other => panic!("{name}: {other}"),
            }
        }
        assert_eq!(in_path, wire::placeholders(route.path).collect::<Vec<_>>());
        if route.method == Method::Get {
            assert!(operation.get("requestBody").is_none(), "{name}");
        }
        assert_eq!(operation["responses"].as_object().unwrap().len(), 2);
        assert!(operation["responses"]["default"].is_object());
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        jsonschema::draft202012::meta::validate(schema)
            .unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

// R41
#[tokio::test(flavor = "multi_thread")]
async fn what_a_schema_refuses_the_server_refuses() {
    let office = Office::signing_up(SignUp::On).await;
    let root = office.root().await;
    let document = published(&office).await;
    for route in ROUTES {
        let path = route
            .path
            .replace("{operator_id}", office.operator.as_str())
            .replace("{user_name}", "taro")
            .replace("{session_id}", "none");
        let path = format!("/v1{path}");
        let asked = match (route.method, body_schema(&document, route)) {
            (Method::Get, None) => get(&format!("{path}?surelyNotAField=1"), &root),
            (Method::Get, Some(_)) => panic!("{}: a GET has no body", route.name),
            (_, schema) => {
                if let Some(schema) = schema {
                    assert_eq!(schema["additionalProperties"], false, "{}", route.name);
                    let fields = schema["properties"].as_object().unwrap();
                    assert!(!fields.contains_key("surelyNotAField"));
                }
                let method = route.method.as_str();
                with(method, &path, &root, r#"{"surelyNotAField":1}"#)
            }
        };
        let answer = office.ask(asked).await;
        assert_eq!(
            answer.refusal(),
            (400, "bad_request".into()),
            "{}",
            route.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_answers_is_what_it_published() {
    let office = Office::open().await;
    let document = published(&office).await;
    let holds = |schema: &Value, answer: &Value, what: &str| {
        // the schema with everything that it refers to
        let mut whole = schema.clone();
        whole["components"] = document["components"].clone();
        let validator = jsonschema::draft202012::new(&whole).unwrap();
        let problems: Vec<String> = validator
            .iter_errors(answer)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{what}: {problems:?} {answer}");
    };
    for (name, status, tells, answer) in every_answer().await {
        let route = ROUTES.iter().find(|route| route.name == name).unwrap();
        let success = &operation(&document, route)["responses"][status.to_string()];
        let schema = success.pointer("/content/application~1json/schema");
        assert_eq!(schema.is_some(), tells, "{name}");
        if let Some(schema) = schema {
            holds(schema, &answer.json(), name);
        }
    }
    let error =
        &document["components"]["responses"]["Error"]["content"]["application/json"]["schema"];
    for asked in [
        get("/v1/nowhere", ""),
        get(&office.path(""), ""),
        with("POST", "/v1/auth", "", "{"),
        with(
            "POST",
            "/v1/auth",
            "",
            r#"{"email":"a@b.example","password":"x"}"#,
        ),
    ] {
        let answer = office.ask(asked).await;
        assert!(answer.status >= 400);
        holds(error, &answer.json(), "an error");
    }
}

/// Whether a schema, followed to its end, has a secret in it.
fn has_secret(document: &Value, schema: &Value, seen: &mut Vec<String>) -> bool {
    if schema["format"] == "password" {
        return true;
    }
    if let Some(place) = schema["$ref"].as_str() {
        if seen.iter().any(|known| known == place) {
            return false;
        }
        seen.push(place.to_owned());
        let next = document.pointer(place.trim_start_matches('#')).unwrap();
        return has_secret(document, next, seen);
    }
    match schema {
        Value::Object(parts) => parts.values().any(|part| has_secret(document, part, seen)),
        Value::Array(parts) => parts.iter().any(|part| has_secret(document, part, seen)),
        _ => false,
    }
}

// R83: what the desktop's window is told is what an answer holds; signing in and out has commands of its own there
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_in_two_answers_only() {
    let office = Office::open().await;
    let document = office
        .ask(get("/v1/latchkey/openapi.json", ""))
        .await
        .json();
    let mut telling = vec![];
    for methods in document["paths"].as_object().unwrap().values() {
        for operation in methods.as_object().unwrap().values() {
            let responses = operation["responses"].as_object().unwrap();
            let mut done = responses
                .iter()
                .filter(|(status, _)| status.starts_with('2'));
            if done.any(|(_, response)| has_secret(&document, response, &mut vec![])) {
                telling.push(operation["operationId"].as_str().unwrap().to_owned());
            }
        }
    }
    telling.sort();
    // a session; and a message that no mail server took, for root
    assert_eq!(telling, ["auth", "readMessage"]);
}
