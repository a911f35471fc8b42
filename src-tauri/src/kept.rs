//! A sign-in to a server, kept in the keychain from one start to the next: one entry per connection, gone with the
//! sign-out. Accounts on this computer keep none.

use crate::{account::Identity, keychain, proof::Proof};
use latchkey_api::{Credentials, Secret};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What the entry holds.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Where it goes, and nowhere else: the connection's own record is a plain file.
    pub address: String,
    pub api_key: String,
    pub token: Secret,
    pub identity: Identity,
    pub proof: Option<Proof>,
}

impl Entry {
    pub fn new(
        address: String,
        credentials: &Credentials,
        identity: &Identity,
        proof: Option<&Proof>,
    ) -> Self {
        Self {
            address,
            api_key: credentials.api_key.clone(),
            token: credentials.token.clone(),
            identity: identity.clone(),
            proof: proof.cloned(),
        }
    }
}

/// Keeps a sign-in. Without a keychain it holds until the window closes, which the window says.
pub async fn keep(connection: &str, entry: &Entry) -> bool {
    let Ok(bytes) = serde_json::to_vec(entry).map(Zeroizing::new) else {
        return false;
    };
    match keychain::set(connection, &bytes).await {
        Ok(()) => true,
        Err(problem) => {
            tracing::warn!(?problem, "the sign-in is kept in memory only");
            false
        }
    }
}

/// The sign-in that was kept for this address; nothing if there is none, or no keychain that would give it.
pub async fn find(connection: &str, address: &str) -> Option<Entry> {
    let bytes = keychain::get(connection).await.ok()?;
    read(&bytes, address)
}

fn read(bytes: &[u8], address: &str) -> Option<Entry> {
    let entry: Entry = serde_json::from_slice(bytes).ok()?;
    (entry.address == address).then_some(entry)
}

/// Takes it out of the keychain.
pub async fn forget(connection: &str) {
    if let Err(problem) = keychain::remove(connection).await {
        tracing::warn!(?problem, "a sign-in may still be in the keychain");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R24: the file that says where a connection goes is no secret, and not safe from every other program
    #[test]
    fn a_kept_sign_in_goes_to_the_server_that_gave_it_and_nowhere_else() {
        let entry = r#"{"address":"https://id.example","apiKey":"api-x","token":"t","identity":{"Root":{"email":"a@example.com"}},"proof":null}"#;
        let found = read(entry.as_bytes(), "https://id.example").unwrap();
        assert_eq!(found.api_key, "api-x");
        assert!(read(entry.as_bytes(), "https://id.example.evil").is_none());
        assert!(read(b"{}", "https://id.example").is_none());
    }
}
