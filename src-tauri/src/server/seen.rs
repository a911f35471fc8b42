//! What a server told lately, so that it stays readable while the server cannot be reached. In memory only, for one
//! person, and never more than a window can show.

use serde_json::Value;
use std::collections::VecDeque;

/// Most answers, and most bytes of them all.
const MOST: usize = 256;
const ROOM: usize = 16 * 1024 * 1024;

/// Answers as text, the oldest first.
#[derive(Default)]
pub struct Seen {
    answers: VecDeque<(String, String)>,
    turn: u64,
}

impl Seen {
    /// Whose turn it is; another one after every [`Seen::clear`].
    pub const fn turn(&self) -> u64 {
        self.turn
    }

    /// Keeps an answer in place of an earlier one to the same question; not one that was asked for in an earlier turn,
    /// which is for somebody else.
    pub fn keep(&mut self, turn: u64, what: String, answer: &Value) {
        if turn != self.turn {
            return;
        }
        self.answers.retain(|(known, _)| *known != what);
        self.answers.push_back((what, answer.to_string()));
        while self.answers.len() > MOST || self.bytes() > ROOM {
            self.answers.pop_front();
        }
    }

    /// The last answer to this question, for whoever asked in the same turn.
    pub fn find(&self, turn: u64, what: &str) -> Option<Value> {
        let mut answers = self.answers.iter().filter(|_| turn == self.turn);
        let (_, answer) = answers.find(|(known, _)| known == what)?;
        serde_json::from_str(answer).ok()
    }

    /// Forgets every answer to this operation: the person may not read it any more.
    pub fn forget(&mut self, operation: &str) {
        let of = |what: &str| what.split(' ').next() == Some(operation);
        self.answers.retain(|(what, _)| !of(what));
    }

    /// Forgets the answer to one question: what it told of is not there any more.
    pub fn lose(&mut self, what: &str) {
        self.answers.retain(|(known, _)| known != what);
    }

    /// Somebody else's turn.
    pub fn clear(&mut self) {
        self.answers.clear();
        self.turn += 1;
    }

    fn bytes(&self) -> usize {
        self.answers
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
        let turn = seen.turn();
        seen.keep(turn, "a".into(), &json!(1));
        seen.keep(turn, "a".into(), &json!(2));
        assert_eq!(seen.find(turn, "a"), Some(json!(2)));
        for n in 0..MOST {
            seen.keep(turn, format!("b{n}"), &json!(n));
        }
        assert_eq!((seen.find(turn, "a"), seen.answers.len()), (None, MOST));
        seen.clear();
        assert_eq!(seen.find(seen.turn(), "b1"), None);
    }

    // the answer was on its way when the next person signed in
    #[test]
    fn a_late_answer_is_nothing_for_the_next_person() {
        let mut seen = Seen::default();
        let before = seen.turn();
        seen.clear();
        seen.keep(before, "a".into(), &json!(1));
        assert_eq!(seen.find(seen.turn(), "a"), None);
        seen.keep(seen.turn(), "a".into(), &json!(2));
        assert_eq!(seen.find(before, "a"), None);
    }

    #[test]
    fn what_may_not_be_read_any_more_is_forgotten() {
        let mut seen = Seen::default();
        let turn = seen.turn();
        for what in ["User:getUser {1}", "User:getUser {2}", "User:getUserX {}"] {
            seen.keep(turn, what.into(), &json!(1));
        }
        seen.forget("User:getUser");
        assert_eq!(seen.find(turn, "User:getUser {2}"), None);
        assert!(seen.find(turn, "User:getUserX {}").is_some());
    }

    #[test]
    fn what_is_not_there_any_more_takes_nothing_else_along() {
        let mut seen = Seen::default();
        let turn = seen.turn();
        for what in ["User:getUser {1}", "User:getUser {2}"] {
            seen.keep(turn, what.into(), &json!(1));
        }
        seen.lose("User:getUser {2}");
        assert_eq!(seen.find(turn, "User:getUser {2}"), None);
        assert!(seen.find(turn, "User:getUser {1}").is_some());
    }

    #[test]
    fn it_never_grows_beyond_its_room() {
        let mut seen = Seen::default();
        let turn = seen.turn();
        for n in 0..20 {
            seen.keep(turn, format!("{n}"), &json!("x".repeat(ROOM / 8)));
        }
        assert!(seen.bytes() <= ROOM && seen.find(turn, "19").is_some());
        seen.keep(turn, "too large".into(), &json!("x".repeat(ROOM)));
        assert_eq!(seen.find(turn, "too large"), None);
    }
}
