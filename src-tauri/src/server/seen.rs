//! What a server told lately, so that it stays readable while the server cannot be reached. In memory only, for one
//! person, and never more than a window can show.

use serde_json::Value;
use std::collections::VecDeque;

/// Most answers, and most bytes of them all.
const MOST: usize = 256;
const ROOM: usize = 16 * 1024 * 1024;

/// Answers as text, the oldest first.
#[derive(Default)]
pub struct Seen(VecDeque<(String, String)>);

impl Seen {
    /// Keeps an answer in place of an earlier one to the same question.
    pub fn keep(&mut self, what: String, answer: &Value) {
        self.0.retain(|(known, _)| *known != what);
        self.0.push_back((what, answer.to_string()));
        while self.0.len() > MOST || self.bytes() > ROOM {
            self.0.pop_front();
        }
    }

    /// The last answer to this question.
    pub fn find(&self, what: &str) -> Option<Value> {
        let (_, answer) = self.0.iter().find(|(known, _)| known == what)?;
        serde_json::from_str(answer).ok()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    fn bytes(&self) -> usize {
        self.0
            .iter()
            .map(|(what, answer)| what.len() + answer.len())
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_last_answer_stays_and_the_oldest_goes() {
        let mut seen = Seen::default();
        seen.keep("a".into(), &json!(1));
        seen.keep("a".into(), &json!(2));
        assert_eq!(seen.find("a"), Some(json!(2)));
        for n in 0..MOST {
            seen.keep(format!("b{n}"), &json!(n));
        }
        assert_eq!((seen.find("a"), seen.0.len()), (None, MOST));
        seen.clear();
        assert_eq!(seen.find("b1"), None);
    }

    #[test]
    fn it_never_grows_beyond_its_room() {
        let mut seen = Seen::default();
        for n in 0..20 {
            seen.keep(format!("{n}"), &json!("x".repeat(ROOM / 8)));
        }
        assert!(seen.bytes() <= ROOM && seen.find("19").is_some());
        seen.keep("too large".into(), &json!("x".repeat(ROOM)));
        assert_eq!(seen.find("too large"), None);
    }
}
