//! The page behind a mail's link: proof that somebody looked at it before its button was pressed. A mail scanner that
//! sends requests at links has none. Nothing of it is stored.

use super::token;
use crate::{Engine, keys::Keys};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use latchkey_api::Secret;
use subtle::ConstantTimeEq as _;

/// How long a page may be looked at; in milliseconds.
const LOOKED_AT_MS: i64 = 30 * 60 * 1000;

impl Engine {
    /// What the page of this token carries, to be sent back with its button: bound to the token and to this moment.
    #[must_use]
    pub fn page_proof(&self, token: &Secret) -> String {
        let shown_ms = self.inner.ports.clock.now_ms();
        proof(&self.inner.keys, token, shown_ms)
    }

    /// Whether this came with the page of this token, not longer than half an hour ago.
    #[must_use]
    pub fn page_was_shown(&self, token: &Secret, claimed: &str) -> bool {
        let now_ms = self.inner.ports.clock.now_ms();
        was_shown(&self.inner.keys, token, claimed, now_ms)
    }
}

/// Whether a text is shaped like the token of a link. What is not is not asked about, and not taken for one by accident.
#[must_use]
pub fn is_mail_token(text: &str) -> bool {
    let random = text.strip_prefix(token::PREFIX);
    random.is_some_and(|random| {
        random.len() == 43
            && random
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    })
}

fn proof(keys: &Keys, token: &Secret, shown_ms: i64) -> String {
    let shown = shown_ms.to_string();
    let mac = keys.page(&["mail page", token.expose(), &shown]);
    format!("{shown}.{}", URL_SAFE_NO_PAD.encode(mac))
}

fn was_shown(keys: &Keys, token: &Secret, claimed: &str, now_ms: i64) -> bool {
    let shown_ms = claimed
        .split_once('.')
        .and_then(|(shown, _)| shown.parse::<i64>().ok());
    let Some(shown_ms) = shown_ms else {
        return false;
    };
    // several servers have clocks of their own: a moment in the future is one of theirs
    let fresh = now_ms.saturating_sub(shown_ms).saturating_abs() <= LOOKED_AT_MS;
    let right = proof(keys, token, shown_ms);
    fresh && bool::from(right.as_bytes().ct_eq(claimed.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StoreKey;

    fn keys(byte: u8) -> Keys {
        Keys::derive(&StoreKey::from_bytes([byte; 32]))
    }

    // R39
    #[test]
    fn a_proof_is_for_one_token_one_server_and_half_an_hour() {
        let (keys, token) = (keys(7), Secret::from("lkm_a"));
        let shown = proof(&keys, &token, 1_000_000);
        let later = |minutes: i64| 1_000_000 + minutes * 60_000;
        assert!(was_shown(&keys, &token, &shown, 1_000_000));
        assert!(was_shown(&keys, &token, &shown, later(30)));
        assert!(!was_shown(&keys, &token, &shown, later(30) + 1));
        assert!(!was_shown(&keys, &Secret::from("lkm_b"), &shown, later(1)));
        assert!(!was_shown(&self::keys(8), &token, &shown, later(1)));
        let (_, mac) = shown.split_once('.').unwrap();
        for forged in [
            String::new(),
            ".".into(),
            mac.to_owned(),
            format!("{}.{mac}", later(20)),
            format!("01000000.{mac}"),
            format!("+1000000.{mac}"),
            format!("{}.{mac}", i64::MIN),
            format!("{}.{mac}", i64::MAX),
            format!("{shown}x"),
            format!(" {shown}"),
        ] {
            assert!(!was_shown(&keys, &token, &forged, later(21)), "{forged}");
        }
    }

    #[test]
    fn a_token_of_a_link_is_known_by_its_shape() {
        let minted = token::mint(&keys(7), "OP0000000001", "a");
        assert!(is_mail_token(minted.token.expose()));
        let right = "x".repeat(43);
        assert!(is_mail_token(&format!("lkm_{right}")));
        for wrong in [
            right.clone(),
            format!("LKM_{right}"),
            format!("lkm_{right}x"),
            format!("lkm_{}", "x".repeat(42)),
            format!("lkm_{}=", "x".repeat(42)),
            format!("lkm_{}%", "x".repeat(42)),
            format!("lkm_{}é", "x".repeat(41)),
            String::new(),
        ] {
            assert!(!is_mail_token(&wrong), "{wrong}");
        }
    }
}
