//! Repeats: a write that carries an idempotency key has one effect, and every repeat gets the first one's answer.

use super::Asked;
use crate::{Engine, Fault, Tx, Who};
use latchkey_api::{Code, Error, IDEMPOTENCY_KEY_MAX, Operation, say};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// How long an answer is kept.
const KEPT_MS: i64 = 48 * 60 * 60 * 1000;

/// Operations whose answer hands over a secret: it is not kept, and repeating it is harmless.
const NOT_KEPT: [&str; 2] = ["Auth:auth", "Mail:readMessage"];

/// What makes a request the same one.
pub(super) struct Once {
    key: String,
    mac: Vec<u8>,
}

impl Engine {
    /// The caller's key with what it stands for; none without one.
    pub(super) fn once<O: Operation>(
        &self,
        asked: &Asked<'_>,
        op: &O,
    ) -> Result<Option<Once>, Fault> {
        let Some(key) = asked
            .caller
            .envelope
            .idempotency_key
            .clone()
            .filter(|_| !NOT_KEPT.contains(&O::NAME))
        else {
            return Ok(None);
        };
        if key.is_empty()
            || key.chars().count() > IDEMPOTENCY_KEY_MAX
            || key.chars().any(char::is_control)
        {
            let message = say(
                asked.caller.envelope.language,
                "An idempotency key has 1 to 64 characters. Nothing was changed.",
                "冪等キーは1文字以上64文字以内です。何も変更されていません。",
            );
            return Err(Error::with(Code::BadRequest, message).into());
        }
        let body =
            Zeroizing::new(serde_json::to_vec(op).map_err(|_| Fault::Bug("a request is JSON"))?);
        Ok(Some(Once {
            key,
            mac: self.inner.keys.request(O::NAME, &body),
        }))
    }
}

fn owner(who: Option<&Who>) -> (String, String) {
    who.map_or_else(
        || ("-".into(), "-".into()),
        |who| {
            (
                who.operator_id.clone(),
                who.user_id().unwrap_or("root").to_owned(),
            )
        },
    )
}

/// The answer that an earlier request with this key got.
pub(super) async fn earlier<T: serde::de::DeserializeOwned>(
    tx: &mut Tx,
    who: Option<&Who>,
    once: Option<&Once>,
) -> Result<Option<Result<T, Fault>>, Fault> {
    let Some(once) = once else { return Ok(None) };
    let (operator_id, caller) = owner(who);
    let found: Option<(Vec<u8>, String)> = tx
        .sql("SELECT request_mac, reply FROM answers WHERE operator_id = $1 AND caller = $2 AND idempotency_key = $3")
        .bind(operator_id)
        .bind(caller)
        .bind(once.key.clone())
        .fetch_optional()
        .await?;
    let Some((mac, reply)) = found else {
        return Ok(None);
    };
    if !bool::from(mac.ct_eq(&once.mac)) {
        return Ok(Some(Err(Code::KeyReused.into())));
    }
    Ok(Some(
        serde_json::from_str(&reply).map_err(|_| Fault::Bug("a kept answer reads")),
    ))
}

/// Keeps the answer, in the transaction of what it answers.
pub(super) async fn keep<T: serde::Serialize>(
    tx: &mut Tx,
    who: Option<&Who>,
    once: Option<&Once>,
    reply: &T,
    now_ms: i64,
) -> Result<(), Fault> {
    let Some(once) = once else { return Ok(()) };
    let (operator_id, caller) = owner(who);
    tx.sql("DELETE FROM answers WHERE created_at < $1")
        .bind(now_ms - KEPT_MS)
        .execute()
        .await?;
    tx.sql("INSERT INTO answers (operator_id, caller, idempotency_key, request_mac, reply, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(operator_id)
        .bind(caller)
        .bind(once.key.clone())
        .bind(once.mac.clone())
        .bind(serde_json::to_string(reply).map_err(|_| Fault::Bug("an answer is JSON"))?)
        .bind(now_ms)
        .execute()
        .await?;
    Ok(())
}
