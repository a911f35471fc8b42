//! How tries of messages ended, counted since the start: what a machine room watches. How much waits is in `backlog.rs`.

use super::{MailTurn, Office};
use crate::Engine;
use std::sync::atomic::{AtomicU64, Ordering};

/// How tries of messages ended, since the start of this instance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MailTries {
    /// A mail server took the message.
    pub sent: u64,
    /// No later try would have ended differently.
    pub failed: u64,
    /// It is tried again.
    pub retried: u64,
    /// Its time was over before it was sent.
    pub expired: u64,
}

/// The same while they are counted.
#[derive(Default)]
pub(super) struct Counts {
    sent: AtomicU64,
    failed: AtomicU64,
    retried: AtomicU64,
    expired: AtomicU64,
}

impl Office {
    /// A try is over, and how it ended is kept.
    pub(super) fn tried(&self, turn: MailTurn) {
        add(&self.tries.sent, turn.sent);
        add(&self.tries.failed, turn.failed);
        add(&self.tries.retried, turn.waiting);
    }

    /// A message's time is over.
    pub(super) fn expired(&self) {
        add(&self.tries.expired, 1);
    }
}

impl Engine {
    /// How tries of messages ended, since the start of this instance.
    #[must_use]
    pub fn mail_tries(&self) -> MailTries {
        let counts = &self.inner.office.tries;
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        MailTries {
            sent: of(&counts.sent),
            failed: of(&counts.failed),
            retried: of(&counts.retried),
            expired: of(&counts.expired),
        }
    }
}

fn add(count: &AtomicU64, more: usize) {
    count.fetch_add(u64::try_from(more).unwrap_or(0), Ordering::Relaxed);
}
