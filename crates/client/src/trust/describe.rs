//! A certificate in words. Only to show it: whether it is good is decided elsewhere.

use super::{Certificate, Fingerprint, Standing};
use crate::plain;
use x509_cert::{
    der::{Decode as _, asn1::ObjectIdentifier},
    name::Name,
    time::Time,
};

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
/// Most characters of a name.
const NAME: usize = 120;

/// What a certificate says of itself; nothing when it cannot be read.
pub(super) fn describe(der: &[u8], standing: Standing) -> Certificate {
    let fingerprint = Fingerprint::of(der);
    let Ok(read) = x509_cert::Certificate::from_der(der) else {
        return Certificate {
            fingerprint,
            subject: String::new(),
            issuer: String::new(),
            valid_from: 0,
            valid_until: 0,
            standing,
        };
    };
    let read = read.tbs_certificate();
    Certificate {
        fingerprint,
        subject: name(read.subject()),
        issuer: name(read.issuer()),
        valid_from: seconds(read.validity().not_before),
        valid_until: seconds(read.validity().not_after),
        standing,
    }
}

fn seconds(time: Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
}

/// `id.example.com (Kitahama Trading)`, or the half that there is.
fn name(name: &Name) -> String {
    match (part(name, COMMON_NAME), part(name, ORGANISATION)) {
        (Some(own), Some(organisation)) if own != organisation => {
            format!("{own} ({organisation})")
        }
        (Some(one), _) | (None, Some(one)) => one,
        (None, None) => String::new(),
    }
}

fn part(name: &Name, oid: ObjectIdentifier) -> Option<String> {
    let found = name.iter().find(|part| part.oid == oid)?;
    // every kind of text that certificates use today is UTF-8 or a part of it
    let text = std::str::from_utf8(found.value.value()).ok()?;
    Some(plain::line(text, NAME)).filter(|text| !text.is_empty())
}
