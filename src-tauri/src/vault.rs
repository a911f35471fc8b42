//! Passwords of mail servers in the OS keychain. Without one, or where a person chose another way to keep the account's
//! key, the account's own encrypted file has them.

use crate::keychain;
use latchkey_api::Secret;
use latchkey_engine::{Kept, Vault};

/// The keychain, as one account may use it.
#[derive(Debug)]
pub struct Keychain {
    /// It keeps the account's key too: else it gives out what it has from before, and takes nothing new.
    pub takes: bool,
}

impl Vault for Keychain {
    fn keep<'v>(&'v self, name: &'v str, password: Option<&'v Secret>) -> Kept<'v, bool> {
        Box::pin(async move {
            let done = match password {
                Some(_) if !self.takes => return false,
                Some(password) => keychain::set(&entry(name), password.expose().as_bytes()).await,
                None => keychain::remove(&entry(name)).await,
            };
            if let Err(problem) = done {
                tracing::warn!(
                    ?problem,
                    "the keychain has no part in a mail server's password"
                );
            }
            done.is_ok()
        })
    }

    fn find<'v>(&'v self, name: &'v str) -> Kept<'v, Option<Secret>> {
        Box::pin(async move {
            let bytes = keychain::get(&entry(name)).await.ok()?;
            std::str::from_utf8(&bytes).ok().map(Secret::from)
        })
    }
}

/// Beside the accounts' keys and sign-ins, which are called otherwise.
fn entry(name: &str) -> String {
    format!("mail:{name}")
}
