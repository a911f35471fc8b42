//! The words of a message: subject, plain text and HTML that say the same.
//!
//! A new kind gets its words in one place of each language: a function in `letter/en/` and one in `letter/ja/`. What
//! it tells of goes through `harmless` on its way in; no link is in it but the one that is given.

mod body;
mod en;
mod harmless;
mod html;
mod ja;
mod phrases;
mod plain;
#[cfg(test)]
mod tests;
mod told;

use super::{Facts, Kind};
use body::{Body, Part};
use latchkey_api::{Language, Secret, TokenPurpose};
use phrases::{Acts, Besides, Phrases, What, Words, Works};
use told::{Told, date};

/// Stands in place of a link and a code.
const DOTS: &str = "••••-••••";

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
    /// What the link carries, and what the public operations take.
    pub(crate) token: Secret,
    /// To type in the application.
    pub(crate) code: Secret,
    /// From when on both work, in UNIX milliseconds.
    pub(crate) from_ms: i64,
    /// Until when both work, in UNIX milliseconds.
    pub(crate) expires_ms: i64,
}

/// Writes a message for somebody who is not to have what it opens, and says why.
pub(crate) fn withheld(kind: Kind, facts: &Facts, language: Language) -> Letter {
    let phrases = phrases(language);
    written(kind, facts, phrases, None, phrases.withheld)
}

/// Writes a message. Without `opens` a message that has link and code shows dots in their place.
pub(crate) fn write(
    kind: Kind,
    facts: &Facts,
    language: Language,
    opens: Option<&Opens>,
) -> Letter {
    let phrases = phrases(language);
    written(kind, facts, phrases, opens, phrases.left_out)
}

fn written(
    kind: Kind,
    facts: &Facts,
    phrases: &Phrases,
    opens: Option<&Opens>,
    left_out: &'static str,
) -> Letter {
    let mut told = Told::of(facts, phrases);
    // it may have waited, and opens later than was planned
    if let Some(opens) = opens.filter(|_| kind == Kind::Recover) {
        told.opens = date(opens.from_ms, phrases);
    }
    let words = (phrases.words)(kind, &told);
    let opening = Opening {
        kind,
        phrases,
        from: told.opens.clone().filter(|_| kind == Kind::Recover),
        left_out,
    };
    let body = body(words, told, opening, opens);
    Letter {
        text: plain::text(&body),
        html: html::page(&body, phrases.tag),
        subject: body.subject,
    }
}

/// What a message is, for a list: "Code to verify an address".
pub(crate) fn title(kind: Kind, facts: &Facts, language: Language) -> String {
    let phrases = phrases(language);
    (phrases.words)(kind, &Told::of(facts, phrases)).title
}

/// When a kind of message is sent, and why.
pub(crate) fn explanation(kind: Kind, language: Language) -> &'static str {
    let phrases = phrases(language);
    (phrases.words)(kind, &Told::of(&Facts::default(), phrases)).explanation
}

const fn phrases(language: Language) -> &'static Phrases {
    match language {
        Language::En => &en::PHRASES,
        Language::Ja => &ja::PHRASES,
    }
}

fn body(words: Words, told: Told, opening: Opening<'_>, opens: Option<&Opens>) -> Body {
    let phrases = opening.phrases;
    let mut parts: Vec<Part> = words.says.into_iter().map(Part::Say).collect();
    if let Some(acts) = words.acts {
        parts.extend(opening.parts(&acts, opens));
    }
    parts.push(Part::Rows(told.rows));
    parts.push(Part::Aside(phrases.not_you, words.not_you.to_owned()));
    Body {
        subject: words.subject,
        heading: words.heading,
        parts,
        footer: phrases.footer,
    }
}

/// The part of a message that opens something.
struct Opening<'p> {
    kind: Kind,
    phrases: &'p Phrases,
    from: Option<String>,
    /// Said where link and code are not shown.
    left_out: &'static str,
}

impl Opening<'_> {
    fn parts(self, acts: &Acts, opens: Option<&Opens>) -> Vec<Part> {
        let (link, takes_code) = (
            opens.and_then(|opens| opens.link.as_ref()),
            matches!(acts.besides, Besides::Code(_)),
        );
        let mut parts = vec![];
        if opens.is_none() {
            parts.push(Part::Say(self.left_out.to_owned()));
            parts.push(Part::Code(DOTS.to_owned()));
        }
        if let Some(link) = link {
            parts.push(Part::Link(acts.button, link.expose().to_owned()));
        }
        match (&acts.besides, opens) {
            (Besides::Code(at), Some(opens)) => {
                parts.push(Part::Say((self.phrases.code)(at, link.is_some())));
                parts.push(Part::Code(opens.code.expose().to_owned()));
                if link.is_none() && self.has_public_operation() {
                    let token = opens.token.expose().to_owned();
                    parts.push(Part::Token(self.phrases.token, token));
                }
            }
            (Besides::Instead(text), Some(_)) if link.is_none() => {
                parts.push(Part::Say((*text).to_owned()));
                return parts;
            }
            _ => {}
        }
        let what = match (takes_code, link.is_some() || opens.is_none()) {
            (true, true) => What::Both,
            (true, false) => What::Code,
            (false, _) => What::Link,
        };
        parts.push(Part::Note(self.works(what, opens)));
        if self.opens_an_account() {
            parts.push(Part::Note(self.phrases.keep.to_owned()));
        }
        parts
    }

    fn works(&self, what: What, opens: Option<&Opens>) -> String {
        (self.phrases.works)(&Works {
            what,
            life_ms: self.kind.life_ms(),
            from: self.from.clone(),
            until: opens.and_then(|opens| date(opens.expires_ms, self.phrases)),
        })
    }

    /// A program that knows only the public API has no code to send: it needs the token, which no link brings it here.
    const fn has_public_operation(&self) -> bool {
        use TokenPurpose::{AddEmail, ResetPassword};
        matches!(self.kind.purpose(), Some(AddEmail | ResetPassword))
    }

    const fn opens_an_account(&self) -> bool {
        use TokenPurpose::{Invitation, Recover, ResetPassword, UserPassword};
        matches!(
            self.kind.purpose(),
            Some(ResetPassword | Recover | Invitation | UserPassword)
        )
    }
}
