//! Answers: an operation's output or its error, as JSON, never cached.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use latchkey_api::Error;

/// Seconds after which what was too busy may be asked again.
const AGAIN: u32 = 2;

/// An operation's output; `null` is an empty body.
pub fn output(status: u16, value: &serde_json::Value) -> Response {
    let body = if value.is_null() {
        Body::empty()
    } else {
        Body::from(value.to_string())
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    if !value.is_null() {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// An error: flat `{"code","message",…}` with its status, and when to try again.
#[must_use]
pub fn error(error: &Error) -> Response {
    // an error is made of texts and numbers
    let value = serde_json::to_value(error).unwrap_or_default();
    let mut response = output(error.code.status(), &value);
    retry_after(&mut response, error);
    response
}

/// When what was refused with this may be asked again.
pub(crate) fn retry_after(response: &mut Response, error: &Error) {
    let told = error
        .detail
        .as_ref()
        .and_then(|detail| detail.retry_after_seconds);
    let usual = matches!(response.status().as_u16(), 429 | 503).then_some(AGAIN);
    if let Some(seconds) = told.or(usual) {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}
