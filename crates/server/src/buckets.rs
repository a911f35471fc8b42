//! How often somebody may ask: a bucket for each, which fills with time. Of who it is only a keyed hash is kept, and no
//! more than two generations of buckets: a flood of strangers makes the server forgetful, not large.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, Hash, RandomState},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Buckets in a generation.
const GENERATION: usize = 32_768;
/// How many seconds' worth may come at once.
const AT_ONCE: f64 = 10.0;

/// Everybody's buckets of one kind.
pub(crate) struct Buckets {
    /// Requests a second; none is any number.
    rate: Option<f64>,
    hasher: RandomState,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    young: HashMap<u64, Bucket>,
    old: HashMap<u64, Bucket>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Buckets {
    pub(crate) fn new(per_second: u32) -> Self {
        Self {
            rate: (per_second > 0).then(|| f64::from(per_second)),
            hasher: RandomState::new(),
            kept: Mutex::default(),
        }
    }

    /// Takes one, or tells how long it is until there is one.
    pub(crate) fn take(&self, whose: impl Hash, now: Instant) -> Result<(), Duration> {
        self.look(whose, now, true)
    }

    /// As [`Buckets::take`], but leaves it there.
    pub(crate) fn ready(&self, whose: impl Hash, now: Instant) -> Result<(), Duration> {
        self.look(whose, now, false)
    }

    /// Gives one back that was taken, as if nobody had asked.
    pub(crate) fn give_back(&self, whose: impl Hash, now: Instant) {
        let Some(rate) = self.rate else { return };
        let most = rate * AT_ONCE;
        let whose = self.hasher.hash_one(whose);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = kept.bucket(whose, most, now);
        bucket.left = (bucket.left + 1.0).min(most);
    }

    fn look(&self, whose: impl Hash, now: Instant, take: bool) -> Result<(), Duration> {
        let Some(rate) = self.rate else { return Ok(()) };
        let most = rate * AT_ONCE;
        let whose = self.hasher.hash_one(whose);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = kept.bucket(whose, most, now);
        let since = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.left = since.mul_add(rate, bucket.left).min(most);
        bucket.at = now;
        if bucket.left < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - bucket.left) / rate));
        }
        if take {
            bucket.left -= 1.0;
        }
        Ok(())
    }
}

impl Kept {
    fn bucket(&mut self, whose: u64, full: f64, now: Instant) -> &mut Bucket {
        if self.young.len() >= GENERATION && !self.young.contains_key(&whose) {
            self.old = std::mem::take(&mut self.young);
        }
        let old = &mut self.old;
        self.young.entry(whose).or_insert_with(|| {
            old.remove(&whose).unwrap_or(Bucket {
                left: full,
                at: now,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R98
    #[test]
    fn ten_seconds_worth_may_come_at_once_and_then_so_many_a_second() {
        let buckets = Buckets::new(2);
        let now = Instant::now();
        for _ in 0..20 {
            buckets.take("a", now).unwrap();
        }
        buckets.give_back("a", now);
        buckets.take("a", now).unwrap();
        let wait = buckets.take("a", now).unwrap_err();
        assert_eq!(wait, Duration::from_millis(500));
        buckets.take("b", now).unwrap();
        buckets.take("a", now + wait).unwrap();
        buckets.take("a", now + wait).unwrap_err();
        let later = now + Duration::from_hours(1);
        for _ in 0..20 {
            buckets.take("a", later).unwrap();
        }
        buckets.ready("a", later).unwrap_err();
    }

    #[test]
    fn looking_takes_nothing_and_none_is_any_number() {
        let now = Instant::now();
        let buckets = Buckets::new(1);
        for _ in 0..100 {
            buckets.ready("a", now).unwrap();
        }
        let any = Buckets::new(0);
        for _ in 0..100_000 {
            any.take("a", now).unwrap();
        }
    }

    // R98
    #[test]
    fn a_flood_of_strangers_is_forgotten_and_who_asks_on_is_not() {
        let now = Instant::now();
        let buckets = Buckets::new(1);
        for _ in 0..10 {
            buckets.take(-1, now).unwrap();
        }
        for stranger in 0..200_000 {
            buckets.take(stranger, now).unwrap();
            if stranger % 1000 == 0 {
                buckets.take(-1, now).unwrap_err();
            }
        }
        let kept = buckets.kept.lock().unwrap();
        assert!(kept.young.len() + kept.old.len() <= 2 * GENERATION);
    }
}
