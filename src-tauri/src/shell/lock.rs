//! The lock: nothing of an account reaches the window until whoever locked it gives the password.

use super::{Inner, Shell};
use crate::{
    account::{Account, Session},
    backend::Backend,
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

    /// Opens the lock, showing the account whose password it was. One that only its server found to be right opens that
    /// account alone: the other sessions are handed out, to be ended.
    pub(super) fn unlock(&mut self, connection: String, known: bool) -> Vec<Ended> {
        self.locked = false;
        let others = if known {
            Vec::new()
        } else {
            self.end(|id| id != connection)
        };
        self.current = Some(connection);
        others
    }

    /// Takes sessions out, with what their owners had not saved.
    pub(super) fn end(&mut self, which: impl Fn(&str) -> bool) -> Vec<Ended> {
        let mut ended = Vec::new();
        for (id, account) in &mut self.accounts {
            if which(id)
                && let Some(session) = account.session.take()
            {
                self.drafts.forget(id);
                let backend = account.backend();
                ended.extend(backend.map(|backend| (id.clone(), backend, session)));
            }
        }
        ended
    }
}

/// A session that is over here, and where it has to be ended.
pub(super) type Ended = (String, Backend, Session);

impl Shell {
    /// Locks, if somebody is signed in anywhere.
    pub async fn lock(&self) -> ShellState {
        {
            let mut inner = self.inner.write().await;
            inner.lock();
            if inner.locked {
                // at once: whoever ends the application by force shall find it locked
                self.preferences.leave(0);
            }
        }
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
        let (connection, backend, credentials, proof) = {
            let inner = self.inner.read().await;
            let shown = inner
                .current
                .as_ref()
                .and_then(|id| inner.accounts.get(id))
                .filter(|a| a.session.is_some());
            let account = shown.or_else(|| inner.accounts.values().find(|a| a.session.is_some()));
            let open = account.and_then(|a| {
                let session = a.session.as_ref()?;
                Some((
                    a.id(),
                    a.backend()?,
                    session.credentials.clone(),
                    session.proof.clone(),
                ))
            });
            open.ok_or_else(|| Refusal::not_signed_in(language))?
        };
        let request = ConfirmPassword {
            password: password.clone(),
        };
        let known = match (&backend, proof) {
            (Backend::Local(_), _) => true,
            (Backend::Remote(_), Some(proof)) => proof.holds(&password).await,
            (Backend::Remote(_), None) => false,
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
                self.renew(&connection, password, known).await?;
            }
            Err(error) => return Err(error.into()),
        }
        let others = self.inner.write().await.unlock(connection, known);
        self.log_out(others).await;
        self.used();
        self.leave().await;
        Ok(self.announce().await)
    }
}
