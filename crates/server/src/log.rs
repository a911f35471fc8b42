//! The log: JSON lines on standard error, one for every operation. No names, addresses, bodies or secrets.

use latchkey_api::{Code, Error};
use std::time::Instant;
use tracing::{Span, field::Empty};

/// Starts the log of this process. What a panic says may hold anything: only its place is written.
pub fn start() {
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_span_list(false)
        .with_target(false)
        .with_env_filter(tracing_subscriber::EnvFilter::new("info"))
        .with_writer(std::io::stderr)
        .init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "panicked");
    }));
}

/// Around an operation. The engine fills in who called, once it knows.
pub(crate) fn span(operation: &'static str) -> Span {
    tracing::info_span!("request", operation, operator = Empty, caller = "anonymous")
}

/// The operation's line; inside of its span.
pub(crate) fn line(outcome: Result<u16, &Error>, begun: Instant) {
    let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    match outcome {
        Ok(status) => tracing::info!(outcome = "done", status, milliseconds, "operation"),
        Err(error) => {
            let status = error.code.status();
            let outcome = word(error.code);
            tracing::info!(outcome, status, milliseconds, "operation");
        }
    }
}

/// The code as it stands in the answer.
pub(crate) fn word(code: Code) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
