//! How passwords are kept: Argon2id over a keyed pepper, as a PHC string. Hashing runs on few threads, few wait for them,
//! and who has to wait too long is told to come back (R01, R07).

use crate::{
    Fault, PasswordCost,
    keys::Keys,
    ports::{Draw as _, Randomness},
};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use latchkey_api::Secret;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

/// How long somebody waits for a slot.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a check found. No `bool`, no `Result`: neither can be taken for the other.
#[must_use]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Right,
    Wrong,
}

/// The few threads that hash, and the few who wait for them.
pub(crate) struct Hasher {
    cost: PasswordCost,
    slots: Arc<Semaphore>,
    places: Arc<Semaphore>,
    room: usize,
    at_once: usize,
    runs: AtomicU64,
    refused: AtomicU64,
}

/// A place among those who hash or wait for it; free again when dropped.
#[must_use]
pub(crate) struct Place(#[allow(dead_code, reason = "held")] OwnedSemaphorePermit);

/// What hashing passwords takes at this moment, and took since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hashing {
    /// Passwords that are being hashed or checked, or wait for it.
    pub under_way: usize,
    /// How many those can be.
    pub room: usize,
    /// How many are hashed at once; the others wait.
    pub slots: usize,
    /// Hashed and checked since the start.
    pub done: u64,
    /// Told to come back since the start.
    pub refused: u64,
}

impl Hasher {
    pub(crate) fn new(cost: PasswordCost, slots: usize, queue: usize) -> Self {
        let slots = slots.max(1);
        let room = slots.saturating_add(queue).min(Semaphore::MAX_PERMITS);
        Self {
            cost,
            slots: Arc::new(Semaphore::new(slots)),
            places: Arc::new(Semaphore::new(room)),
            room,
            at_once: slots,
            runs: AtomicU64::new(0),
            refused: AtomicU64::new(0),
        }
    }

    pub(crate) fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    /// A place for what will be hashed or checked. Ask before anything that costs: who finds none costs nothing.
    pub(crate) fn place(&self) -> Result<Place, Fault> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        place.map(Place).map_err(|_| self.crowded())
    }

    fn crowded(&self) -> Fault {
        self.refused.fetch_add(1, Ordering::Relaxed);
        Fault::Crowded
    }

    /// A new hash with a new salt.
    pub(crate) async fn hash(
        &self,
        keys: &Keys,
        randomness: &dyn Randomness,
        password: &Secret,
    ) -> Result<String, Fault> {
        let _place = self.place()?;
        let salt: [u8; 16] = randomness.bytes();
        let peppered = keys.peppered(&super::normal(password.expose()));
        let cost = self.cost;
        self.run(move || {
            let hash: PasswordHash = argon2(cost)?
                .hash_password_with_salt(peppered.as_slice(), &salt)
                .map_err(|_| Fault::Bug("a password hashes"))?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Checks against a stored hash; against one that nothing matches if there is none, for the same time (R11).
    pub(crate) async fn check(
        &self,
        _place: &Place,
        keys: &Keys,
        password: &Secret,
        stored: Option<&str>,
    ) -> Result<Verdict, Fault> {
        // longer ones were never accepted, so they cannot be right: told to nobody, and it costs nothing
        if password.expose().len() > 4 * super::LONGEST * 4 {
            return Ok(Verdict::Wrong);
        }
        let peppered: Zeroizing<[u8; 32]> = keys.peppered(&super::normal(password.expose()));
        let stored = stored.map_or_else(|| self.nothing(), str::to_owned);
        self.run(move || {
            let hash = PasswordHash::new(&stored).map_err(|_| Fault::Bug("a stored hash reads"))?;
            // the hash names its own cost
            Ok(
                match Argon2::default().verify_password(peppered.as_slice(), &hash) {
                    Ok(()) => Verdict::Right,
                    Err(_) => Verdict::Wrong,
                },
            )
        })
        .await
    }

    /// Weaker than what is made now: to be hashed again while the password is at hand.
    pub(crate) fn is_weaker(&self, stored: &str) -> bool {
        let Ok(hash) = PasswordHash::new(stored) else {
            return true;
        };
        let Ok(params) = Params::try_from(&hash) else {
            return true;
        };
        params.m_cost() < self.cost.memory_kib || params.t_cost() < self.cost.passes
    }

    /// A hash of the usual cost that no password has.
    fn nothing(&self) -> String {
        let PasswordCost {
            memory_kib,
            passes,
            lanes,
        } = self.cost;
        format!(
            "$argon2id$v=19$m={memory_kib},t={passes},p={lanes}$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        )
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let slot = tokio::time::timeout(PATIENCE, Arc::clone(&self.slots).acquire_owned()).await;
        let Ok(Ok(slot)) = slot else {
            return Err(self.crowded());
        };
        self.runs.fetch_add(1, Ordering::Relaxed);
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(slot);
            done
        });
        done.await.unwrap_or(Err(Fault::Bug("hashing ends")))
    }
}

fn argon2(cost: PasswordCost) -> Result<Argon2<'static>, Fault> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
        .map_err(|_| Fault::Bug("the password cost is possible"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

impl crate::Engine {
    /// What hashing passwords takes.
    #[must_use]
    pub fn hashing(&self) -> Hashing {
        let hasher = &self.inner.hasher;
        Hashing {
            under_way: hasher.room - hasher.places.available_permits(),
            room: hasher.room,
            slots: hasher.at_once,
            done: hasher.runs(),
            refused: hasher.refused.load(Ordering::Relaxed),
        }
    }

    /// A new hash, at this engine's cost and with its pepper.
    pub(crate) async fn hash(&self, password: &Secret) -> Result<String, Fault> {
        let inner = &self.inner;
        inner
            .hasher
            .hash(&inner.keys, &*inner.ports.randomness, password)
            .await
    }
}
