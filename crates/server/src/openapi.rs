//! `OpenAPI` 3.1 of what is served, derived from the contract: no operation is known here by name.

use crate::{
    Served, caller, reply,
    route::{ROUTES, Route},
};
use axum::{
    Router,
    body::Bytes,
    extract::{ConnectInfo, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use latchkey_api::{Access, Error, IDEMPOTENCY_KEY_MAX, Kind, Language, Method, wire, words};
use schemars::{
    SchemaGenerator,
    generate::{Contract, SchemaSettings},
};
use serde_json::{Map, Value, json};
use std::{net::SocketAddr, sync::LazyLock};

/// Below `/v1`.
pub const PATH: &str = "/latchkey/openapi.json";

static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| Bytes::from(document().to_string()));

/// The document for whoever asks; no operation, since programs read it before they know any.
pub(crate) fn router() -> Router<Served> {
    Router::new().route(&format!("/v1{PATH}"), get(told))
}

async fn told(
    State(served): State<Served>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let client = served.proxies.client(peer.ip(), &headers);
    if let Err(often) = served.load.asks(client, caller::language(&headers)) {
        return reply::error(&often);
    }
    let kind = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, kind)], DOCUMENT.clone()).into_response()
}

/// The whole document.
#[must_use]
pub fn document() -> Value {
    // a request is read, a reply is written: what may be left out differs
    let mut requests = generator(Contract::Deserialize);
    let mut replies = generator(Contract::Serialize);
    let mut paths = Map::new();
    for route in ROUTES {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] =
            operation(route, &mut requests, &mut replies);
    }
    let error = replies.subschema_for::<Error>();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Latchkey",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What this server serves. Requests refuse fields that are not named here; replies may have more.",
        },
        "servers": [{"url": "/v1"}],
        "security": [{"api_key": [], "api_token": []}],
        "paths": paths,
        "components": {
            "schemas": replies.take_definitions(true),
            "parameters": headers(),
            "responses": {"Error": {
                "description": "Why not: what is wrong, what is unchanged, what to do.",
                "content": {"application/json": {"schema": error}},
            }},
            "securitySchemes": {
                "api_key": {"type": "apiKey", "in": "header", "name": "X-Soracom-API-Key"},
                "api_token": {"type": "apiKey", "in": "header", "name": "X-Soracom-Token"},
            },
        },
    })
}

fn generator(contract: Contract) -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.meta_schema = None;
        // a part of a request stands where it is used: the same type may read and write differently
        settings.inline_subschemas = contract == Contract::Deserialize;
        settings.contract = contract;
        settings.definitions_path = "/components/schemas".into();
    });
    settings.into_generator()
}

/// What travels beside any request.
fn headers() -> Value {
    json!({
        "language": {
            "name": "X-Soracom-Lang", "in": "header", "required": false,
            "description": "The language of messages.",
            "schema": {"type": "string", "enum": ["en", "ja"]},
        },
        "idempotency_key": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "A repeat with the same key, caller and body within 48 hours has one effect and the same answer.",
            "schema": {"type": "string", "minLength": 1, "maxLength": IDEMPOTENCY_KEY_MAX},
        },
        "if_match": {
            "name": "If-Match", "in": "header", "required": false,
            "description": "The version that an edit is based on, where what is edited has one; a stale one is answered 409.",
            "schema": {"type": "string"},
        },
    })
}

fn operation(
    route: &Route,
    requests: &mut SchemaGenerator,
    replies: &mut SchemaGenerator,
) -> Value {
    let mut request = (route.request)(requests).to_value();
    let mut parameters = in_path(route, &mut request);
    if route.method == Method::Get {
        parameters.extend(in_query(&request));
    }
    parameters.extend(beside(route));
    let (tag, id) = route.name.split_once(':').unwrap_or(("", route.name));
    let needed = match route.access {
        Access::Needs(name) => Some(name),
        Access::Public | Access::SignedIn | Access::Root => None,
    };
    // what Latchkey adds beside an operation of the public API has that one's words
    let summary = words(route.name, Language::En)
        .or_else(|| needed.and_then(|name| words(name, Language::En)));
    let mut operation = json!({
        "operationId": id,
        "tags": [tag],
        "summary": summary,
        "description": request.get("description"),
        "parameters": parameters,
        "responses": {
            route.status.to_string(): success(&(route.output)(replies).to_value()),
            "default": {"$ref": "#/components/responses/Error"},
        },
    });
    if route.method != Method::Get {
        put(&mut operation, "requestBody", body(request));
    }
    match (route.access, needed) {
        (Access::Public, _) => put(&mut operation, "security", Some(json!([]))),
        (_, needed) => put(
            &mut operation,
            "x-permission",
            needed.map(|name| json!(name)),
        ),
    }
    operation
}

fn put(object: &mut Value, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        object[name] = value;
    }
}

/// The fields that travel in the path; they are taken out of the request.
fn in_path(route: &Route, request: &mut Value) -> Vec<Value> {
    let mut parameters = vec![];
    for placeholder in wire::placeholders(route.path) {
        let field = wire::field_of(placeholder);
        let properties = request.get_mut("properties").and_then(Value::as_object_mut);
        let schema = properties.and_then(|fields| fields.remove(&field));
        if let Some(required) = request.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|name| *name != field);
        }
        parameters
            .push(json!({"name": placeholder, "in": "path", "required": true, "schema": schema}));
    }
    parameters
}

fn in_query(request: &Value) -> Vec<Value> {
    let required = request.get("required").and_then(Value::as_array);
    let properties = request.get("properties").and_then(Value::as_object);
    let parameter = |(name, schema): (&String, &Value)| {
        let required = required.is_some_and(|names| names.iter().any(|known| known == name));
        json!({"name": name, "in": "query", "required": required, "schema": never_null(schema)})
    };
    properties.into_iter().flatten().map(parameter).collect()
}

/// A query has no `null`: what is not there is left out.
fn never_null(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|kind| kind != "null");
    }
    if let Some(Value::Array(ways)) = schema.get_mut("anyOf") {
        ways.retain(|way| !is_null(way));
    }
    schema
}

fn beside(route: &Route) -> Vec<Value> {
    let reference = |name: &str| json!({"$ref": format!("#/components/parameters/{name}")});
    let mut names = vec!["language"];
    if route.kind != Kind::Read {
        names.push("idempotency_key");
        names.push("if_match");
    }
    names.into_iter().map(reference).collect()
}

/// What is left of the request; nothing if there are no fields.
fn body(mut request: Value) -> Option<Value> {
    let fields = request.get("properties").and_then(Value::as_object)?;
    if fields.is_empty() {
        return None;
    }
    let needed = request.get("required").and_then(Value::as_array);
    let required = needed.is_some_and(|names| !names.is_empty());
    // it is the operation's
    request.as_object_mut()?.remove("description");
    Some(json!({
        "required": required,
        "content": {"application/json": {"schema": request}},
    }))
}

fn success(schema: &Value) -> Value {
    if is_null(schema) {
        return json!({"description": "Done; no body."});
    }
    let description = "As asked.";
    json!({"description": description, "content": {"application/json": {"schema": schema}}})
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
}
