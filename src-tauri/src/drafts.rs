//! Unsaved edits, kept in memory while the window is locked or the session is over, and given back to the same
//! person only.

use std::collections::{BTreeMap, HashMap};
use zeroize::Zeroizing;

/// Most drafts, and most bytes of one: a page can hold no more than a few documents.
const MOST: usize = 32;
const LONGEST: usize = 256 * 1024;

/// Drafts by connection and person.
#[derive(Default)]
pub struct Drafts(HashMap<(String, Option<String>), BTreeMap<String, Zeroizing<String>>>);

impl Drafts {
    /// Keeps a draft; an empty one is forgotten. Returns whether there was room.
    pub fn keep(
        &mut self,
        connection: &str,
        person: Option<&str>,
        key: &str,
        text: String,
    ) -> bool {
        let drafts = self
            .0
            .entry((connection.to_owned(), person.map(str::to_owned)))
            .or_default();
        if text.is_empty() {
            drafts.remove(key);
            return true;
        }
        let room = text.len() <= LONGEST
            && key.len() <= 256
            && (drafts.len() < MOST || drafts.contains_key(key));
        if room {
            drafts.insert(key.to_owned(), Zeroizing::new(text));
        }
        room
    }

    /// Hands out the person's drafts and forgets them.
    pub fn take(&mut self, connection: &str, person: Option<&str>) -> BTreeMap<String, String> {
        let drafts = self
            .0
            .remove(&(connection.to_owned(), person.map(str::to_owned)))
            .unwrap_or_default();
        drafts
            .into_iter()
            .map(|(key, text)| (key, text.as_str().to_owned()))
            .collect()
    }

    /// Forgets what anybody left on a connection.
    pub fn forget(&mut self, connection: &str) {
        self.0.retain(|(of, _), _| of != connection);
    }
}

#[cfg(test)]
mod tests {
    use super::Drafts;

    #[test]
    fn a_draft_comes_back_once_and_only_to_its_writer() {
        let mut drafts = Drafts::default();
        assert!(drafts.keep("local:1", Some("mei"), "permissions", "{}".into()));
        assert!(drafts.take("local:1", None).is_empty());
        assert!(drafts.take("local:2", Some("mei")).is_empty());
        assert_eq!(drafts.take("local:1", Some("mei")).len(), 1);
        assert!(drafts.take("local:1", Some("mei")).is_empty());
        assert!(!drafts.keep("local:1", None, "x", "y".repeat(300_000)));
    }
}
