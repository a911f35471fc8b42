//! Serving from start to stop: the address, the signals, and what is under way finished first.

use crate::{
    Served,
    accept::{self, Room, Stage},
    config::Config,
    route,
    tls::Certificate,
};
use axum::Router;
use latchkey_engine::Engine;
use std::sync::Arc;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

mod clock;
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
    let mut mail = Mail::begin(served.engine.clone());
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
    mail.stop();
    // it ends, or panicked: nobody is let in either way
    let _ = taking.await;
    let finished = tokio::select! {
        () = async { load.empty().await; mail.ended().await; } => true,
        () = tokio::time::sleep(config.limits.stop) => false,
        () = signals.stop() => false,
    };
    let cut = load.connections();
    mail.cut();
    stage.send_replace(Stage::Over);
    tracing::info!(cut, "stopped");
    if finished {
        return Ok(());
    }
    if cut == 0 {
        return Err("stopped while mail was being sent. Whatever was not told to be sent is sent again by the next start.".into());
    }
    Err(format!(
        "stopped while {cut} connections were open. What they asked for is done as a whole or not at all."
    ))
}

/// The worker that sends mail, for as long as the server serves.
struct Mail {
    stop: watch::Sender<bool>,
    working: JoinHandle<()>,
}

impl Mail {
    fn begin(engine: Engine) -> Self {
        let (stop, mut seen) = watch::channel(false);
        let working = tokio::spawn(async move {
            let mut early = seen.clone();
            tokio::select! {
                () = clock::together(&engine) => {}
                _ = early.wait_for(|stop| *stop) => return,
            }
            // an end without a word is an end too
            let stopped = async { drop(seen.wait_for(|stop| *stop).await) };
            engine.run_mail(stopped).await;
        });
        Self { stop, working }
    }

    /// It takes no more messages, and tells how those ended that it has.
    fn stop(&self) {
        self.stop.send_replace(true);
    }

    async fn ended(&mut self) {
        // what it has to say is in the log
        let _ = (&mut self.working).await;
    }

    /// It is not waited for any longer: its messages are taken up when their time with it is over.
    fn cut(&self) {
        self.working.abort();
    }
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
