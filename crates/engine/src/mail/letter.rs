//! The words of a message: subject, plain text and HTML that say the same.

use super::{Facts, Kind};
use latchkey_api::{Language, Secret};

/// A message in words.
pub(crate) struct Letter {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// The parts of a message that open something.
pub(crate) struct Opens {
    /// Where its link leads; none where links lead nowhere.
    pub(crate) link: Option<Secret>,
    /// To type in the application.
    pub(crate) code: Secret,
    /// Until when both work, in UNIX milliseconds.
    pub(crate) expires_ms: i64,
}

/// Writes a message. Without `opens` a message that has link and code shows dots in their place.
pub(crate) fn write(
    kind: Kind,
    facts: &Facts,
    language: Language,
    opens: Option<&Opens>,
) -> Letter {
    let _ = opens;
    Letter {
        subject: title(kind, facts, language),
        text: String::new(),
        html: String::new(),
    }
}

/// What a message is, for a list: "Code to verify an address".
pub(crate) fn title(kind: Kind, _facts: &Facts, _language: Language) -> String {
    kind.word().to_owned()
}

/// When a kind of message is sent, and why.
pub(crate) fn explanation(kind: Kind, _language: Language) -> &'static str {
    kind.word()
}
