//! Asking a server for operations. Generic over the contract: a new operation needs nothing here.
//! What a server answers is hostile until it has been read: bounded, typed, never a redirect, never HTML.
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod answer;

use latchkey_api::{Code, Envelope, Error, Language, Method, Operation, say, wire};
use std::time::Duration;

/// Most bytes of an answer: 100,000 users whole.
pub const ANSWER_MAX: usize = 64 * 1024 * 1024;
const CONNECT: Duration = Duration::from_secs(10);
const WHOLE: Duration = Duration::from_secs(30);

/// One server.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    /// Without `/v1` and without a slash at the end.
    base: String,
}

impl Client {
    /// A client of the server at `base`, such as `https://id.example.com`. Plain http is for this computer only.
    ///
    /// # Errors
    /// `bad_request` when the address is none, or is plain http to somewhere else.
    pub fn new(base: &str, language: Language) -> Result<Self, Error> {
        let wrong = || {
            let words = say(
                language,
                "A server's address begins with https://. Example: https://id.example.com",
                "サーバーのアドレスは https:// で始まります。例: https://id.example.com",
            );
            Error::with(Code::BadRequest, words).at("address")
        };
        let url = reqwest::Url::parse(base).map_err(|_| wrong())?;
        let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !(plain && (url.scheme() == "https" || (url.scheme() == "http" && here))) {
            return Err(wrong());
        }
        // a second call finds the first one's choice
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("Latchkey/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| Error::new(Code::Internal, language))?;
        Ok(Self {
            http,
            base: url.as_str().trim_end_matches('/').to_owned(),
        })
    }

    /// Asks for an operation.
    ///
    /// # Errors
    /// What the server answers; `unreachable` when it does not, or not in the contract's words.
    pub async fn call<O: Operation>(
        &self,
        envelope: &Envelope,
        op: &O,
    ) -> Result<O::Output, Error> {
        let wire::Encoded { path, body } = wire::encode(op);
        let method = match O::METHOD {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = self.http.request(method, format!("{}/v1{path}", self.base));
        request = request.header("X-Soracom-Lang", say(envelope.language, "en", "ja"));
        if let Some(credentials) = &envelope.credentials {
            let mut token = reqwest::header::HeaderValue::from_str(credentials.token.expose())
                .map_err(|_| Error::new(Code::NotSignedIn, envelope.language))?;
            token.set_sensitive(true);
            request = request
                .header("X-Soracom-API-Key", &credentials.api_key)
                .header("X-Soracom-Token", token);
        }
        if let Some(version) = &envelope.if_match {
            request = request.header("If-Match", format!("\"{version}\""));
        }
        if let Some(key) = &envelope.idempotency_key {
            request = request.header("Idempotency-Key", key);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request
            .send()
            .await
            .map_err(|e| answer::unreachable(&e, envelope.language))?;
        answer::read::<O>(response, envelope.language).await
    }
}

#[cfg(test)]
mod tests;
