//! Signing in and out. The token goes no further than this process.

use super::{Shell, lock::Ended};
use crate::{
    account::{Identity, Session},
    backend::Backend,
    kept,
    proof::Proof,
    refusal::{Answer, Refusal},
    server::Server,
    view::{Reach, ShellState, Who},
};
use latchkey_api::{Auth, AuthResponse, Code, Credentials, Logout, Secret};
use serde::Deserialize;

/// A sign-in as a form gives it: an address for root, a user name for a SAM user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInForm {
    email: Option<String>,
    operator_id: Option<String>,
    user_name: Option<String>,
    password: Secret,
    /// Fill the form with the same name next time.
    remember: bool,
}

impl Shell {
    pub async fn sign_in(&self, connection: &str, form: SignInForm) -> Answer<ShellState> {
        // else the lock would open to whoever has any user's password
        self.inner.read().await.unlocked(self.language())?;
        let identity = match (form.email, form.user_name) {
            (Some(email), None) => Identity::Root { email },
            (None, Some(user_name)) => Identity::User { user_name },
            _ => {
                return Err(Refusal::new(
                    "bad_request",
                    "A sign-in names an address or a user. Nothing was changed.",
                ));
            }
        };
        self.enter(
            connection,
            identity.clone(),
            form.operator_id,
            form.password,
            true,
        )
        .await?;
        self.preferences.remember(connection, |memory| {
            let remembered = &mut memory.remembered;
            remembered.user_was_last = identity.user_name().is_some();
            match &identity {
                Identity::Root { email } => {
                    remembered.email = form.remember.then(|| email.clone());
                }
                Identity::User { user_name } => {
                    remembered.user_name = form.remember.then(|| user_name.clone());
                }
            }
        });
        self.used();
        Ok(self.announce().await)
    }

    /// The owner of a new account.
    pub(super) async fn sign_in_as_root(
        &self,
        connection: &str,
        email: &str,
        password: Secret,
    ) -> Answer<()> {
        self.enter(
            connection,
            Identity::Root {
                email: email.to_owned(),
            },
            None,
            password,
            true,
        )
        .await
    }

    /// The same person goes on after the session ended.
    pub async fn sign_in_again(&self, connection: &str, password: Secret) -> Answer<ShellState> {
        self.inner.read().await.unlocked(self.language())?;
        self.renew(connection, password, true).await?;
        self.used();
        Ok(self.announce().await)
    }

    /// A new session for whoever had the old one, locked or not. `known` as for [`Shell::enter`].
    pub(super) async fn renew(
        &self,
        connection: &str,
        password: Secret,
        known: bool,
    ) -> Answer<()> {
        let language = self.language();
        let identity = {
            let inner = self.inner.read().await;
            let session = inner.known(connection, language)?.session.as_ref();
            session
                .ok_or_else(|| Refusal::not_signed_in(language))?
                .identity
                .clone()
        };
        self.enter(connection, identity, None, password, known)
            .await
    }

    /// Signs in as somebody else besides, for the demonstration: the list of users then has something to tell.
    pub async fn visit(&self, connection: &str, user_name: &str, password: Secret) -> Answer<()> {
        let (backend, operator_id) = self.backend(connection).await?;
        let request = Auth {
            operator_id: Some(operator_id),
            user_name: Some(user_name.to_owned()),
            password: Some(password),
            ..Auth::default()
        };
        backend.call(&self.caller(None), request).await?;
        Ok(())
    }

    /// What carries out the account's operations, and its operator ID.
    async fn backend(&self, connection: &str) -> Answer<(Backend, String)> {
        let language = self.language();
        let inner = self.inner.read().await;
        let account = inner.known(connection, language)?;
        let backend = account
            .backend()
            .ok_or_else(|| Refusal::not_signed_in(language))?;
        Ok((backend, account.operator_id()))
    }

    /// Signs in and puts the session in its place. A refusal leaves what was there. `known` is false for a password that
    /// nobody but the server found to be right while the window was locked: it is no proof of who is there.
    pub(super) async fn enter(
        &self,
        connection: &str,
        identity: Identity,
        operator_id: Option<String>,
        password: Secret,
        known: bool,
    ) -> Answer<()> {
        let language = self.language();
        let (backend, own_operator) = self.backend(connection).await?;
        let operator_id = operator_id.unwrap_or_else(|| own_operator.clone());
        let request = asking(&identity, operator_id, &password);
        let before = Self::reach(&backend);
        // somebody who signs in does not wait for the next try
        if let (Backend::Remote(server), Some(Reach::Unreachable { .. })) = (&backend, &before) {
            server.probe(language).await;
        }
        let answer = backend.call(&self.caller(None), request).await;
        self.heard(&backend, before).await;
        let AuthResponse {
            api_key,
            token,
            must_change_password,
            operator_id,
            ..
        } = answer?;
        let credentials = Credentials {
            api_key: api_key.expose().to_owned(),
            token,
        };
        let who = self
            .who(
                connection,
                &backend,
                &credentials,
                &identity,
                must_change_password,
            )
            .await;
        let (kept, proof) = match &backend {
            Backend::Local(_) => (false, None),
            Backend::Remote(server) => {
                server.belongs_to(operator_id.as_str());
                let proof = if known {
                    Proof::of(&password).await
                } else {
                    None
                };
                let entry = kept::Entry::new(
                    server.record().address,
                    &credentials,
                    &identity,
                    proof.as_ref(),
                );
                let kept = self.keep_sign_in(connection, server, &who, &entry).await;
                (kept, proof)
            }
        };
        let session = Session {
            credentials,
            identity,
            who,
            expired: false,
            kept,
            proof,
        };
        // two accounts of a server may have users of one name
        let moved = own_operator != operator_id.as_str();
        let replaced = self.place(connection, &backend, session, moved).await?;
        if let Some(replaced) = replaced.filter(|session| !session.expired) {
            self.close_session(&backend, replaced).await;
        }
        Ok(())
    }

    /// Puts a session in its place, and hands out the one that was there. What that one read and wrote is for the same
    /// person only.
    async fn place(
        &self,
        connection: &str,
        backend: &Backend,
        session: Session,
        moved: bool,
    ) -> Answer<Option<Session>> {
        let mut inner = self.inner.write().await;
        let account = inner.known_mut(connection, self.language())?;
        let before = account.session.as_ref();
        let same = before.is_some_and(|before| before.identity == session.identity && !moved);
        if let (Backend::Remote(server), false) = (backend, same) {
            server.forget_seen();
        }
        let replaced = account.session.replace(session);
        if moved {
            inner.drafts.forget(connection);
        }
        Ok(replaced)
    }

    /// Ends a session where it was made, if that can be reached; else it ends by itself.
    async fn close_session(&self, backend: &Backend, session: Session) {
        let gone = backend
            .call(&self.caller(Some(session.credentials)), Logout {})
            .await;
        if let Err(error) = gone
            && !matches!(error.code, Code::SessionExpired | Code::NotSignedIn)
        {
            tracing::warn!(code = ?error.code, "the session ends by itself");
        }
    }

    /// For the next start; tells whether the keychain took it.
    async fn keep_sign_in(
        &self,
        connection: &str,
        server: &Server,
        who: &Who,
        entry: &kept::Entry,
    ) -> bool {
        self.preferences.keep_server(&server.record());
        let kept = kept::keep(connection, entry).await;
        // what the keychain has from before is somebody else's, or over
        self.preferences
            .remember(connection, |memory| memory.who = kept.then(|| who.clone()));
        kept
    }

    /// Ends the session. From the lock screen it ends all of them: who leaves it must not find another account open.
    pub async fn sign_out(&self, connection: &str) -> Answer<ShellState> {
        let language = self.language();
        let ended: Vec<_> = {
            let mut inner = self.inner.write().await;
            inner.known(connection, language)?;
            let all = std::mem::take(&mut inner.locked);
            inner.end(|id| all || id == connection)
        };
        self.log_out(ended).await;
        Ok(self.announce().await)
    }

    /// Ends sessions where they are, and forgets them here.
    pub(super) async fn log_out(&self, ended: Vec<Ended>) {
        for (id, backend, session) in ended {
            if let Backend::Remote(server) = &backend {
                server.forget_seen();
                self.preferences.remember(&id, |memory| memory.who = None);
                kept::forget(&id).await;
            }
            self.close_session(&backend, session).await;
        }
    }
}

fn asking(identity: &Identity, operator_id: String, password: &Secret) -> Auth {
    let password = Some(password.clone());
    match identity {
        Identity::Root { email } => Auth {
            email: Some(email.clone()),
            password,
            ..Auth::default()
        },
        Identity::User { user_name } => Auth {
            operator_id: Some(operator_id),
            user_name: Some(user_name.clone()),
            password,
            ..Auth::default()
        },
    }
}
