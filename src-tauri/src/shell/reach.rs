//! Servers come and go: who was silent is tried again until it answers, and what is known of it is brought up to date.

use super::Shell;
use crate::{backend::Backend, server::Server, view::Reach};
use latchkey_api::{Code, Envelope, GetServer};
use std::sync::Arc;
use tauri::Manager;

impl Shell {
    /// After a call: tells the window when the server fell silent, came back, or is another one.
    pub(super) async fn heard(&self, backend: &Backend, before: Option<Reach>) {
        let Backend::Remote(server) = backend else {
            return;
        };
        if before.as_ref() != Some(&server.pulse().reach) {
            self.watch(server);
            self.announce().await;
        }
    }

    /// Whether the server answered when it was last asked; nothing for an account on this computer.
    pub(super) fn reach(backend: &Backend) -> Option<Reach> {
        match backend {
            Backend::Local(_) => None,
            Backend::Remote(server) => Some(server.pulse().reach),
        }
    }

    /// Tries a silent server until it answers.
    pub(super) fn watch(&self, server: &Arc<Server>) {
        if !server.begin_watch() {
            return;
        }
        let (app, server) = (self.app.clone(), Arc::clone(server));
        tauri::async_runtime::spawn(async move {
            let shell = app.state::<Self>();
            while server.next_try().await {
                server.probe(shell.language()).await;
                if server.pulse().reach == Reach::Reachable {
                    shell.refresh(&server.record().id).await;
                }
                shell.announce().await;
            }
        });
    }

    /// Asks a server what it is and whether the session still holds.
    pub(super) async fn refresh(&self, connection: &str) {
        let server = {
            let inner = self.inner.read().await;
            let account = inner.accounts.get(connection);
            account.and_then(|account| account.server().map(Arc::clone))
        };
        let Some(server) = server else { return };
        let envelope = Envelope {
            language: self.language(),
            ..Envelope::default()
        };
        match server.call(&envelope, &GetServer {}).await {
            Ok(info) => server.learn(Some(&info)),
            // a server of another make has no such thing
            Err(error) if matches!(error.code, Code::NotServed | Code::NotFound) => {
                server.learn(None);
            }
            Err(_) => {}
        }
        {
            // forgotten meanwhile: kept now, it would be there again at the next start
            let inner = self.inner.read().await;
            if !inner.accounts.contains_key(connection) {
                return;
            }
            self.preferences.keep_server(&server.record());
        }
        self.watch(&server);
        self.refresh_who(connection).await;
    }

    /// As [`Shell::refresh`], without waiting for it.
    pub(super) fn refresh_apart(&self, connection: &str) {
        let (app, connection) = (self.app.clone(), connection.to_owned());
        tauri::async_runtime::spawn(async move {
            app.state::<Self>().refresh(&connection).await;
        });
    }
}
