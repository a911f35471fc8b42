//! What a load balancer asks: is the process there, and can it do anything.

use crate::{Served, reply};
use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use latchkey_api::{Code, Error, Language};
use std::{net::SocketAddr, time::Duration};

/// Longest the store may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(3);

/// What may be asked without TLS from anywhere: nobody sends a secret there.
pub(crate) const PATHS: [&str; 2] = ["/healthz", "/readyz"];

/// `/healthz` and `/readyz`, outside of the contract.
pub(crate) fn router() -> Router<Served> {
    Router::new()
        .route("/healthz", get(|| async { well() }))
        .route("/readyz", get(ready))
}

async fn ready(
    State(served): State<Served>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let client = served.proxies.client(peer.ip(), &headers);
    if let Err(often) = served.load.asks(client, Language::En) {
        return reply::error(&often);
    }
    if served.load.leaving() {
        return reply::error(&Error::new(Code::Busy, Language::En));
    }
    match tokio::time::timeout(PATIENCE, served.engine.health()).await {
        Ok(Ok(())) => return well(),
        Ok(Err(problem)) => tracing::warn!(problem = problem.code(), "not ready"),
        Err(_) => tracing::warn!(problem = "slow", "not ready"),
    }
    reply::error(&Error::new(Code::StoreUnavailable, Language::En))
}

fn well() -> Response {
    reply::output(200, &serde_json::json!({"status": "ok"}))
}
