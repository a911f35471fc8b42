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
use latchkey_api::{Auth, AuthResponse, Code, Credentials, ExplainSelf, Logout, OwnReport, Secret};
use serde::Deserialize;

/// Most characters of a name: as many as a description has.
const NAME: usize = 256;

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
        let mut inner = self.inner.write().await;
        let account = inner.known_mut(connection, language)?;
        // two accounts of a server may have users of one name
        let moved = own_operator != operator_id.as_str();
        let same = account
            .session
            .as_ref()
            .is_some_and(|session| session.identity == identity && !moved);
        if let (Backend::Remote(server), false) = (&backend, same) {
            server.forget_seen();
        }
        account.session = Some(Session {
            credentials,
            identity,
            who,
            expired: false,
            kept,
            proof,
        });
        if moved {
            inner.drafts.forget(connection);
        }
        Ok(())
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

    /// The name to show. Asked of the account where it answers; the name that was typed before a first password is set.
    async fn who(
        &self,
        connection: &str,
        backend: &Backend,
        credentials: &Credentials,
        identity: &Identity,
        must_change_password: bool,
    ) -> Who {
        let report: Option<OwnReport> = if must_change_password {
            None
        } else {
            backend
                .call(&self.caller(Some(credentials.clone())), ExplainSelf {})
                .await
                .ok()
                .map(|report| short(backend, report))
        };
        if let Some(report) = &report {
            self.preferences.remember(connection, |memory| {
                memory.name = Some(report.operator_name.clone());
            });
        }
        let typed = match identity {
            Identity::Root { email } => email,
            Identity::User { user_name } => user_name,
        };
        Who {
            user_name: identity.user_name().map(str::to_owned),
            display_name: report.map_or_else(|| typed.clone(), |report| report.display_name),
            root: matches!(identity, Identity::Root { .. }),
            must_change_password,
        }
    }

    /// Who it is, asked anew: after a first password was set, and when a server is heard again.
    pub(super) async fn refresh_who(&self, connection: &str) {
        let found = {
            let inner = self.inner.read().await;
            inner.accounts.get(connection).and_then(|account| {
                let session = account
                    .session
                    .as_ref()
                    .filter(|session| !session.expired)?;
                Some((account.backend()?, session.credentials.clone()))
            })
        };
        let Some((backend, credentials)) = found else {
            return;
        };
        let caller = self.caller(Some(credentials));
        match backend.call(&caller, ExplainSelf {}).await {
            Ok(report) => {
                let report = short(&backend, report);
                self.recognised(connection, caller.envelope.credentials.as_ref(), report)
                    .await;
            }
            Err(error) if matches!(error.code, Code::SessionExpired | Code::NotSignedIn) => {
                self.expire(connection, caller.envelope.credentials.as_ref())
                    .await;
            }
            // a server of another make, or a bad moment: who it is stays as it was
            Err(_) => {}
        }
        self.announce().await;
    }

    async fn recognised(
        &self,
        connection: &str,
        credentials: Option<&Credentials>,
        report: OwnReport,
    ) {
        let who = {
            let mut inner = self.inner.write().await;
            let account = inner.accounts.get_mut(connection);
            let Some(session) = account.and_then(|account| account.session.as_mut()) else {
                return;
            };
            // somebody else is there meanwhile
            if credentials.is_none_or(|asked| asked.api_key != session.credentials.api_key) {
                return;
            }
            session.who.display_name = report.display_name;
            session.who.must_change_password = false;
            session.who.clone()
        };
        self.preferences.remember(connection, |memory| {
            memory.name = Some(report.operator_name);
            memory.who = memory.who.as_ref().map(|_| who);
        });
    }

    /// Remembers that the token is worth nothing any more, if it is still the one in use.
    pub(super) async fn expire(&self, connection: &str, credentials: Option<&Credentials>) {
        let kept = {
            let mut inner = self.inner.write().await;
            let account = inner.accounts.get_mut(connection);
            let Some(session) = account.and_then(|account| account.session.as_mut()) else {
                return;
            };
            let current = credentials.is_none_or(|old| old.api_key == session.credentials.api_key);
            if !current || std::mem::replace(&mut session.expired, true) {
                return;
            }
            std::mem::take(&mut session.kept)
        };
        if kept {
            kept::forget(connection).await;
        }
        self.announce().await;
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
            let gone = backend
                .call(&self.caller(Some(session.credentials)), Logout {})
                .await;
            if let Err(error) = gone
                && !matches!(error.code, Code::SessionExpired | Code::NotSignedIn)
            {
                tracing::warn!(code = ?error.code, "the session ends by itself");
            }
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

/// Names that are kept in a file and shown on every screen: a server's are cut to what a name can be.
fn short(backend: &Backend, mut report: OwnReport) -> OwnReport {
    if matches!(backend, Backend::Remote(_)) {
        for name in [&mut report.operator_name, &mut report.display_name] {
            *name = latchkey_client::line(name, NAME);
        }
    }
    report
}
