//! What a machine room watches, as Prometheus reads it, on an address of its own so that it is not public by accident.
//! Numbers only: no names, addresses or IDs, and no label that a caller could make more of.

use crate::{
    Served,
    counts::{BOUNDS, Row},
    log,
};
use axum::{
    Router,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use latchkey_engine::{Backlog, MailTries};
use std::{fmt::Write as _, net::SocketAddr, sync::atomic::Ordering, time::Duration};
use tokio::net::TcpListener;

/// Longest the store may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(3);

/// Tells them on that address, until the process ends; says which port it became.
///
/// # Errors
/// The address is taken.
pub async fn listen(address: SocketAddr, served: Served) -> Result<SocketAddr, String> {
    let cannot = |why: std::io::Error| format!("cannot tell metrics on {address}: {why}");
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let listen = listener.local_addr().map_err(cannot)?;
    tracing::info!(%listen, "telling metrics");
    let router = Router::new()
        .route("/metrics", get(told))
        .with_state(served);
    tokio::spawn(async move {
        // it goes on for as long as the process does
        drop(axum::serve(listener, router).await);
    });
    Ok(listen)
}

async fn told(State(served): State<Served>) -> Response {
    let health = tokio::time::timeout(PATIENCE, served.engine.health()).await;
    let is_up = matches!(health, Ok(Ok(())));
    let backlog = if is_up {
        let counting = tokio::time::timeout(PATIENCE, served.engine.mail_backlog());
        counting.await.ok().and_then(Result::ok)
    } else {
        None
    };
    let skew_ms = if is_up {
        let asking = tokio::time::timeout(PATIENCE, served.engine.clock_skew_ms());
        asking.await.ok().and_then(Result::ok).flatten()
    } else {
        None
    };
    let text = text(&served, is_up, backlog, skew_ms);
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// All of them.
fn text(
    served: &Served,
    store_is_up: bool,
    backlog: Option<Backlog>,
    skew_ms: Option<i64>,
) -> String {
    let mut page = Page::default();
    let version = env!("CARGO_PKG_VERSION");
    page.about("latchkey_build_info", "gauge", "The version that runs.");
    page.line(
        "latchkey_build_info",
        &format!("version=\"{version}\""),
        1_u64,
    );
    operations(&mut page, served);
    now(&mut page, served);
    store(&mut page, served, store_is_up);
    if let Some(skew_ms) = skew_ms {
        clock(&mut page, skew_ms);
    }
    passwords(&mut page, served);
    if let Some(backlog) = backlog {
        mail(&mut page, backlog);
    }
    tries(&mut page, served.engine.mail_tries());
    refusals(&mut page, served);
    page.0
}

fn operations(page: &mut Page, served: &Served) {
    let name = "latchkey_operations_total";
    page.about(name, "counter", "Operations that ended, by how they did.");
    for (operation, row) in served.load.done.rows() {
        let label = |outcome: &str| format!("operation=\"{operation}\",outcome=\"{outcome}\"");
        page.line(name, &label("done"), row.done());
        for (code, count) in row.failed() {
            page.line(name, &label(&log::word(code)), count);
        }
    }
    let name = "latchkey_operation_seconds";
    page.about(name, "histogram", "How long operations took.");
    for (operation, row) in served.load.done.rows() {
        durations(page, name, operation, row);
    }
}

fn durations(page: &mut Page, name: &str, operation: &str, row: &Row) {
    let within = row.within();
    let ends = BOUNDS.iter().map(|bound| bound.as_secs_f64().to_string());
    for (end, count) in ends.chain(["+Inf".to_owned()]).zip(&within) {
        let label = format!("operation=\"{operation}\",le=\"{end}\"");
        page.line(&format!("{name}_bucket"), &label, *count);
    }
    let label = format!("operation=\"{operation}\"");
    page.line(&format!("{name}_sum"), &label, row.lasted().as_secs_f64());
    let all = within.last().copied().unwrap_or_default();
    page.line(&format!("{name}_count"), &label, all);
}

fn now(page: &mut Page, served: &Served) {
    let load = &served.load;
    page.gauge(
        "latchkey_operations_in_flight",
        "Operations under way.",
        load.requests(),
    );
    page.gauge(
        "latchkey_operations_in_flight_max",
        "How many those can be.",
        load.limits.requests,
    );
    page.gauge(
        "latchkey_connections",
        "Connections of clients.",
        load.connections(),
    );
    page.gauge(
        "latchkey_connections_max",
        "How many those can be.",
        load.limits.connections,
    );
}

fn store(page: &mut Page, served: &Served, is_up: bool) {
    page.gauge(
        "latchkey_store_up",
        "Whether the store answers.",
        u8::from(is_up),
    );
    let connections = served.engine.connections();
    let name = "latchkey_store_connections";
    page.about(name, "gauge", "Connections to the store.");
    page.line(name, "state=\"in_use\"", connections.in_use);
    page.line(name, "state=\"idle\"", connections.idle);
    page.gauge(
        "latchkey_store_connections_max",
        "How many those can be.",
        connections.most,
    );
}

/// Where the store is a file there is one clock.
fn clock(page: &mut Page, skew_ms: i64) {
    #[allow(
        clippy::cast_precision_loss,
        reason = "so far apart nobody asks for milliseconds"
    )]
    page.gauge(
        "latchkey_store_clock_skew_seconds",
        "How far this computer's clock is ahead of the database's. Beyond 30, either way, no mail is begun.",
        skew_ms as f64 / 1000.0,
    );
}

fn passwords(page: &mut Page, served: &Served) {
    let hashing = served.engine.hashing();
    page.gauge(
        "latchkey_passwords_under_way",
        "Passwords that are hashed or checked, or wait for it.",
        hashing.under_way,
    );
    page.gauge(
        "latchkey_passwords_under_way_max",
        "How many those can be.",
        hashing.room,
    );
    page.gauge(
        "latchkey_password_slots",
        "How many are hashed at once; the others under way wait.",
        hashing.slots,
    );
    page.counter(
        "latchkey_passwords_total",
        "Passwords that were hashed or checked.",
        hashing.done,
    );
}

/// Of all accounts, so each instance tells the same.
fn mail(page: &mut Page, backlog: Backlog) {
    let name = "latchkey_mail_messages";
    page.about(name, "gauge", "Messages that have not gone out.");
    page.line(name, "state=\"waiting\"", backlog.waiting);
    page.line(name, "state=\"failed\"", backlog.failed);
    page.gauge(
        "latchkey_mail_oldest_seconds",
        "For how long the oldest message that is still tried has waited.",
        backlog.oldest_ms / 1000,
    );
}

/// Of this instance.
fn tries(page: &mut Page, tries: MailTries) {
    let name = "latchkey_mail_tries_total";
    page.about(
        name,
        "counter",
        "Tries to send a message, by how they ended.",
    );
    for (outcome, count) in [
        ("sent", tries.sent),
        ("failed", tries.failed),
        ("retried", tries.retried),
        ("expired", tries.expired),
    ] {
        page.line(name, &format!("outcome=\"{outcome}\""), count);
    }
}

fn refusals(page: &mut Page, served: &Served) {
    let name = "latchkey_refusals_total";
    page.about(name, "counter", "What was refused for want of room.");
    let refused = served.load.refused();
    for (reason, count) in [
        ("connections", &refused.connections),
        ("slow", &refused.slow),
        ("malformed", &refused.malformed),
        ("operations", &refused.requests),
        ("bodies", &refused.bodies),
        ("too_often", &refused.often),
    ] {
        let label = format!("reason=\"{reason}\"");
        page.line(name, &label, count.load(Ordering::Relaxed));
    }
    let passwords = served.engine.hashing().refused;
    page.line(name, "reason=\"passwords\"", passwords);
}

/// The text format of Prometheus.
#[derive(Default)]
struct Page(String);

impl Page {
    fn about(&mut self, name: &str, kind: &str, help: &str) {
        // writing into a text does not fail
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{name}{{{labels}}} {value}");
    }

    fn alone(&mut self, name: &str, kind: &str, help: &str, value: impl std::fmt::Display) {
        self.about(name, kind, help);
        let _ = writeln!(self.0, "{name} {value}");
    }

    fn gauge(&mut self, name: &str, help: &str, value: impl std::fmt::Display) {
        self.alone(name, "gauge", help, value);
    }

    fn counter(&mut self, name: &str, help: &str, value: impl std::fmt::Display) {
        self.alone(name, "counter", help, value);
    }
}
