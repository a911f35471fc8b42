//! A server of a place's engine, in this process, on loopback. In front of it stands what a proxy is: it says where
//! each caller comes from, and holds every answer on its way back against the rules of the wire.

use super::backend::Told;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn},
    response::Response,
};
use latchkey_api::*;
use latchkey_client::{Client, Trust};
use latchkey_engine::{Caller, Engine};
use latchkey_server::{
    Served,
    accept::{Room, Stage, connections},
    caller::Proxies,
    limits::Limits,
    load::Load,
    route::ROUTES,
    serve,
};
use serde_json::Value;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, sync::watch};

/// A caller's address and device: what a proxy and a client's own software say, not the contract.
type Origin = (Option<IpAddr>, String);

#[derive(Clone)]
pub struct Remote {
    engine: Engine,
    doors: Arc<Mutex<HashMap<Origin, Door>>>,
}

/// Where callers of one origin reach the server.
#[derive(Clone)]
struct Door {
    url: String,
    client: Client,
    /// Without our client: as programs do that nobody here wrote.
    http: reqwest::Client,
}

impl Remote {
    pub fn of(engine: Engine) -> Self {
        Self {
            engine,
            doors: Arc::default(),
        }
    }

    /// The client that a caller uses.
    pub fn client(&self, caller: &Caller) -> Client {
        self.door(caller).client
    }

    fn door(&self, caller: &Caller) -> Door {
        let origin = (caller.source_ip, caller.device.clone());
        let mut doors = self.doors.lock().unwrap();
        doors
            .entry(origin)
            .or_insert_with_key(|origin| Door::open(self.engine.clone(), origin))
            .clone()
    }

    /// Asks with a request that our client may be unable to write.
    pub async fn send(&self, caller: &Caller, name: &str, request: Value) -> Told {
        let door = self.door(caller);
        let Value::Object(mut fields) = request else {
            panic!("a request is an object")
        };
        let mut url = reqwest::Url::parse(&door.url).unwrap();
        let Some(route) = ROUTES.iter().find(|route| route.name == name) else {
            url.set_path("/v1/unheard/of");
            return told(door.http.get(url)).await;
        };
        url.path_segments_mut().unwrap().push("v1");
        for part in route.path.split('/').skip(1) {
            let value = part
                .strip_prefix('{')
                .and_then(|part| part.strip_suffix('}'))
                .map(|part| fields.remove(&wire::field_of(part)));
            let value = match &value {
                None => part,
                Some(Some(Value::String(value))) => value,
                Some(other) => panic!("{name}: {part} is {other:?}"),
            };
            url.path_segments_mut().unwrap().push(value);
        }
        let method = route.method.as_str().parse().unwrap();
        let request = if route.method == Method::Get {
            for (field, value) in fields {
                let text = value.as_str().map_or(value.to_string(), str::to_owned);
                url.query_pairs_mut().append_pair(&field, &text);
            }
            door.http.request(method, url)
        } else {
            let request = door.http.request(method, url);
            // no body and no Content-Type where there is nothing to say, as real clients do
            if fields.is_empty() {
                request
            } else {
                request.body(Value::Object(fields).to_string())
            }
        };
        told(with_headers(request, &caller.envelope)).await
    }
}

fn with_headers(
    mut request: reqwest::RequestBuilder,
    envelope: &Envelope,
) -> reqwest::RequestBuilder {
    request = request.header("X-Soracom-Lang", say(envelope.language, "en", "ja"));
    if let Some(credentials) = &envelope.credentials {
        request = request
            .header("X-Soracom-API-Key", &credentials.api_key)
            .header("X-Soracom-Token", credentials.token.expose());
    }
    if let Some(version) = &envelope.if_match {
        request = request.header("If-Match", version);
    }
    if let Some(key) = &envelope.idempotency_key {
        request = request.header("Idempotency-Key", key);
    }
    request
}

async fn told(request: reqwest::RequestBuilder) -> Told {
    let response = request.send().await.unwrap();
    let status = response.status();
    let body = response.bytes().await.unwrap();
    let said = if status.is_success() && body.is_empty() {
        Ok(Value::Null)
    } else if status.is_success() {
        Ok(serde_json::from_slice(&body).unwrap())
    } else {
        Err(serde_json::from_slice(&body).unwrap())
    };
    Told {
        status: status.as_u16(),
        said,
    }
}

impl Door {
    fn open(engine: Engine, (source_ip, device): &Origin) -> Self {
        // how often somebody may ask a server has its own tests there
        let limits = Limits {
            requests_per_second: 0,
            account_requests_per_second: 0,
            sign_ins_per_second: 0,
            ..Limits::default()
        };
        let served = Served {
            engine,
            proxies: Arc::new(Proxies(vec!["127.0.0.0/8".parse().unwrap()])),
            load: Arc::new(Load::new(limits)),
        };
        let mut said = HeaderMap::new();
        said.insert(header::USER_AGENT, device.parse().unwrap());
        if let Some(source_ip) = source_ip {
            let source_ip: HeaderValue = source_ip.to_string().parse().unwrap();
            said.insert("x-forwarded-for", source_ip);
        }
        let room = Room {
            load: served.load.clone(),
            proxies: served.proxies.clone(),
            router: serve::app(served).layer(from_fn(move |request, next| {
                in_front(said.clone(), request, next)
            })),
            certificate: None,
        };
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let listener = TcpListener::from_std(listener).unwrap();
        // ends with the test's runtime
        tokio::spawn(async move {
            let (_stage, seen) = watch::channel(Stage::Serving);
            connections(listener, Arc::new(room), seen).await;
        });
        // a second call finds the first one's choice
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            client: Client::new(&url, &Trust::default(), Language::En).unwrap(),
            http: reqwest::Client::new(),
            url,
        }
    }
}

async fn in_front(said: HeaderMap, mut request: Request, next: Next) -> Response {
    request.headers_mut().extend(said);
    let (parts, body) = next.run(request).await.into_parts();
    let body = to_bytes(body, latchkey_client::ANSWER_MAX).await.unwrap();
    // a promise that is broken here ends the connection, and the scenario with it
    as_promised(parts.status, &parts.headers, &body);
    Response::from_parts(parts, Body::from(body))
}

/// What the wire promises of every answer, whatever was asked.
fn as_promised(status: StatusCode, headers: &HeaderMap, body: &[u8]) {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap());
    assert_eq!(text(header::CACHE_CONTROL), Some("no-store"));
    let json = (!body.is_empty()).then_some("application/json");
    assert_eq!(text(header::CONTENT_TYPE), json);
    if status.is_success() {
        return;
    }
    let error: Error = serde_json::from_slice(body).unwrap();
    assert_eq!(status.as_u16(), error.code.status(), "{error:?}");
    // when to come back stands where programs look for it and where people's clients do
    let detail = error.detail.as_ref();
    let Some(seconds) = detail.and_then(|detail| detail.retry_after_seconds) else {
        return;
    };
    let seconds = seconds.to_string();
    assert_eq!(
        text(header::RETRY_AFTER),
        Some(seconds.as_str()),
        "{error:?}"
    );
}
