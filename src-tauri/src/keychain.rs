//! The OS keychain: one entry per account, always off the UI thread and never waited for longer than 3 s.
//! Only the platform's real store; without one there is a [`KeychainProblem`], never a stand-in.

use keyring_core::{CredentialStore, Entry, Error};
use std::{sync::Arc, time::Duration};
use zeroize::Zeroizing;

/// The service that entries are filed under.
const SERVICE: &str = "app.latchkey.desktop";
/// How long a person is kept waiting before she is told.
const PATIENCE: Duration = Duration::from_secs(3);

/// Why the keychain did not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeychainProblem {
    /// No keychain runs here.
    Missing,
    /// It is locked.
    Locked,
    /// It does not answer in time, mostly because it waits for somebody.
    Slow,
    /// It refused.
    Denied,
    /// It works and has no such entry.
    NoEntry,
}

/// The secret filed under this name.
pub async fn get(name: &str) -> Result<Zeroizing<Vec<u8>>, KeychainProblem> {
    let name = name.to_owned();
    apart(move || match entry(&name)?.get_secret() {
        Ok(secret) => Ok(Zeroizing::new(secret)),
        // a keychain that was never unlocked also says "no entry": only writing tells the two apart
        Err(Error::NoEntry) => Err(probe().err().unwrap_or(KeychainProblem::NoEntry)),
        Err(error) => Err(problem(&error)),
    })
    .await
}

/// Files a secret and reads it back, so that what is said to be kept is kept.
pub async fn set(name: &str, secret: &[u8]) -> Result<(), KeychainProblem> {
    let (name, secret) = (name.to_owned(), Zeroizing::new(secret.to_vec()));
    apart(move || {
        let entry = entry(&name)?;
        entry.set_secret(&secret).map_err(|e| problem(&e))?;
        let kept = Zeroizing::new(entry.get_secret().map_err(|e| problem(&e))?);
        if *kept == *secret {
            Ok(())
        } else {
            Err(KeychainProblem::Denied)
        }
    })
    .await
}

/// Takes a secret away; one that is not there is away already.
pub async fn remove(name: &str) -> Result<(), KeychainProblem> {
    let name = name.to_owned();
    apart(move || match entry(&name)?.delete_credential() {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(problem(&error)),
    })
    .await
}

/// Whether secrets can be filed here at all.
fn probe() -> Result<(), KeychainProblem> {
    let entry = entry("probe")?;
    entry.set_secret(b"probe").map_err(|e| problem(&e))?;
    entry.delete_credential().map_err(|e| problem(&e))
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeychainProblem> + Send + 'static,
) -> Result<T, KeychainProblem> {
    match tokio::time::timeout(PATIENCE, tokio::task::spawn_blocking(work)).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(KeychainProblem::Missing),
        Err(_) => Err(KeychainProblem::Slow),
    }
}

/// A store of its own for every use: one that could not be reached once must not stay unreachable.
fn entry(name: &str) -> Result<Entry, KeychainProblem> {
    let store = platform_store().map_err(|_| KeychainProblem::Missing)?;
    store.build(SERVICE, name, None).map_err(|e| problem(&e))
}

#[cfg(target_os = "linux")]
fn platform_store() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn platform_store() -> Result<Arc<CredentialStore>, Error> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn platform_store() -> Result<Arc<CredentialStore>, Error> {
    Ok(windows_native_keyring_store::Store::new()?)
}

fn problem(error: &Error) -> KeychainProblem {
    tracing::warn!(kind = kind(error), "keychain");
    match error {
        Error::NoStorageAccess(_) => KeychainProblem::Locked,
        Error::NoEntry => KeychainProblem::NoEntry,
        Error::PlatformFailure(_) | Error::NoDefaultStore => KeychainProblem::Missing,
        _ => KeychainProblem::Denied,
    }
}

/// Without the platform's own words, which may quote what was filed.
fn kind(error: &Error) -> &'static str {
    match error {
        Error::NoStorageAccess(_) => "no access",
        Error::NoEntry => "no entry",
        Error::PlatformFailure(_) => "platform failure",
        Error::NoDefaultStore => "no store",
        _ => "refused",
    }
}
