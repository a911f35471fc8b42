//! Listening, until somebody stops the server: then what is under way is finished first.

use crate::{Served, config::Config, route};
use axum::Router;
use axum_server::{Handle, tls_rustls::RustlsConfig};
use std::{net::SocketAddr, time::Duration};

/// Longest a request may take, and longest the server waits for them when it stops.
pub const LONGEST: Duration = Duration::from_secs(30);

/// Serves until SIGINT or SIGTERM.
///
/// # Errors
/// The address is taken, or the certificate cannot be read.
pub async fn until_stopped(config: &Config, served: Served) -> Result<(), String> {
    let handle = Handle::new();
    tokio::spawn({
        let handle = handle.clone();
        async move {
            stopped().await;
            tracing::info!("stopping: what is under way is finished first");
            handle.graceful_shutdown(Some(LONGEST));
        }
    });
    let service = app(served).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn({
        let (handle, tls) = (handle.clone(), config.tls.is_some());
        async move {
            if let Some(listen) = handle.listening().await {
                tracing::info!(%listen, tls, "serving");
            }
        }
    });
    let ended = match &config.tls {
        None => {
            axum_server::bind(config.listen)
                .handle(handle)
                .serve(service)
                .await
        }
        Some(tls) => {
            // a second call finds the first one's choice
            let _ = rustls::crypto::ring::default_provider().install_default();
            let rustls = RustlsConfig::from_pem_file(&tls.certificate, &tls.key)
                .await
                .map_err(|why| {
                    format!(
                        "the certificate {} and its key cannot be used: {why}",
                        tls.certificate.display()
                    )
                })?;
            axum_server::bind_rustls(config.listen, rustls)
                .handle(handle)
                .serve(service)
                .await
        }
    };
    ended.map_err(|why| format!("cannot serve on {}: {why}", config.listen))
}

/// Everything the server answers to.
pub fn app(served: Served) -> Router {
    route::router(served)
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(error) => {
                tracing::warn!(%error, "SIGTERM ends the server at once");
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
