//! Every operation that Latchkey knows, in words. A name that is not here is legal in a document, and only has no words.
mod access;
mod account;
mod areas;
mod email;
mod money;
mod people;
mod wildcards;

use std::sync::LazyLock;

pub use areas::{Area, area, areas};
pub use wildcards::pattern_words;

use crate::Words;

/// One operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// `Tag:operation`: the permission's name and the audit log's verb.
    pub name: &'static str,
    /// What one can do with it, as a verb phrase: "See users".
    pub words: Words,
    /// The variables of its path, which conditions may ask for.
    pub path: &'static [&'static str],
    /// Who may ask for it, statements aside.
    pub asked_by: AskedBy,
}

/// Who an operation is for, before any statement is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedBy {
    /// Anybody, without signing in.
    Public,
    /// Everybody who is signed in; no statement takes it away.
    SignedIn,
    /// Who is allowed by statements.
    Permitted,
    /// Root; a user with `*` still may not.
    Root,
}

impl Entry {
    /// The tag: the part before the colon.
    #[must_use]
    pub fn area(&self) -> &'static str {
        self.name
            .split_once(':')
            .map_or(self.name, |(area, _)| area)
    }

    /// Whether statements decide about it.
    #[must_use]
    pub fn is_permitted(&self) -> bool {
        self.asked_by == AskedBy::Permitted
    }

    pub(crate) const fn public(mut self) -> Self {
        self.asked_by = AskedBy::Public;
        self
    }

    pub(crate) const fn signed_in(mut self) -> Self {
        self.asked_by = AskedBy::SignedIn;
        self
    }

    pub(crate) const fn root(mut self) -> Self {
        self.asked_by = AskedBy::Root;
        self
    }
}

/// An operation that statements decide about.
const fn op(
    name: &'static str,
    en: &'static str,
    ja: &'static str,
    path: &'static [&'static str],
) -> Entry {
    Entry {
        name,
        words: Words { en, ja },
        path,
        asked_by: AskedBy::Permitted,
    }
}

static SORTED: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut all = [
        access::ENTRIES,
        account::ENTRIES,
        email::ENTRIES,
        money::ENTRIES,
        people::ENTRIES,
    ]
    .concat();
    all.sort_by_key(|entry| entry.name);
    all
});

/// All operations, sorted by name.
#[must_use]
pub fn catalogue() -> &'static [Entry] {
    &SORTED
}

/// The operation of that name.
#[must_use]
pub fn entry(name: &str) -> Option<&'static Entry> {
    SORTED.get(position(name)?)
}

/// Where the operation of that name is in the catalogue.
pub(crate) fn position(name: &str) -> Option<usize> {
    SORTED.binary_search_by_key(&name, |entry| entry.name).ok()
}
