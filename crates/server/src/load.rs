//! What is under way at this moment, and what was refused because of it. How much may be is in `limits.rs`; who asks
//! for a place is in `accept.rs` (connections) and `route.rs` (requests).

use crate::{buckets::Buckets, counts::Counts, limits::Limits};
use latchkey_api::{Code, Detail, Error, Language, say};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections over the limit that are told so at the same time; those beyond are closed without a word.
const TOLD: usize = 64;

/// What is under way, and how much may be.
pub struct Load {
    /// How much may be.
    pub limits: Limits,
    connections: Arc<Semaphore>,
    told: Arc<Semaphore>,
    sources: Mutex<HashMap<Source, usize>>,
    requests: Arc<Semaphore>,
    /// In KiB.
    pub(crate) bodies: Arc<Semaphore>,
    asked: Buckets,
    sign_ins: Buckets,
    accounts: Buckets,
    leaving: AtomicBool,
    refused: Refused,
    /// What has ended.
    pub(crate) done: Counts,
}

/// How often what was refused since the start.
#[derive(Debug, Default)]
pub struct Refused {
    /// Connections beyond the limit.
    pub connections: AtomicU64,
    /// Connections that were cut: too slow, or silent for too long in the middle of something.
    pub slow: AtomicU64,
    /// Requests that are no HTTP.
    pub malformed: AtomicU64,
    /// Operations beyond the limit.
    pub requests: AtomicU64,
    /// Bodies for which there was no memory.
    pub bodies: AtomicU64,
    /// Requests that came too often.
    pub often: AtomicU64,
}

/// Where a request comes from. An IPv6 network is one source: its owner has all of its addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Source(IpAddr);

impl From<IpAddr> for Source {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
            v4 @ IpAddr::V4(_) => v4,
        })
    }
}

/// A connection's place; free again when dropped.
pub(crate) struct Place {
    load: Arc<Load>,
    source: Source,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut sources = self.load.sources();
        if let Some(count) = sources.get_mut(&self.source) {
            *count -= 1;
            if *count == 0 {
                sources.remove(&self.source);
            }
        }
    }
}

impl Load {
    /// Nothing is under way yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let semaphore = |places| Arc::new(Semaphore::new(places));
        Self {
            connections: semaphore(limits.connections),
            told: semaphore(TOLD),
            sources: Mutex::default(),
            requests: semaphore(limits.requests),
            bodies: semaphore(limits.bodies_mib * 1024),
            asked: Buckets::new(limits.requests_per_second),
            sign_ins: Buckets::new(limits.sign_ins_per_second),
            accounts: Buckets::new(limits.account_requests_per_second),
            leaving: AtomicBool::new(false),
            refused: Refused::default(),
            done: Counts::default(),
            limits,
        }
    }

    /// Connections that are open.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.limits.connections - self.connections.available_permits()
    }

    /// Operations under way.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.limits.requests - self.requests.available_permits()
    }

    /// How often what was refused since the start.
    #[must_use]
    pub const fn refused(&self) -> &Refused {
        &self.refused
    }

    /// The server is on its way out: nobody should send more here.
    #[must_use]
    pub fn leaving(&self) -> bool {
        self.leaving.load(Ordering::Relaxed)
    }

    pub(crate) fn leave(&self) {
        self.leaving.store(true, Ordering::Relaxed);
    }

    /// A place for a connection; none beyond the limits. `alone` is false for a proxy, which speaks for many.
    pub(crate) fn connect(self: &Arc<Self>, from: IpAddr, alone: bool) -> Option<Place> {
        let place = Arc::clone(&self.connections).try_acquire_owned().ok();
        let source = Source::from(from);
        let mut sources = self.sources();
        let count = sources.get(&source).copied().unwrap_or(0);
        match place {
            Some(permit) if !alone || count < self.limits.connections_per_source => {
                sources.insert(source, count + 1);
                Some(Place {
                    load: Arc::clone(self),
                    source,
                    _permit: permit,
                })
            }
            _ => {
                self.refused.connections.fetch_add(1, Ordering::Relaxed);
                None
            }
        }
    }

    /// A place to be told that there is none.
    pub(crate) fn told(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.told).try_acquire_owned().ok()
    }

    /// Waits until no connection is open.
    pub(crate) async fn empty(&self) {
        let all = u32::try_from(self.limits.connections).unwrap_or(u32::MAX);
        // it is never closed
        let _ = self.connections.acquire_many(all).await;
    }

    /// May somebody there ask now? Once for each request.
    pub(crate) fn asks(&self, from: IpAddr, language: Language) -> Result<(), Error> {
        let taken = self.asked.take(Source::from(from), Instant::now());
        taken.map_err(|wait| self.too_often(wait, language))
    }

    /// May somebody there try to sign in now?
    pub(crate) fn signs_in(&self, from: IpAddr, language: Language) -> Result<(), Error> {
        let taken = self.sign_ins.take(Source::from(from), Instant::now());
        taken.map_err(|wait| self.too_often(wait, language))
    }

    /// Somebody there signed in: that was no guess.
    pub(crate) fn signed_in(&self, from: IpAddr) {
        self.sign_ins.give_back(Source::from(from), Instant::now());
    }

    /// Is this account asked for less than it may be? Whoever is not signed in there cannot spend what it has.
    pub(crate) fn account(&self, operator: &str, language: Language) -> Result<(), Error> {
        let ready = self.accounts.ready(operator, Instant::now());
        ready.map_err(|wait| self.too_often(wait, language))
    }

    /// Somebody who is signed in there has asked.
    pub(crate) fn spend(&self, operator: &str) {
        // empty already: those who asked at the same time
        let _ = self.accounts.take(operator, Instant::now());
    }

    /// A place for an operation.
    pub(crate) fn begin(&self, language: Language) -> Result<OwnedSemaphorePermit, Error> {
        Arc::clone(&self.requests).try_acquire_owned().map_err(|_| {
            self.refused.requests.fetch_add(1, Ordering::Relaxed);
            Error::new(Code::Busy, language)
        })
    }

    fn sources(&self) -> std::sync::MutexGuard<'_, HashMap<Source, usize>> {
        self.sources.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn too_often(&self, wait: Duration, language: Language) -> Error {
        self.refused.often.fetch_add(1, Ordering::Relaxed);
        let seconds = u32::try_from(wait.as_secs())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let unit = if seconds == 1 { "second" } else { "seconds" };
        let message = say(
            language,
            format!(
                "Too many requests in a short time. Nothing was changed. Wait {seconds} {unit}, then try again."
            ),
            format!(
                "短時間にリクエストが多すぎます。何も変更されていません。{seconds}秒待ってからもう一度お試しください。"
            ),
        );
        Error::with(Code::TooManyAttempts, message).detailed(Detail {
            retry_after_seconds: Some(seconds),
            ..Detail::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R98, R16
    #[test]
    fn a_source_has_its_share_of_connections_and_a_proxy_has_all() {
        let load = Arc::new(Load::new(Limits {
            connections: 5,
            connections_per_source: 2,
            ..Limits::default()
        }));
        let from = |text: &str| text.parse::<IpAddr>().unwrap();
        let network = [
            from("2001:db8::1"),
            from("2001:db8::2"),
            from("2001:db8::3"),
        ];
        let mut places: Vec<_> = network.map(|ip| load.connect(ip, true)).into();
        assert!(places[0].is_some() && places[1].is_some() && places[2].is_none());
        for _ in 0..3 {
            places.push(load.connect(from("10.0.0.1"), false));
        }
        assert!(places[5].is_some());
        assert_eq!(load.connections(), 5);
        assert!(load.connect(from("192.0.2.1"), true).is_none());
        assert_eq!(load.refused().connections.load(Ordering::Relaxed), 2);
        drop(places);
        assert_eq!(load.connections(), 0);
        assert!(load.sources().is_empty(), "who is gone is forgotten");
        assert!(load.connect(network[0], true).is_some());
    }
}
