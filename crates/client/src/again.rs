//! When a request is sent again, and after how long: only what has one effect however often it arrives, only after
//! trouble that passes, and never beyond the time for the whole request.

use crate::trouble::Trouble;
use latchkey_api::{Access, Envelope, Error, Kind, Language, Operation};
use reqwest::StatusCode;
use std::{
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};

/// Most times that a request is sent.
pub(crate) const TRIES: u32 = 4;

/// The times of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// For connecting.
    pub connect: Duration,
    /// From the first byte of the first try to the last byte of the answer.
    pub whole: Duration,
    /// About the first wait before another try; each is three times the one before.
    pub first: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            whole: Duration::from_secs(30),
            // a hiccup passes within the sum of them; whoever shows what was loaded does not want to wait longer
            first: Duration::from_millis(150),
        }
    }
}

/// A try without an output.
#[derive(Debug)]
pub(crate) struct Failed {
    pub error: Error,
    pub again: Again,
    pub heard: Heard,
}

/// What was heard of the server when a try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heard {
    /// Nothing that could be read.
    Nothing,
    /// An answer, but none of the API's.
    Strange,
    /// An error of the API.
    Refusal(StatusCode),
}

impl Failed {
    /// Failed on this side, or for good.
    pub(crate) fn here(error: Error) -> Self {
        Self {
            error,
            again: Again::No,
            heard: Heard::Nothing,
        }
    }

    /// Failed on the way.
    pub(crate) fn on_the_way(trouble: Trouble, writes: bool, language: Language) -> Self {
        Self {
            error: trouble.tell(writes, language),
            again: if trouble.passes() {
                Again::Soon
            } else {
                Again::No
            },
            heard: Heard::Nothing,
        }
    }
}

/// Whether another try makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    No,
    Soon,
    /// When the server said.
    After(Duration),
}

/// Whether an operation has one effect however often it arrives. What strangers may ask for has no caller that a key
/// could be bound to, and a sign-in is counted each time: those are sent once.
pub(crate) fn safe<O: Operation>(envelope: &Envelope) -> bool {
    O::KIND == Kind::Read || (envelope.idempotency_key.is_some() && O::ACCESS != Access::Public)
}

impl Pace {
    /// How long to wait after so many tries; nothing when there is no other one.
    pub(crate) fn wait(&self, again: Again, tried: u32) -> Option<Duration> {
        if tried >= TRIES {
            return None;
        }
        match again {
            Again::No => None,
            Again::After(told) => Some(told),
            Again::Soon => Some(jittered(self.first * 3_u32.pow(tried.saturating_sub(1)))),
        }
    }
}

/// Between half of it and all of it, so that clients that lost a server together do not return together.
fn jittered(whole: Duration) -> Duration {
    // each state of the standard hasher is random; nothing here is secret
    let random = RandomState::new().hash_one(());
    let share = u32::try_from(random % 1_000).unwrap_or_default();
    whole / 2 + whole * share / 2_000
}

#[cfg(test)]
mod tests {
    use super::*;
    use latchkey_api::{Auth, CreateOperator, CreateUser, GetUser, SearchUsers};

    #[test]
    fn only_what_has_one_effect_is_sent_again() {
        let (bare, keyed) = (
            Envelope::default(),
            Envelope {
                idempotency_key: Some("d-1".into()),
                ..Envelope::default()
            },
        );
        assert!(safe::<GetUser>(&bare) && safe::<SearchUsers>(&bare));
        assert!(safe::<CreateUser>(&keyed) && !safe::<CreateUser>(&bare));
        // R12: a repeated sign-in is a guess that nobody made
        assert!(!safe::<Auth>(&keyed) && !safe::<CreateOperator>(&keyed));
    }

    #[test]
    fn waits_grow_and_end() {
        let pace = Pace::default();
        for (tried, most) in [(1, 150), (2, 450), (3, 1_350)] {
            let wait = pace.wait(Again::Soon, tried).unwrap().as_millis();
            assert!((most / 2..=most).contains(&wait), "{wait} after {tried}");
        }
        assert_eq!(pace.wait(Again::Soon, TRIES), None);
        assert_eq!(pace.wait(Again::No, 1), None);
        let told = Duration::from_secs(7);
        assert_eq!(pace.wait(Again::After(told), 1), Some(told));
    }
}
