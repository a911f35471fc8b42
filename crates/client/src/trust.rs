//! How a server proves who it is, and what it showed. The check itself is `judge.rs`.

mod describe;
mod judge;

pub(crate) use judge::{Judge, Refused, tls};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};
use std::{fmt, str::FromStr};

/// What a server has to prove itself with, beside being vouched for by an authority that this computer trusts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    /// PEM of a certificate authority that a person imported; it counts beside the platform's.
    pub authority: Option<String>,
    /// SHA-256 of the leaf certificate that was trusted when the connection was made; a different one stops every
    /// call. It never makes a certificate good that is not.
    pub fingerprint: Option<Fingerprint>,
}

/// SHA-256 of a certificate (DER). Written as upper-case hexadecimal pairs with colons, `7C:41:…`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of a certificate.
    #[must_use]
    pub fn of(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.0.iter().enumerate() {
            let colon = if i == 0 { "" } else { ":" };
            write!(f, "{colon}{byte:02X}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// A text that is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoFingerprint;

impl fmt::Display for NoFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a SHA-256 fingerprint has 64 hexadecimal digits")
    }
}

impl std::error::Error for NoFingerprint {}

/// Reads both cases, with colons, spaces or nothing between the pairs.
impl FromStr for Fingerprint {
    type Err = NoFingerprint;

    fn from_str(text: &str) -> Result<Self, NoFingerprint> {
        let mut digits = text.chars().filter(|c| !matches!(c, ':' | ' '));
        let mut digit = || {
            digits
                .next()?
                .to_digit(16)
                .and_then(|d| u8::try_from(d).ok())
        };
        let mut bytes = [0; 32];
        for byte in &mut bytes {
            let (high, low) = (digit().ok_or(NoFingerprint)?, digit().ok_or(NoFingerprint)?);
            *byte = high << 4 | low;
        }
        digits
            .next()
            .is_none()
            .then_some(Self(bytes))
            .ok_or(NoFingerprint)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// What a server showed. The texts are the certificate's own words, made safe to show, and prove nothing unless it is
/// trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// What tells it from every other.
    pub fingerprint: Fingerprint,
    /// Whom it is for: a name and an organisation; empty when it says neither.
    pub subject: String,
    /// Who vouches for it, as `subject`.
    pub issuer: String,
    /// UNIX seconds; 0 when the certificate cannot be read.
    pub valid_from: i64,
    /// UNIX seconds; 0 when the certificate cannot be read.
    pub valid_until: i64,
    /// How it stood the check.
    pub standing: Standing,
}

/// How a certificate stands the check: what is wrong, the authority before the fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Everything is right.
    Trusted,
    /// No authority that is trusted here vouches for it.
    UnknownAuthority,
    /// Its time is over.
    Expired,
    /// Its time has not begun, or this computer's clock is wrong.
    NotYetValid,
    /// It is for another host.
    WrongName,
    /// It is good, but not the one that was trusted before.
    Changed,
    /// Broken, revoked, or not made for a server.
    Invalid,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_it_is_written() {
        let fingerprint = Fingerprint::of(b"certificate");
        let text = fingerprint.to_string();
        assert_eq!(text.len(), 95);
        assert_eq!(text, text.to_uppercase());
        assert_eq!(text.parse(), Ok(fingerprint));
        assert_eq!(
            text.replace(':', "").to_lowercase().parse(),
            Ok(fingerprint)
        );
        let json = serde_json::to_string(&fingerprint).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(
            serde_json::from_str::<Fingerprint>(&json).unwrap(),
            fingerprint
        );
    }

    #[test]
    fn half_a_fingerprint_is_none() {
        let text = Fingerprint::of(b"certificate").to_string();
        for wrong in [
            "",
            "7C:41",
            &text[..92],
            &format!("{text}:00"),
            &text.replacen(':', "-", 1),
            &format!("é{}", &text[2..]),
        ] {
            assert_eq!(wrong.parse::<Fingerprint>(), Err(NoFingerprint), "{wrong}");
        }
    }
}
