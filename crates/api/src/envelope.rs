//! What travels beside a request: who sends it, in which language, and how it may be repeated.

use crate::{Language, Secret};

/// The pair that a sign-in gives; both parts are sent with every call.
#[derive(Clone)]
pub struct Credentials {
    /// `X-Soracom-API-Key`, `api-` + UUID.
    pub api_key: String,
    /// `X-Soracom-Token`, shaped like a JWT; accepted only as a whole.
    pub token: Secret,
}

/// Both parts are secret.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials([REDACTED])")
    }
}

/// Everything a request carries that is not the request itself.
#[derive(Debug, Clone, Default)]
pub struct Envelope {
    /// `X-Soracom-API-Key` and `X-Soracom-Token`; `None` when not signed in.
    pub credentials: Option<Credentials>,
    /// `X-Soracom-Lang`: the language of messages and sentences.
    pub language: Language,
    /// `If-Match`: the version that an edit was based on; `None` overwrites.
    pub if_match: Option<String>,
    /// `Idempotency-Key`: a repeat with the same key, caller and body has one effect and the same answer.
    /// At most 64 characters.
    pub idempotency_key: Option<String>,
}

/// Longest accepted `Idempotency-Key`, in characters.
pub const IDEMPOTENCY_KEY_MAX: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    // R83
    #[test]
    fn credentials_never_print() {
        let envelope = Envelope {
            credentials: Some(Credentials {
                api_key: "api-canary".into(),
                token: "canary".into(),
            }),
            ..Envelope::default()
        };
        assert!(!format!("{envelope:?}").contains("canary"));
    }
}
