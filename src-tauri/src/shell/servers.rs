//! Connections to servers: looked at before anything is trusted, made, marked, locked against changes, forgotten.

use super::{NewAccountForm, Shell};
use crate::{
    account::{Account, Identity, Session},
    idle, kept,
    refusal::{Answer, Refusal},
    server::{self, Record, Server},
    view::{Certificate, Color, FoundServer, ShellState},
};
use latchkey_api::{
    Code, CreateOperator, Credentials, Description, EmailAddress, Error, Language, Secret, say,
    wire,
};
use latchkey_client::{Fingerprint, Found, Standing, Trust};
use serde::Deserialize;
use std::sync::Arc;

/// What may be changed of a connection.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionPatch {
    color: Option<Color>,
    read_only: Option<bool>,
}

impl Shell {
    /// Looks at a server. Nothing of anybody is sent to it.
    pub async fn look(&self, address: &str, authority: Option<String>) -> Answer<FoundServer> {
        let language = self.language();
        self.inner.read().await.unlocked(language)?;
        let trust = Trust {
            authority,
            fingerprint: None,
        };
        let found = latchkey_client::look(address, &trust, language).await?;
        let known = {
            let inner = self.inner.read().await;
            let servers = inner.accounts.values().filter_map(Account::server);
            let mut records = servers.map(|server| server.record());
            records.find(|record| record.address == found.address)
        };
        let mut shown = view(found, known.as_ref().and_then(Record::pinned));
        shown.connection = known.map(|record| record.id);
        Ok(shown)
    }

    /// Looks at a connection's server again, to compare its certificate with the one that was trusted.
    pub async fn look_again(&self, connection: &str) -> Answer<FoundServer> {
        let record = self.server(connection).await?.record();
        let found = self.found(&record).await?;
        let mut shown = view(found, record.pinned());
        shown.connection = Some(record.id);
        Ok(shown)
    }

    /// Makes a connection to a server as it was shown: with the authority that the person imported, and the fingerprint
    /// that she saw; none for plain http on this computer.
    pub async fn add_connection(
        &self,
        address: String,
        authority: Option<String>,
        fingerprint: Option<&str>,
    ) -> Answer<ShellState> {
        let language = self.language();
        self.inner.read().await.unlocked(language)?;
        let mut record = Record::new(new_id(), address, authority);
        let found = self.found(&record).await?;
        record.address.clone_from(&found.address);
        if let Some(certificate) = &found.certificate {
            require(certificate, fingerprint, language)?;
            record.certify(certificate);
        }
        if !found.speaks {
            return Err(not_a_server(language));
        }
        record.learn(found.info.as_ref());
        let id = record.id.clone();
        self.preferences.keep_server(&record);
        self.preferences.set_current(Some(&id));
        {
            let mut inner = self.inner.write().await;
            let server = Arc::new(Server::new(record));
            inner.accounts.insert(id.clone(), Account::on(server));
            inner.current = Some(id);
        }
        Ok(self.announce().await)
    }

    /// Forgets a connection: its sign-in, its mark, what was loaded. The account on the server stays as it is.
    pub async fn remove_connection(&self, connection: &str) -> Answer<ShellState> {
        let server = self.server(connection).await?;
        self.sign_out(connection).await?;
        server.retire();
        // also one that this start could not take up: the keychain was closed then
        kept::forget(connection).await;
        {
            let mut inner = self.inner.write().await;
            inner.accounts.remove(connection);
            if inner.current.as_deref() == Some(connection) {
                inner.current = inner.accounts.keys().next().cloned();
            }
            self.preferences.set_current(inner.current.as_deref());
        }
        self.preferences.forget_server(connection);
        self.preferences.forget(connection);
        Ok(self.opened().await)
    }

    /// Marks a connection, or locks it against changes.
    pub async fn change_connection(
        &self,
        connection: &str,
        patch: ConnectionPatch,
    ) -> Answer<ShellState> {
        self.inner
            .read()
            .await
            .account(connection, self.language())?;
        self.preferences.remember(connection, |memory| {
            memory.color = patch.color.unwrap_or(memory.color);
            memory.read_only = patch.read_only.unwrap_or(memory.read_only);
        });
        Ok(self.announce().await)
    }

    /// From now on this certificate is the server's, if it is the one that was shown.
    pub async fn trust_certificate(
        &self,
        connection: &str,
        fingerprint: &str,
    ) -> Answer<ShellState> {
        let server = self.server(connection).await?;
        let mut record = server.record();
        record.certificate = None;
        let found = self.found(&record).await?;
        if let Some(certificate) = &found.certificate {
            require(certificate, Some(fingerprint), self.language())?;
            server.trust(certificate);
            self.preferences.keep_server(&server.record());
        }
        self.refresh(connection).await;
        Ok(self.announce().await)
    }

    /// Tries a silent server now. Also while locked: without it there may be no way to unlock.
    pub async fn try_now(&self, connection: &str) -> Answer<ShellState> {
        let server = {
            let inner = self.inner.read().await;
            let account = inner.known(connection, self.language())?;
            account.server().map(Arc::clone)
        };
        if let Some(server) = server {
            server.hurry();
        }
        Ok(self.view().await)
    }

    /// Makes an account on a server that lets people do so, and signs its owner in.
    pub async fn sign_up(
        &self,
        connection: &str,
        form: NewAccountForm,
        invitation: Option<Secret>,
    ) -> Answer<ShellState> {
        let language = self.language();
        let server = self.server(connection).await?;
        if self.preferences.memory(connection).read_only {
            return Err(Error::new(Code::ReadOnly, language).into());
        }
        let email: EmailAddress = form
            .email
            .parse()
            .map_err(|rule| wire::rule_error(rule, "email", language))?;
        let description: Description = form
            .name
            .parse()
            .map_err(|rule| wire::rule_error(rule, "name", language))?;
        let request = CreateOperator {
            email: email.clone(),
            password: form.password.clone(),
            description: Some(description),
            invitation,
        };
        server.call(&self.caller(None).envelope, &request).await?;
        let identity = Identity::Root {
            email: email.to_string(),
        };
        self.enter(connection, identity, None, form.password, true)
            .await?;
        self.preferences.remember(connection, |memory| {
            memory.remembered.email = Some(email.to_string());
        });
        self.used();
        Ok(self.announce().await)
    }

    /// The server of a connection that the window may use now.
    async fn server(&self, connection: &str) -> Answer<Arc<Server>> {
        let language = self.language();
        let inner = self.inner.read().await;
        let account = inner.account(connection, language)?;
        account
            .server()
            .map(Arc::clone)
            .ok_or_else(|| Refusal::unknown_connection(language))
    }

    /// What is there now, under the record's own trust.
    async fn found(&self, record: &Record) -> Answer<Found> {
        Ok(latchkey_client::look(&record.address, &record.trust(), self.language()).await?)
    }

    /// Takes up the sign-ins of the last time, once.
    pub(super) async fn restore_sign_ins(&self) {
        let kept_ones: Vec<_> = {
            let inner = self.inner.read().await;
            let servers = inner.accounts.iter();
            let servers =
                servers.filter_map(|(id, account)| Some((id, account.server()?.record())));
            servers
                .filter_map(|(id, record)| {
                    let who = self.preferences.memory(id).who?;
                    Some((id.clone(), record.address, who))
                })
                .collect()
        };
        let mut sessions = Vec::new();
        for (id, address, who) in kept_ones {
            if let Some(found) = kept::find(&id, &address).await {
                let session = Session {
                    credentials: Credentials {
                        api_key: found.api_key,
                        token: found.token,
                    },
                    identity: found.identity,
                    who,
                    expired: false,
                    kept: true,
                    proof: found.proof,
                };
                sessions.push((id, session));
            }
        }
        // whoever signed in since the start is there
        if sessions.is_empty() {
            return;
        }
        let minutes = self.preferences.preferences().auto_lock_minutes;
        // all at once: none of them is open before it is known whether the window is
        let mut inner = self.inner.write().await;
        for (id, session) in sessions {
            if let Some(account) = inner.accounts.get_mut(&id) {
                account.session = Some(session);
            }
        }
        if idle::left_long_ago(self.preferences.left_at(), minutes) {
            inner.lock();
        }
    }
}

/// A connection's name. The later it was made, the later it sorts: each keeps its place, and its key.
fn new_id() -> String {
    server::random(&format!("server:{:012x}-", idle::now_ms()))
}

/// Refuses a certificate that does not stand, or is not the one that the person saw.
fn require(
    certificate: &latchkey_client::Certificate,
    shown: Option<&str>,
    language: Language,
) -> Answer<()> {
    if certificate.standing != Standing::Trusted {
        return Err(Error::new(Code::CertificateUntrusted, language).into());
    }
    let shown: Option<Fingerprint> = shown.and_then(|text| text.parse().ok());
    if shown == Some(certificate.fingerprint) {
        Ok(())
    } else {
        Err(Error::new(Code::CertificateChanged, language).into())
    }
}

fn not_a_server(language: Language) -> Refusal {
    Refusal::new(
        "not_a_server",
        say(
            language,
            "Something answers at this address, but it is not a server of this API. Check the address with your IT admin.",
            "このアドレスには応答がありますが、このAPIのサーバーではありません。IT管理者にアドレスを確認してください。",
        ),
    )
}

fn view(found: Found, pinned: Option<Fingerprint>) -> FoundServer {
    let shown = found.certificate.as_ref().map(|shown| shown.fingerprint);
    FoundServer {
        name: found
            .info
            .as_ref()
            .map(|info| info.name.clone())
            .filter(|name| !name.is_empty()),
        product: found.info.as_ref().map(server::product),
        speaks: found.speaks,
        trusted_before: pinned
            .filter(|pinned| Some(*pinned) != shown)
            .map(|pinned| pinned.to_string()),
        certificate: found.certificate.map(|certificate| Certificate {
            fingerprint: certificate.fingerprint.to_string(),
            valid_until: certificate.valid_until,
            issuer: certificate.issuer,
            standing: certificate.standing.into(),
        }),
        address: found.address,
        host: found.host,
        connection: None,
    }
}
