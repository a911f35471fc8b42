//! What the system tells the server: stop, and that the certificate was renewed.

use crate::tls::Certificate;
use std::{io, sync::Arc};

/// Listens from the start on: what comes before anybody waits is not lost.
#[cfg(unix)]
pub(super) struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    pub(super) fn new(certificate: Option<Arc<Certificate>>) -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut hangup = signal(SignalKind::hangup())?;
        tokio::spawn(async move {
            while hangup.recv().await.is_some() {
                match certificate.as_deref().map(Certificate::renew) {
                    Some(Ok(())) => tracing::info!("the certificate was read again"),
                    Some(Err(why)) => tracing::error!(why, "the certificate stays as it was"),
                    None => tracing::info!("there is no certificate to read again"),
                }
            }
        });
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Somebody wants the server to stop.
    pub(super) async fn stop(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Listens for the keys that end a program: there are no other signals.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub(super) fn new(_certificate: Option<Arc<Certificate>>) -> io::Result<Self> {
        Ok(Self)
    }

    pub(super) async fn stop(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
