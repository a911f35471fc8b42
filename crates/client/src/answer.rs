//! Reading what a server answered.

use crate::ANSWER_MAX;
use latchkey_api::{Code, Error, Language, Operation, say};
use reqwest::{Response, header::CONTENT_TYPE};

/// The operation's output, or the error that the server told.
pub(crate) async fn read<O: Operation>(
    response: Response,
    language: Language,
) -> Result<O::Output, Error> {
    let status = response.status();
    let json = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value
                .trim_start()
                .to_ascii_lowercase()
                .starts_with("application/json")
        });
    let body = bounded(response, language).await?;
    if status.is_success() {
        // an operation without an output has an empty body
        let text: &[u8] = if body.is_empty() { b"null" } else { &body };
        if !body.is_empty() && !json {
            return Err(strange(language));
        }
        return serde_json::from_slice(text).map_err(|_| strange(language));
    }
    if !json {
        return Err(strange(language));
    }
    let mut error: Error = serde_json::from_slice(&body).map_err(|_| strange(language))?;
    // other servers of the API have codes of their own: their status says enough to act on
    if error.code == Code::Unknown {
        error.code = match status.as_u16() {
            401 => Code::NotSignedIn,
            403 => Code::Denied,
            404 => Code::NotFound,
            409 => Code::Stale,
            429 => Code::TooManyAttempts,
            400..=499 => Code::BadRequest,
            503 => Code::Busy,
            _ => Code::Unknown,
        };
    }
    Err(error)
}

async fn bounded(mut response: Response, language: Language) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    while let Some(part) = response
        .chunk()
        .await
        .map_err(|e| unreachable(&e, language))?
    {
        if body.len() + part.len() > ANSWER_MAX {
            return Err(strange(language));
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

/// No answer, or only half of one.
pub(crate) fn unreachable(error: &reqwest::Error, language: Language) -> Error {
    let (en, ja) = if error.is_timeout() {
        (
            "The server took too long to answer. It may still have done what you asked: look before you repeat it.",
            "サーバーの応答に時間がかかりすぎました。処理は完了しているかもしれません。繰り返す前に確認してください。",
        )
    } else {
        (
            "The server cannot be reached. Check the network, then try again.",
            "サーバーに接続できません。ネットワークを確認してからもう一度お試しください。",
        )
    };
    Error::with(Code::Unreachable, say(language, en, ja))
}

/// An answer that is none of the contract's: a proxy, a sign-in page of a hotel, another program.
fn strange(language: Language) -> Error {
    Error::with(
        Code::Unreachable,
        say(
            language,
            "Something answered, but it is not a server of this API. Check the address and the network.",
            "応答はありましたが、このAPIのサーバーではありません。アドレスとネットワークを確認してください。",
        ),
    )
}
