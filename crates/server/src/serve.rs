//! Serving from start to stop: the address, the signals, and what is under way finished first.

use crate::{
    Served,
    accept::{self, Room, Stage},
    config::Config,
    route,
    tls::Certificate,
};
use axum::Router;
use std::sync::Arc;
use tokio::{net::TcpListener, sync::watch};

mod signals;

/// Serves until SIGINT or SIGTERM, and a second one ends what the first one waits for.
///
/// # Errors
/// The address is taken, the certificate cannot be read, or somebody was not served to the end.
pub async fn until_stopped(config: &Config, served: Served) -> Result<(), String> {
    let load = Arc::clone(&served.load);
    let cannot = |why: std::io::Error| format!("cannot serve on {}: {why}", config.listen);
    let certificate = config.tls.as_ref().map(Certificate::read).transpose()?;
    let certificate = certificate.map(Arc::new);
    let mut signals = signals::Signals::new(certificate.clone()).map_err(cannot)?;
    let listener = TcpListener::bind(config.listen).await.map_err(cannot)?;
    let listen = listener.local_addr().map_err(cannot)?;
    let (stage, seen) = watch::channel(Stage::Serving);
    let taking = tokio::spawn(accept::connections(
        listener,
        Arc::new(room(served, certificate)),
        seen,
    ));
    tracing::info!(%listen, tls = config.tls.is_some(), "serving");

    signals.stop().await;
    load.leave();
    tracing::info!("stopping: what is under way is finished first");
    tokio::select! {
        () = tokio::time::sleep(config.limits.notice) => {}
        () = signals.stop() => {}
    }
    stage.send_replace(Stage::Closing);
    // it ends, or panicked: nobody is let in either way
    let _ = taking.await;
    let finished = tokio::select! {
        () = load.empty() => true,
        () = tokio::time::sleep(config.limits.stop) => false,
        () = signals.stop() => false,
    };
    let cut = load.connections();
    stage.send_replace(Stage::Over);
    tracing::info!(cut, "stopped");
    if finished {
        return Ok(());
    }
    Err(format!(
        "stopped while {cut} connections were open. What they asked for is done as a whole or not at all."
    ))
}

/// Serves on a listener that is there already, for as long as somebody waits for it.
pub async fn on(listener: TcpListener, served: Served, certificate: Option<Arc<Certificate>>) {
    let (_stage, seen) = watch::channel(Stage::Serving);
    accept::connections(listener, Arc::new(room(served, certificate)), seen).await;
}

/// Everything the server answers to.
pub fn app(served: Served) -> Router {
    route::router(served)
}

fn room(served: Served, certificate: Option<Arc<Certificate>>) -> Room {
    Room {
        load: Arc::clone(&served.load),
        proxies: Arc::clone(&served.proxies),
        router: app(served),
        certificate,
    }
}
