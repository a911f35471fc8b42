//! The router: a table with one row per operation of the contract, folded into axum. A new operation needs nothing here.

use crate::{Served, body, caller, counts, guard, health, log, openapi, pages, reply};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{ConnectInfo, RawPathParams, Request, State, rejection::RawPathParamsRejection},
    http::request::Parts,
    response::Response,
    routing::{MethodFilter, any, on},
};
use latchkey_api::{
    Access, Auth, Code, Error, Kind, Language, Method, Operation, each_operation, wire,
};
use latchkey_engine::{Caller, Engine, Handle};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;
use std::{
    future::Future,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    time::Instant,
};
use tracing::Instrument as _;

/// Path variables, query and body go in; the output as JSON comes out.
type Run = fn(Engine, Caller, Vec<(String, String)>, String, Bytes) -> Answering;
type Shape = fn(&mut SchemaGenerator) -> Schema;
type Answering = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send>>;

/// One operation as the server sees it. The only generic code is behind `run`.
#[derive(Clone, Copy)]
pub struct Route {
    /// `Tag:operationId`.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path below `/v1`.
    pub path: &'static str,
    /// Status of success.
    pub status: u16,
    /// Who may ask.
    pub access: Access,
    /// What it does.
    pub kind: Kind,
    /// How its request reads, and its output.
    pub(crate) request: Shape,
    pub(crate) output: Shape,
    run: Run,
}

impl Route {
    const fn of<O: Operation>() -> Self
    where
        Engine: Handle<O>,
    {
        Self {
            name: O::NAME,
            method: O::METHOD,
            path: O::PATH,
            status: O::STATUS,
            access: O::ACCESS,
            kind: O::KIND,
            request: O::json_schema,
            output: SchemaGenerator::subschema_for::<O::Output>,
            run: |engine, caller, path, query, body| {
                Box::pin(async move {
                    let language = caller.envelope.language;
                    let op: O = match wire::decode(&path, &query, &body, language) {
                        Ok(op) => op,
                        Err(wrong) => return Err(engine.misread::<O>(&caller, &path, wrong).await),
                    };
                    let output = engine.call(&caller, op).await?;
                    serde_json::to_value(output).map_err(|_| Error::new(Code::Internal, language))
                })
            },
        }
    }
}

macro_rules! routes {
    ($($op:ident),* $(,)?) => {
        /// Every operation that the server serves.
        pub static ROUTES: &[Route] = &[$(Route::of::<latchkey_api::$op>()),*];
    };
}
each_operation!(routes);

/// The operations under `/v1`, and the pages of mails; everything else is a JSON error.
pub fn router(served: Served) -> Router {
    let beside = health::router()
        .merge(openapi::router())
        .merge(pages::router());
    ROUTES
        .iter()
        .fold(beside, |router, route| {
            let answer =
                move |State(served): State<Served>,
                      ConnectInfo(peer): ConnectInfo<SocketAddr>,
                      path: Result<RawPathParams, RawPathParamsRejection>,
                      request: Request| answer(route, served, peer, path, request);
            router.route(
                &format!("/v1{}", route.path),
                on(filter(route.method), answer),
            )
        })
        // not a user: an operation of the public API that is not served yet
        .route(
            "/v1/operators/{operator_id}/users/default_permissions",
            any(not_served),
        )
        .fallback(not_served)
        .method_not_allowed_fallback(not_served)
        .with_state(served)
}

/// Nobody's operation: told in the log all the same, without the path that somebody typed.
async fn not_served(
    State(served): State<Served>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let begun = Instant::now();
    let headers = request.headers();
    let language = caller::language(headers);
    let client = served.proxies.client(peer.ip(), headers);
    let error = match served.load.asks(client, language) {
        Ok(()) => Error::new(Code::NotServed, language),
        Err(often) => often,
    };
    log::span(counts::NONE).in_scope(|| log::line(Err(&error), begun));
    let lasted = begun.elapsed();
    served.load.done.add(counts::NONE, Err(&error), lasted);
    reply::error(&error)
}

/// One operation: done within its bounds, told in the log, answered.
async fn answer(
    route: &'static Route,
    served: Served,
    peer: SocketAddr,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    let begun = Instant::now();
    let (parts, body) = request.into_parts();
    let language = caller::language(&parts.headers);
    let load = Arc::clone(&served.load);
    let longest = load.limits.request;
    let span = log::span(route.name);
    // a path that is not UTF-8 names nothing that exists
    let work = async {
        let path = path.map_err(|_| Error::new(Code::NotFound, language))?;
        let client = served.proxies.client(peer.ip(), &parts.headers);
        admit(route, &served, client, language)?;
        let load = Arc::clone(&served.load);
        let done = carry_out(route, served, client, &path, parts, body).await;
        if route.name == Auth::NAME && done.is_ok() {
            load.signed_in(client);
        }
        done
    };
    let done = guard::bounded(longest, language, work)
        .instrument(span.clone())
        .await;
    span.in_scope(|| log::line(done.as_ref().map(|_| route.status), begun));
    let ended = done.as_ref().map(drop);
    load.done.add(route.name, ended, begun.elapsed());
    match done {
        Ok(value) => reply::output(route.status, &value),
        Err(error) => reply::error(&error),
    }
}

/// Refuses whoever asks too often, before a byte of the body is read.
fn admit(route: &Route, served: &Served, client: IpAddr, language: Language) -> Result<(), Error> {
    served.load.asks(client, language)?;
    // what anybody may change is a sign-in or like one: it costs a password hash
    if route.access == Access::Public && route.method != Method::Get {
        served.load.signs_in(client, language)?;
    }
    Ok(())
}

async fn carry_out(
    route: &'static Route,
    served: Served,
    client: IpAddr,
    path: &RawPathParams,
    parts: Parts,
    body: Body,
) -> Result<Value, Error> {
    let caller = caller::of(&parts.headers, client);
    let language = caller.envelope.language;
    let path: Vec<_> = path
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let operator = path.iter().find(|(name, _)| name == "operator_id");
    let operator = operator.map(|(_, id)| id.clone());
    let load = served.load;
    if let Some(operator) = &operator {
        load.account(operator, language)?;
    }
    let whole = body::read(body, &load, language).await?;
    // slow bodies are not under way yet: they take nobody's place
    let _place = load.begin(language)?;
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let done = (route.run)(served.engine, caller, path, query, whole.bytes.clone()).await;
    // only who is signed in there gets so far: nobody else can spend what the account has
    let known = done
        .as_ref()
        .map_or_else(|why| why.code == Code::Denied, |_| true);
    if let (Some(operator), true) = (&operator, known) {
        load.spend(operator);
    }
    done
}

fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Delete => MethodFilter::DELETE,
    }
}
