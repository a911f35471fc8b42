//! How many tests of mail servers run at once. One holds a request's place for as long as the other end takes, and that end
//! may be a mail server that hangs on purpose: an account has one test at a time, and all of them together a few.

use crate::Fault;
use latchkey_api::{Code, Detail, Error, Language, say};
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

/// Tests at once, over all accounts of this instance.
const MOST: usize = 8;
/// No test takes longer.
const LONGEST_SECONDS: u32 = 30;

/// The accounts that have a test running.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<BTreeSet<String>>);

/// A test that may run until this is dropped.
#[derive(Debug)]
pub(super) struct Turn<'t> {
    turns: &'t Turns,
    operator_id: String,
}

impl Turns {
    /// An account's turn, unless it has one, or everybody else does.
    pub(super) fn take(&self, operator_id: &str, language: Language) -> Result<Turn<'_>, Fault> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.len() >= MOST || !running.insert(operator_id.to_owned()) {
            return Err(later(language));
        }
        Ok(Turn {
            turns: self,
            operator_id: operator_id.to_owned(),
        })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut running = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(&self.operator_id);
    }
}

fn later(language: Language) -> Fault {
    let message = say(
        language,
        "Another test of a mail server is running. Nothing was sent or changed. Try again in half a minute.",
        "別のメールサーバーのテストを実行中です。何も送信も変更もされていません。30秒ほど待ってからもう一度お試しください。",
    );
    Error::with(Code::TooManyAttempts, message)
        .detailed(Detail {
            retry_after_seconds: Some(LONGEST_SECONDS),
            ..Detail::default()
        })
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_one_test_at_a_time_and_all_together_a_few() {
        let turns = Turns::default();
        let mut running: Vec<Turn<'_>> = (0..MOST)
            .map(|n| turns.take(&n.to_string(), Language::En).unwrap())
            .collect();
        assert!(turns.take("another", Language::En).is_err());
        running.pop();
        assert!(turns.take("0", Language::En).is_err(), "it has one");
        let _again = turns.take("another", Language::En).unwrap();
    }
}
