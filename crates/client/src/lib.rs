//! Asking a server for operations. Generic over the contract: a new operation needs nothing here.
//! What a server answers is hostile until it has been read: bounded, typed, never a redirect, never HTML.
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing))]

mod address;
mod again;
mod answer;
mod look;
mod plain;
mod resolve;
mod trouble;
mod trust;

pub use answer::ANSWER_MAX;
pub use look::{Found, look, shown};
pub use plain::line;
pub use trust::{Certificate, Fingerprint, NoFingerprint, Standing, Trust};

use again::{Failed, Pace};
use latchkey_api::{Code, Envelope, Error, Kind, Language, Method, Operation, say, wire};
use reqwest::{
    RequestBuilder,
    header::{HeaderMap, HeaderValue},
};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep, timeout};
use trouble::Trouble;
use trust::Judge;

/// Most bytes of an answer's headers over HTTP/2; over HTTP/1 there are at most 100 of them.
const HEADERS_MAX: u32 = 64 * 1024;
/// How often a connection with a request on it is asked whether it still lives, and how long it may take to say so:
/// after a change of network a dead one is noticed while there is time for another try.
const ALIVE: (Duration, Duration) = (Duration::from_secs(6), Duration::from_secs(4));

/// What a program made of this says of itself: the system, and Latchkey with its version. People read it in the list of
/// sessions.
pub const DEVICE: &str = if cfg!(windows) {
    concat!("Windows, Latchkey ", env!("CARGO_PKG_VERSION"))
} else if cfg!(target_os = "macos") {
    concat!("macOS, Latchkey ", env!("CARGO_PKG_VERSION"))
} else {
    concat!("Linux, Latchkey ", env!("CARGO_PKG_VERSION"))
};

/// One server. Cheap to clone; clones share connections. Dropping the future of a call ends the call: its connection is
/// closed, or its stream reset, and nothing is sent again.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    /// For people.
    host: String,
    /// None for plain http on this computer.
    judge: Option<Arc<Judge>>,
    pace: Pace,
    language: Language,
}

impl Client {
    /// A client of the server at `base`, such as `id.example.com`, `https://id.example.com` or
    /// `http://localhost:8080`. Plain http is for this computer only. `language` is for what goes wrong here and in
    /// [`Client::reachable`]; a call has its own.
    ///
    /// # Errors
    /// `bad_request` at `address` when it is none, or is plain http to somewhere else, and at `authority` when that
    /// is no certificate; `certificate_untrusted` when this computer knows no authority at all.
    pub fn new(base: &str, trust: &Trust, language: Language) -> Result<Self, Error> {
        Self::paced(base, trust, language, Pace::default())
    }

    fn paced(base: &str, trust: &Trust, language: Language, pace: Pace) -> Result<Self, Error> {
        let address = address::read(base, language)?;
        let judge = if address.secure {
            Some(Arc::new(Judge::new(trust, language)?))
        } else {
            None
        };
        let mut http = reqwest::Client::builder()
            .tls_backend_preconfigured(trust::tls(judge.as_ref(), language)?)
            .dns_resolver(resolve::Names)
            .connect_timeout(pace.connect)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            // what is sent again is decided in one place, `again`
            .retry(reqwest::retry::never())
            // another crate of the program may switch these on for everybody; a small answer shall stay small
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .http2_max_header_list_size(HEADERS_MAX)
            .http2_keep_alive_interval(ALIVE.0)
            .http2_keep_alive_timeout(ALIVE.1)
            .user_agent(DEVICE);
        if !address.secure {
            // an office's proxy would carry it, unencrypted, out of this computer
            http = http.no_proxy();
        }
        let http = http
            .build()
            .map_err(|_| Error::new(Code::Internal, language))?;
        Ok(Self {
            http,
            base: address.base,
            host: address.host,
            judge,
            pace,
            language,
        })
    }

    /// Asks for an operation, within 30 seconds. Reads, and writes with an idempotency key, are sent up to four times
    /// when the server cannot be reached, is being restarted or asks to wait; a sign-in never.
    ///
    /// # Errors
    /// What the server answers; `unreachable` when it does not, or not in the contract's words;
    /// `certificate_changed` and `certificate_untrusted` when it does not prove who it is, and then nothing was sent.
    pub async fn call<O: Operation>(
        &self,
        envelope: &Envelope,
        op: &O,
    ) -> Result<O::Output, Error> {
        let request = self.request(envelope, op)?;
        let language = envelope.language;
        let answer = if again::safe::<O>(envelope) {
            timeout(self.pace.whole, self.tries::<O>(&request, language)).await
        } else {
            timeout(self.pace.whole, self.once::<O>(&request, language)).await
        };
        match answer {
            Ok(answer) => answer.map_err(|failed| failed.error),
            Err(_) => Err(trouble::late(O::KIND != Kind::Read, language)),
        }
    }

    async fn tries<O: Operation>(
        &self,
        request: &RequestBuilder,
        language: Language,
    ) -> Result<O::Output, Failed> {
        let end = Instant::now() + self.pace.whole;
        let mut tried = 0;
        loop {
            let failed = match self.once::<O>(request, language).await {
                Ok(output) => return Ok(output),
                Err(failed) => failed,
            };
            tried += 1;
            match self.pace.wait(failed.again, tried) {
                Some(wait) if Instant::now() + wait < end => sleep(wait).await,
                _ => return Err(failed),
            }
        }
    }

    async fn once<O: Operation>(
        &self,
        request: &RequestBuilder,
        language: Language,
    ) -> Result<O::Output, Failed> {
        let request = request
            .try_clone()
            .ok_or_else(|| Failed::here(Error::new(Code::Internal, language)))?;
        let response = request.send().await.map_err(|error| {
            Failed::on_the_way(Trouble::of(&error), O::KIND != Kind::Read, language)
        })?;
        answer::read::<O>(response, language).await
    }

    fn request<O: Operation>(&self, envelope: &Envelope, op: &O) -> Result<RequestBuilder, Error> {
        let wire::Encoded { path, body } = wire::encode(op);
        let method = match O::METHOD {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut headers = HeaderMap::new();
        let mut carry = |name: &'static str, value: &str, wrong: Code| {
            let mut value =
                HeaderValue::from_str(value).map_err(|_| Error::new(wrong, envelope.language))?;
            value.set_sensitive(true);
            headers.insert(name, value);
            Ok::<_, Error>(())
        };
        carry(
            "x-soracom-lang",
            say(envelope.language, "en", "ja"),
            Code::BadRequest,
        )?;
        if let Some(credentials) = &envelope.credentials {
            // what cannot stand in a header is no session's: refused as a server refuses what it does not know
            carry(
                "x-soracom-api-key",
                &credentials.api_key,
                Code::SessionExpired,
            )?;
            carry(
                "x-soracom-token",
                credentials.token.expose(),
                Code::SessionExpired,
            )?;
        }
        if let Some(version) = &envelope.if_match {
            carry("if-match", &format!("\"{version}\""), Code::BadRequest)?;
        }
        if let Some(key) = &envelope.idempotency_key {
            carry("idempotency-key", key, Code::BadRequest)?;
        }
        let mut request = self
            .http
            .request(method, format!("{}/v1{path}", self.base))
            .headers(headers);
        if let Some(body) = body {
            request = request.json(&body);
        }
        Ok(request)
    }
}

#[cfg(test)]
mod tests;
