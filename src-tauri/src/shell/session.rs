//! Signing in and out. The token goes no further than this process.

use super::Shell;
use crate::{
    account::{Identity, Session},
    refusal::{Answer, Refusal},
    view::{ShellState, Who},
};
use latchkey_api::{Auth, AuthResponse, Code, Credentials, ExplainSelf, Logout, OwnReport, Secret};
use latchkey_engine::Engine;
use serde::Deserialize;
use std::sync::Arc;

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
        )
        .await
    }

    /// The same person goes on after the session ended.
    pub async fn sign_in_again(&self, connection: &str, password: Secret) -> Answer<ShellState> {
        self.inner.read().await.unlocked(self.language())?;
        self.renew(connection, password).await?;
        self.used();
        Ok(self.announce().await)
    }

    /// A new session for whoever had the old one, locked or not.
    pub(super) async fn renew(&self, connection: &str, password: Secret) -> Answer<()> {
        let language = self.language();
        let identity = {
            let inner = self.inner.read().await;
            let session = inner.known(connection, language)?.session.as_ref();
            session
                .ok_or_else(|| Refusal::not_signed_in(language))?
                .identity
                .clone()
        };
        self.enter(connection, identity, None, password).await
    }

    /// Signs in as somebody else besides, for the demonstration: the list of users then has something to tell.
    pub async fn visit(&self, connection: &str, user_name: &str, password: Secret) -> Answer<()> {
        let (engine, operator_id) = self.open_engine(connection).await?;
        let request = Auth {
            operator_id: Some(operator_id),
            user_name: Some(user_name.to_owned()),
            password: Some(password),
            ..Auth::default()
        };
        engine.call(&self.caller(None), request).await?;
        Ok(())
    }

    /// The account's open store, and its operator ID.
    async fn open_engine(&self, connection: &str) -> Answer<(Arc<Engine>, String)> {
        let language = self.language();
        let inner = self.inner.read().await;
        let account = inner.known(connection, language)?;
        let engine = account
            .engine
            .as_ref()
            .ok_or_else(|| Refusal::not_signed_in(language))?;
        Ok((Arc::clone(engine), account.operator_id.clone()))
    }

    /// Signs in and puts the session in its place. A refusal leaves what was there.
    pub(super) async fn enter(
        &self,
        connection: &str,
        identity: Identity,
        operator_id: Option<String>,
        password: Secret,
    ) -> Answer<()> {
        let language = self.language();
        let (engine, own_operator) = self.open_engine(connection).await?;
        let mut request = Auth {
            password: Some(password),
            ..Auth::default()
        };
        match &identity {
            Identity::Root { email } => request.email = Some(email.clone()),
            Identity::User { user_name } => {
                request.operator_id = Some(operator_id.unwrap_or(own_operator));
                request.user_name = Some(user_name.clone());
            }
        }
        let AuthResponse {
            api_key,
            token,
            must_change_password,
            ..
        } = engine.call(&self.caller(None), request).await?;
        let credentials = Credentials {
            api_key: api_key.expose().to_owned(),
            token,
        };
        let who = self
            .who(
                connection,
                &engine,
                &credentials,
                &identity,
                must_change_password,
            )
            .await;
        let mut inner = self.inner.write().await;
        inner.known_mut(connection, language)?.session = Some(Session {
            credentials,
            identity,
            who,
            expired: false,
        });
        Ok(())
    }

    /// The name to show. Asked of the engine where it answers; the name that was typed before a first password is set.
    async fn who(
        &self,
        connection: &str,
        engine: &Engine,
        credentials: &Credentials,
        identity: &Identity,
        must_change_password: bool,
    ) -> Who {
        let report: Option<OwnReport> = if must_change_password {
            None
        } else {
            engine
                .call(&self.caller(Some(credentials.clone())), ExplainSelf {})
                .await
                .ok()
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

    /// After a first password was set, the window opens up.
    pub(super) async fn refresh_who(&self, connection: &str) {
        let found = {
            let inner = self.inner.read().await;
            inner.accounts.get(connection).and_then(|account| {
                let session = account.session.as_ref()?;
                Some((
                    Arc::clone(account.engine.as_ref()?),
                    session.credentials.clone(),
                    session.identity.clone(),
                ))
            })
        };
        let Some((engine, credentials, identity)) = found else {
            return;
        };
        let who = self
            .who(connection, &engine, &credentials, &identity, false)
            .await;
        if let Some(session) = self
            .inner
            .write()
            .await
            .accounts
            .get_mut(connection)
            .and_then(|a| a.session.as_mut())
        {
            session.who = who;
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
            let mut ended = Vec::new();
            for (id, account) in &mut inner.accounts {
                if (all || id == connection)
                    && let (Some(engine), Some(session)) = (&account.engine, account.session.take())
                {
                    ended.push((id.clone(), Arc::clone(engine), session));
                }
            }
            for (id, ..) in &ended {
                inner.drafts.forget(id);
            }
            ended
        };
        for (_, engine, session) in ended {
            let gone = engine
                .call(&self.caller(Some(session.credentials)), Logout {})
                .await;
            if let Err(error) = gone
                && !matches!(error.code, Code::SessionExpired | Code::NotSignedIn)
            {
                tracing::warn!(code = ?error.code, "the session ends by itself");
            }
        }
        Ok(self.announce().await)
    }
}
