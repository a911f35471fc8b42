//! What a language has to say: words of its own for each kind of message, and some that all messages share.

use super::Told;
use crate::mail::Kind;

/// A language of messages.
pub(super) struct Phrases {
    /// As HTML names it.
    pub(super) tag: &'static str,
    /// The words of one kind.
    pub(super) words: fn(Kind, &Told) -> Words,
    pub(super) labels: Labels,
    /// How root is called.
    pub(super) root: &'static str,
    /// How a time is written, for `strftime`.
    pub(super) date: &'static str,
    /// Around a name that could be misread.
    pub(super) quotes: (&'static str, &'static str),
    /// Before the code, where a link goes before it, and where none does.
    pub(super) code: fn(&str, bool) -> String,
    /// Before what a program takes instead of the code.
    pub(super) token: &'static str,
    /// How long link and code work.
    pub(super) works: fn(&Works) -> String,
    /// In place of link and code, where they are not shown.
    pub(super) left_out: &'static str,
    /// The same where mail could get out, and nobody knows whose mailbox it is.
    pub(super) withheld: &'static str,
    /// Under what opens an account.
    pub(super) keep: &'static str,
    /// Above what to do if somebody else did it.
    pub(super) not_you: &'static str,
    pub(super) footer: &'static str,
}

/// Labels of facts.
pub(super) struct Labels {
    pub(super) account: &'static str,
    pub(super) operator_id: &'static str,
    pub(super) person: &'static str,
    pub(super) user_name: &'static str,
    pub(super) address: &'static str,
    pub(super) address_before: &'static str,
    pub(super) when: &'static str,
    pub(super) by: &'static str,
    pub(super) device: &'static str,
    pub(super) source: &'static str,
}

/// The words of one kind of message.
pub(super) struct Words {
    /// What it is, in a list.
    pub(super) title: String,
    /// When it is sent, and why.
    pub(super) explanation: &'static str,
    /// Starts with what it is.
    pub(super) subject: String,
    pub(super) heading: &'static str,
    /// What happened, and what to do: a paragraph each.
    pub(super) says: Vec<String>,
    /// What its link and code do; nothing for a kind without.
    pub(super) acts: Option<Acts>,
    /// What to do if somebody else did it.
    pub(super) not_you: &'static str,
}

/// What a message's link does, and what there is besides.
pub(super) struct Acts {
    /// In a few words: stands on the button.
    pub(super) button: &'static str,
    pub(super) besides: Besides,
}

/// What to do where links lead nowhere.
pub(super) enum Besides {
    /// Where to type the code: a sentence that the code ends, without its first word's capital.
    Code(&'static str),
    /// There is no operation that takes its code: what to do instead.
    Instead(&'static str),
}

/// How long link and code work.
pub(super) struct Works {
    pub(super) what: What,
    /// In milliseconds.
    pub(super) life_ms: i64,
    /// From when on, where that is later.
    pub(super) from: Option<String>,
    /// Until when; unknown before it is sent.
    pub(super) until: Option<String>,
}

/// What works.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Both,
    Link,
    Code,
}
