//! Tokens: how they look. They carry no authority of their own: the store is asked for the whole token's hash.

use crate::{
    keys::Keys,
    ports::{Draw as _, Randomness},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use latchkey_api::{OperatorId, Secret};

/// What a session is made of.
pub(crate) struct Pair {
    pub(crate) api_key: Secret,
    pub(crate) token: Secret,
}

/// A new pair: an API key with 122 random bits, a token with 256.
pub(crate) fn issue(
    randomness: &dyn Randomness,
    keys: &Keys,
    operator_id: &str,
    user_name: Option<&str>,
    expires_at_ms: i64,
) -> Pair {
    // the one place that clients read: payload.operator.operatorId
    let mut payload = serde_json::json!({
        "jti": URL_SAFE_NO_PAD.encode(randomness.bytes::<32>()),
        "exp": expires_at_ms / 1000,
        "operator": { "operatorId": operator_id },
    });
    if let (Some(name), Some(fields)) = (user_name, payload.as_object_mut()) {
        fields.insert("userName".into(), name.into());
    }
    let header = URL_SAFE_NO_PAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
    let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(payload.to_string()));
    let signature = URL_SAFE_NO_PAD.encode(keys.signature(&signed));
    Pair {
        api_key: api_key(randomness).into(),
        token: format!("{signed}.{signature}").into(),
    }
}

/// `api-` and a random UUID.
fn api_key(randomness: &dyn Randomness) -> String {
    let mut bytes: [u8; 16] = randomness.bytes();
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
    *version = *version & 0x0f | 0x40;
    *variant = *variant & 0x3f | 0x80;
    let hex = crate::keys::hex(&bytes);
    let part = |from, to| hex.get(from..to).unwrap_or_default();
    format!(
        "api-{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

/// The account that a token says it is of. Nothing more is believed of it.
pub(crate) fn operator_of(token: &str) -> Option<String> {
    if token.len() > 1024 {
        return None;
    }
    let mut parts = token.split('.');
    let (Some(_), Some(payload), Some(_), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let payload: serde_json::Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    let id = payload.get("operator")?.get("operatorId")?.as_str()?;
    id.parse::<OperatorId>().ok().map(String::from)
}
