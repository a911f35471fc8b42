//! The lock: nothing of an account reaches the window until whoever locked it gives the password.

use super::{Inner, Shell};
use crate::{
    account::Account,
    idle::LastUse,
    refusal::{Answer, Refusal},
    view::ShellState,
};
use latchkey_api::{Code, ConfirmPassword, Error, Secret};
use std::sync::PoisonError;

impl Inner {
    /// Shows the account whose password unlocks: from one where nobody is signed in there would be no way out.
    pub(super) fn lock(&mut self) {
        let signed_in = |account: &Account| account.session.is_some();
        let shown = self.current.as_ref().and_then(|id| self.accounts.get(id));
        if !shown.is_some_and(signed_in) {
            let Some(other) = self.accounts.values().find(|account| signed_in(account)) else {
                return;
            };
            self.current = Some(other.id());
        }
        self.locked = true;
    }
}

impl Shell {
    /// Locks, if somebody is signed in anywhere.
    pub async fn lock(&self) -> ShellState {
        self.inner.write().await.lock();
        self.announce().await
    }

    /// Locks when the window was left alone for longer than this person set.
    pub async fn lock_when_idle(&self) {
        let minutes = self.preferences.preferences().auto_lock_minutes;
        let last = *self.last_use.lock().unwrap_or_else(PoisonError::into_inner);
        let locked = self.inner.read().await.locked;
        if !locked && last.longer_than(minutes) {
            self.lock().await;
        }
    }

    /// A kept sign-in opens to whoever starts the application only while the lock would not have shut by itself.
    pub(super) async fn lock_if_left_long_ago(&self) {
        let minutes = self.preferences.preferences().auto_lock_minutes;
        if LastUse::at_ms(self.preferences.left_at()).longer_than(minutes) {
            self.inner.write().await.lock();
        }
    }

    /// Keeps when the window was used last; if it was locked, the next start finds it so.
    pub(super) async fn leave(&self) {
        let last = *self.last_use.lock().unwrap_or_else(PoisonError::into_inner);
        let locked = self.inner.read().await.locked;
        self.preferences.leave(if locked { 0 } else { last.ms() });
    }

    /// Somebody is there.
    pub fn used(&self) {
        *self.last_use.lock().unwrap_or_else(PoisonError::into_inner) = LastUse::now();
    }

    /// Unlocks with the password of whoever is signed in on the account that is shown, else of any other that is.
    pub async fn unlock(&self, password: Secret) -> Answer<ShellState> {
        let language = self.language();
        let (connection, backend, credentials) = {
            let inner = self.inner.read().await;
            let shown = inner
                .current
                .as_ref()
                .and_then(|id| inner.accounts.get(id))
                .filter(|a| a.session.is_some());
            let account = shown.or_else(|| inner.accounts.values().find(|a| a.session.is_some()));
            let open = account.and_then(|a| {
                Some((
                    a.id(),
                    a.backend()?,
                    a.session.as_ref()?.credentials.clone(),
                ))
            });
            open.ok_or_else(|| Refusal::not_signed_in(language))?
        };
        let request = ConfirmPassword {
            password: password.clone(),
        };
        let before = Self::reach(&backend);
        let answer = backend.call(&self.caller(Some(credentials)), request).await;
        self.heard(&backend, before).await;
        match answer {
            Ok(()) => {}
            // the session ended meanwhile, or the server has no such question: the password is worth a new session
            Err(Error {
                code:
                    Code::SessionExpired
                    | Code::NotSignedIn
                    | Code::MustChangePassword
                    | Code::NotServed
                    | Code::NotFound,
                ..
            }) => {
                self.renew(&connection, password).await?;
            }
            Err(error) => return Err(error.into()),
        }
        {
            let mut inner = self.inner.write().await;
            inner.locked = false;
            inner.current = Some(connection);
        }
        self.used();
        Ok(self.announce().await)
    }
}
