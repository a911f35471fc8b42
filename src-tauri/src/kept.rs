//! A sign-in to a server, kept in the keychain from one start to the next: one entry per connection, gone with the
//! sign-out. Accounts on this computer keep none.

use crate::{account::Identity, keychain};
use latchkey_api::{Credentials, Secret};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What the entry holds.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    api_key: String,
    token: Secret,
    identity: Identity,
}

/// Keeps a sign-in. Without a keychain it holds until the window closes, which the window says.
pub async fn keep(connection: &str, credentials: &Credentials, identity: &Identity) -> bool {
    let entry = Entry {
        api_key: credentials.api_key.clone(),
        token: credentials.token.clone(),
        identity: identity.clone(),
    };
    let Ok(bytes) = serde_json::to_vec(&entry).map(Zeroizing::new) else {
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

/// The sign-in that was kept; nothing if there is none, or no keychain that would give it.
pub async fn find(connection: &str) -> Option<(Credentials, Identity)> {
    let bytes = keychain::get(connection).await.ok()?;
    let entry: Entry = serde_json::from_slice(&bytes).ok()?;
    let credentials = Credentials {
        api_key: entry.api_key,
        token: entry.token,
    };
    Some((credentials, entry.identity))
}

/// Takes it out of the keychain.
pub async fn forget(connection: &str) {
    if let Err(problem) = keychain::remove(connection).await {
        tracing::warn!(?problem, "a sign-in may still be in the keychain");
    }
}
