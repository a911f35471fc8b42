//! Who is signed in, as the window shows it, and noticing that somebody no longer is.

use super::Shell;
use crate::{account::Identity, backend::Backend, kept, view::Who};
use latchkey_api::{Code, Credentials, EmailAddress, ExplainSelf, OwnReport};

/// Most characters of a name: as many as a description has.
const NAME: usize = 256;

impl Shell {
    /// The name to show. Asked of the account where it answers; the name that was typed before a first password is set.
    pub(super) async fn who(
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
        let (who, primary) = {
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
            // the owner is shown by its primary address; it may have been changed elsewhere
            let primary = match &session.identity {
                Identity::Root { email } if *email != session.who.display_name => {
                    Some(session.who.display_name.clone())
                }
                _ => None,
            };
            (session.who.clone(), primary)
        };
        self.preferences.remember(connection, |memory| {
            memory.name = Some(report.operator_name);
            memory.who = memory.who.as_ref().map(|_| who);
        });
        if let Some(primary) = primary {
            self.follow_primary(connection, &primary).await;
        }
    }

    /// The owner signs in with this address from now on: to unlock, to go on, and at the next start.
    pub(super) async fn follow_primary(&self, connection: &str, email: &str) {
        // what a server says of it is hostile until it reads as an address
        let Ok(email) = email.parse::<EmailAddress>() else {
            return;
        };
        let entry = {
            let mut inner = self.inner.write().await;
            let Some(account) = inner.accounts.get_mut(connection) else {
                return;
            };
            account.follow_primary(email.as_str());
            account.kept_entry()
        };
        self.preferences.remember(connection, |memory| {
            if memory.remembered.email.is_some() {
                memory.remembered.email = Some(email.to_string());
            }
            if let Some(who) = memory.who.as_mut().filter(|who| who.root) {
                who.display_name = email.to_string();
            }
        });
        if let Some(entry) = entry {
            kept::keep(connection, &entry).await;
        }
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
