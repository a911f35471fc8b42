//! What was asked and how it ended, counted since the start: by operation, never by who asked. How it is told is in
//! `metrics.rs`.

use crate::route::ROUTES;
use latchkey_api::{Code, Error};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// Stands for whatever is no operation.
pub(crate) const NONE: &str = "-";

/// Upper ends of the classes of durations.
pub(crate) const BOUNDS: [Duration; 13] = [
    Duration::from_millis(1),
    Duration::from_micros(2500),
    Duration::from_millis(5),
    Duration::from_millis(10),
    Duration::from_millis(25),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_millis(2500),
    Duration::from_secs(10),
    Duration::from_secs(30),
];

/// One row for each operation of the contract: no caller can add one.
pub(crate) struct Counts(BTreeMap<&'static str, Row>);

/// One operation.
pub(crate) struct Row {
    done: AtomicU64,
    /// By code, in the order of [`Code::ALL`], and one for whatever has no place there.
    failed: Vec<AtomicU64>,
    /// By class of duration; the last one is beyond all bounds.
    lasted: Vec<AtomicU64>,
    micros: AtomicU64,
}

impl Default for Counts {
    fn default() -> Self {
        let names = ROUTES.iter().map(|route| route.name).chain([NONE]);
        Self(names.map(|name| (name, Row::new())).collect())
    }
}

impl Counts {
    /// An operation has ended.
    pub(crate) fn add(&self, operation: &str, outcome: Result<(), &Error>, lasted: Duration) {
        let Some(row) = self.0.get(operation) else {
            return;
        };
        match outcome {
            Ok(()) => row.done.fetch_add(1, Ordering::Relaxed),
            Err(error) => {
                let place = Code::ALL.iter().position(|code| *code == error.code);
                add(&row.failed, place.unwrap_or(Code::ALL.len()), 1)
            }
        };
        let class = BOUNDS.iter().position(|bound| lasted <= *bound);
        add(&row.lasted, class.unwrap_or(BOUNDS.len()), 1);
        let micros = u64::try_from(lasted.as_micros()).unwrap_or(u64::MAX);
        row.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// Every operation by name.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&'static str, &Row)> {
        self.0.iter().map(|(name, row)| (*name, row))
    }
}

impl Row {
    fn new() -> Self {
        let zeros = |count| (0..count).map(|_| AtomicU64::new(0)).collect();
        Self {
            done: AtomicU64::new(0),
            failed: zeros(Code::ALL.len() + 1),
            lasted: zeros(BOUNDS.len() + 1),
            micros: AtomicU64::new(0),
        }
    }

    pub(crate) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// How often it ended with which code; those that it did.
    pub(crate) fn failed(&self) -> impl Iterator<Item = (Code, u64)> {
        let codes = Code::ALL.iter().copied().chain([Code::Unknown]);
        codes
            .zip(&self.failed)
            .map(|(code, count)| (code, count.load(Ordering::Relaxed)))
            .filter(|(_, count)| *count > 0)
    }

    /// How many lasted no longer than each of [`BOUNDS`], and in the end how many there are at all.
    pub(crate) fn within(&self) -> Vec<u64> {
        let mut sum = 0;
        let counts = self.lasted.iter().map(|count| {
            sum += count.load(Ordering::Relaxed);
            sum
        });
        counts.collect()
    }

    /// How long they lasted together.
    pub(crate) fn lasted(&self) -> Duration {
        Duration::from_micros(self.micros.load(Ordering::Relaxed))
    }
}

fn add(counts: &[AtomicU64], place: usize, one: u64) -> u64 {
    counts
        .get(place)
        .map_or(0, |count| count.fetch_add(one, Ordering::Relaxed))
}
