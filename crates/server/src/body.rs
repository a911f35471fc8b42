//! A request's body: as large as it may be, in time, within the memory that there is for all of them.

use crate::load::Load;
use axum::body::{Body, Bytes, HttpBody as _};
use http_body_util::BodyExt as _;
use latchkey_api::{Code, Error, Language, say};
use std::sync::{Arc, atomic::Ordering};
use tokio::sync::OwnedSemaphorePermit;

/// What every request may have without asking: sign-ins go on when large bodies fill the memory.
const FREE: usize = 8 * 1024;

/// A whole body, and the memory that it holds until it is dropped.
pub(crate) struct Whole {
    pub(crate) bytes: Bytes,
    _memory: Option<OwnedSemaphorePermit>,
}

/// Reads it.
pub(crate) async fn read(body: Body, load: &Load, language: Language) -> Result<Whole, Error> {
    let max = load.limits.body_max();
    // what says itself that it is too large is not read
    if body.size_hint().lower() > max as u64 {
        return Err(Error::new(Code::TooLarge, language));
    }
    let whole = tokio::time::timeout(load.limits.body, arrive(body, load, max, language)).await;
    whole.unwrap_or_else(|_| {
        let message = say(
            language,
            "The request did not arrive in time. Nothing was changed. Send it again.",
            "リクエストが時間内に届きませんでした。何も変更されていません。もう一度送信してください。",
        );
        load.refused().slow.fetch_add(1, Ordering::Relaxed);
        Err(Error::with(Code::Busy, message))
    })
}

async fn arrive(
    mut body: Body,
    load: &Load,
    max: usize,
    language: Language,
) -> Result<Whole, Error> {
    let mut bytes = Vec::new();
    let mut memory: Option<OwnedSemaphorePermit> = None;
    while let Some(frame) = body.frame().await {
        // the other end is gone, or what it sends is no body
        let frame = frame.map_err(|_| Error::new(Code::BadRequest, language))?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        let length = bytes.len() + data.len();
        if length > max {
            return Err(Error::new(Code::TooLarge, language));
        }
        let held = memory.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let due = length.saturating_sub(FREE).div_ceil(1024);
        if due > held {
            let more = u32::try_from(due - held).unwrap_or(u32::MAX);
            let Ok(more) = Arc::clone(&load.bodies).try_acquire_many_owned(more) else {
                load.refused().bodies.fetch_add(1, Ordering::Relaxed);
                return Err(Error::new(Code::Busy, language));
            };
            match &mut memory {
                Some(memory) => memory.merge(more),
                None => memory = Some(more),
            }
        }
        bytes.extend_from_slice(&data);
    }
    Ok(Whole {
        bytes: bytes.into(),
        _memory: memory,
    })
}
