//! A text that never prints: passwords, tokens, keys.

use schemars::JsonSchema;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// A password, token or key in a request or reply.
///
/// Prints as `[REDACTED]`, has no equality, is wiped when dropped. It is written out only where it has to
/// travel: in a request's body, and in the one reply that hands it over.
#[derive(Clone, JsonSchema, TS)]
#[schemars(with = "String", extend("format" = "password"))]
#[ts(as = "String")]
pub struct Secret(SecretString);

impl Secret {
    /// The text itself. Every use of this is a place to look at in a review.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[REDACTED]")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    // R83
    #[test]
    fn a_secret_never_prints() {
        assert_eq!(
            format!("{:?}", Secret::from("hunter2 hunter2")),
            "[REDACTED]"
        );
    }
}
