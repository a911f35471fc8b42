//! Reading what a server answered. It is hostile until it has been read: bounded, typed, and safe to show.

use crate::{
    again::{Again, Failed, Heard},
    plain,
    trouble::Trouble,
};
use latchkey_api::{Code, Detail, Error, Kind, Language, Operation, say};
use reqwest::{
    Response, StatusCode,
    header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER},
};
use serde_json::Value;
use std::time::Duration;

/// Most bytes of an answer: 100,000 users whole.
pub const ANSWER_MAX: usize = 64 * 1024 * 1024;
/// Most bytes of an error.
const ERROR_MAX: usize = 1024 * 1024;
/// Longest wait that a server can ask for, in seconds.
const WAIT_MAX: u32 = 24 * 60 * 60;

/// The operation's output, or the error that the server told.
pub(crate) async fn read<O: Operation>(
    response: Response,
    language: Language,
) -> Result<O::Output, Failed> {
    let status = response.status();
    let kind = kind(response.headers());
    let again = again(status, response.headers());
    let strange = |words: Strange| Failed {
        error: words.tell(status, language),
        again,
        heard: Heard::Strange,
    };
    if status.is_redirection() {
        return Err(strange(Strange::Elsewhere));
    }
    if kind == Content::Page {
        return Err(strange(Strange::Page));
    }
    let most = if status.is_success() {
        ANSWER_MAX
    } else {
        ERROR_MAX
    };
    let body = match whole(response, most).await {
        Ok(Some(body)) => body,
        Ok(None) => return Err(strange(Strange::Endless)),
        Err(error) => {
            let trouble = Trouble::of(&error);
            return Err(Failed::on_the_way(trouble, O::KIND != Kind::Read, language));
        }
    };
    if status.is_success() && body.is_empty() {
        // an operation without an output has an empty body
        return serde_json::from_slice(b"null").map_err(|_| strange(Strange::Other));
    }
    if kind != Content::Json {
        return Err(strange(Strange::Other));
    }
    if status.is_success() {
        return serde_json::from_slice(&body).map_err(|_| strange(Strange::Other));
    }
    let error = told(&body, status, again, language).ok_or_else(|| strange(Strange::Other))?;
    Err(Failed {
        again: waiting(again, &error),
        error,
        heard: Heard::Refusal(status),
    })
}

/// What a body says that it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Json,
    Page,
    Other,
}

fn kind(headers: &HeaderMap) -> Content {
    let named = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|value| value.trim().to_ascii_lowercase());
    match named.as_deref() {
        Some("application/json") => Content::Json,
        Some("text/html" | "application/xhtml+xml") => Content::Page,
        _ => Content::Other,
    }
}

fn again(status: StatusCode, headers: &HeaderMap) -> Again {
    let told = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.trim().parse::<u32>().ok())
        .map(|seconds| Again::After(Duration::from_secs(seconds.min(WAIT_MAX).into())));
    match status.as_u16() {
        502..=504 => told.unwrap_or(Again::Soon),
        429 => told.unwrap_or(Again::No),
        _ => Again::No,
    }
}

/// The wait that the error itself tells, where the header told none.
fn waiting(again: Again, error: &Error) -> Again {
    let seconds = error.detail.as_ref().and_then(|d| d.retry_after_seconds);
    match (again, error.code, seconds) {
        (Again::Soon, ..) | (Again::No, Code::TooManyAttempts, _) => {
            seconds.map_or(again, |s| Again::After(Duration::from_secs(s.into())))
        }
        _ => again,
    }
}

/// An error of the API, safe to show.
fn told(body: &[u8], status: StatusCode, again: Again, language: Language) -> Option<Error> {
    let mut value: Value = serde_json::from_slice(body).ok()?;
    plain::value(&mut value);
    let mut error: Error = serde_json::from_value(value).ok()?;
    // what only this side can find out, and what other servers call by names of their own, is read from the status
    if matches!(
        error.code,
        Code::Unknown | Code::Unreachable | Code::CertificateChanged | Code::CertificateUntrusted
    ) {
        error.code = by_status(status);
    }
    if error.message.is_empty() {
        error.message = Error::new(error.code, language).message;
    }
    if let Again::After(wait) = again {
        let mut detail = error
            .detail
            .take()
            .unwrap_or_else(|| Box::new(Detail::default()));
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(WAIT_MAX);
        let told = detail.retry_after_seconds.get_or_insert(seconds);
        *told = (*told).min(WAIT_MAX);
        error.detail = Some(detail);
    }
    Some(error)
}

fn by_status(status: StatusCode) -> Code {
    match status.as_u16() {
        401 => Code::NotSignedIn,
        403 => Code::Denied,
        404 => Code::NotFound,
        409 => Code::Stale,
        413 => Code::TooLarge,
        429 => Code::TooManyAttempts,
        400..=499 => Code::BadRequest,
        502 | 504 => Code::Unreachable,
        503 => Code::Busy,
        _ => Code::Unknown,
    }
}

/// The whole body; nothing when there is more of it than is read.
async fn whole(mut response: Response, most: usize) -> Result<Option<Vec<u8>>, reqwest::Error> {
    let promised = response.content_length().unwrap_or_default();
    if usize::try_from(promised).map_or(true, |promised| promised > most) {
        return Ok(None);
    }
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await? {
        if body.len() + part.len() > most {
            return Ok(None);
        }
        body.extend_from_slice(&part);
    }
    Ok(Some(body))
}

/// An answer that is none of the contract's: a proxy, a sign-in page of a hotel, another program.
#[derive(Clone, Copy)]
enum Strange {
    Elsewhere,
    Page,
    Endless,
    Other,
}

impl Strange {
    fn tell(self, status: StatusCode, language: Language) -> Error {
        let (en, ja) = match self {
            // what stands between says so with a page of its own
            Self::Page | Self::Other if matches!(status.as_u16(), 502..=504) => (
                "Something in front of the server answers, but the server does not. Try again shortly, or ask whoever runs it.",
                "サーバーの手前の機器は応答していますが、サーバー本体が応答しません。しばらくしてからもう一度試すか、サーバーの管理者に確認してください。",
            ),
            Self::Elsewhere => (
                "The server points to another address, and that is not followed. Enter the address of the server itself.",
                "別のアドレスへの転送が返されましたが、転送には従いません。サーバー自体のアドレスを入力してください。",
            ),
            Self::Page => (
                "A web page answered, not a server of this API. Check the address. In a guest network, sign in to the network first.",
                "Webページが応答しました。このAPIのサーバーではありません。アドレスを確認してください。ゲスト用ネットワークでは、先にネットワークにサインインしてください。",
            ),
            Self::Endless => (
                "The answer is larger than Latchkey reads, so it was cut off. Ask for less, or ask whoever runs the server.",
                "応答が大きすぎるため、読み取りを中止しました。範囲を絞るか、サーバーの管理者に確認してください。",
            ),
            Self::Other => (
                "Something answered, but it is not a server of this API. Check the address and the network.",
                "応答はありましたが、このAPIのサーバーではありません。アドレスとネットワークを確認してください。",
            ),
        };
        Error::with(Code::Unreachable, say(language, en, ja))
    }
}
