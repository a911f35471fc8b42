//! Whether a password is the one that somebody signed in to a server with, found out on this side. A server's word that it
//! is right is worth the account that it has, and no other one that is open in the same window.

use argon2::{Algorithm, Argon2, Params, Version};
use latchkey_api::Secret;
use latchkey_engine::{Randomness as _, SystemRandomness};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// As strong as what a store has of a password: an entry in the keychain may outlive the session in it.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
/// No password is longer; what is, costs nothing.
const LONGEST: usize = 2_048;

/// What is known of a password here. It tells nothing but whether another one is the same.
#[derive(Clone, Serialize, Deserialize)]
pub struct Proof {
    salt: [u8; 16],
    hash: [u8; 32],
}

impl Proof {
    /// Of a password that was right while nothing was locked. Takes a moment, off the UI thread.
    pub async fn of(password: &Secret) -> Option<Self> {
        let mut salt = [0; 16];
        SystemRandomness.fill(&mut salt);
        let hash = hash(password, salt).await?;
        Some(Self { salt, hash })
    }

    /// Whether this is the same password.
    pub async fn holds(&self, password: &Secret) -> bool {
        hash(password, self.salt).await == Some(self.hash)
    }
}

async fn hash(password: &Secret, salt: [u8; 16]) -> Option<[u8; 32]> {
    if password.expose().len() > LONGEST {
        return None;
    }
    let password = Zeroizing::new(password.expose().to_owned());
    let work = move || {
        let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).ok()?;
        let mut hash = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.as_bytes(), &salt, &mut hash)
            .ok()?;
        Some(hash)
    };
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_same_password_is_the_same() {
        let proof = Proof::of(&Secret::from("five plain words in here"))
            .await
            .unwrap();
        assert!(proof.holds(&Secret::from("five plain words in here")).await);
        for other in ["five plain words in hers", "", " five plain words in here"] {
            assert!(!proof.holds(&Secret::from(other)).await, "{other}");
        }
        let endless = Secret::from("x".repeat(LONGEST + 1).as_str());
        assert!(Proof::of(&endless).await.is_none() && !proof.holds(&endless).await);
        let kept = serde_json::to_string(&proof).unwrap();
        assert!(!kept.contains("plain words"));
        let read: Proof = serde_json::from_str(&kept).unwrap();
        assert!(read.holds(&Secret::from("five plain words in here")).await);
    }
}
