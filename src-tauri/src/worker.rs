//! The worker that sends an open account's mail, for as long as its store is open.

use latchkey_engine::Engine;
use std::{sync::Arc, time::Duration};
use tauri::async_runtime::JoinHandle;
use tokio::sync::watch;

/// A worker under way. Dropped, it is cut.
pub struct Worker {
    stop: watch::Sender<bool>,
    working: JoinHandle<()>,
}

impl Worker {
    pub fn begin(engine: Arc<Engine>) -> Self {
        let (stop, mut seen) = watch::channel(false);
        let working = tauri::async_runtime::spawn(async move {
            // an error: whoever could say so is gone, which is a stop too
            let stopped = async move { drop(seen.wait_for(|stop| *stop).await) };
            engine.run_mail(stopped).await;
        });
        Self { stop, working }
    }

    /// It takes no more messages.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits for it, no longer than this. A message that is cut off is taken up at the next start.
    pub async fn ended(mut self, longest: Duration) {
        self.stop();
        if tokio::time::timeout(longest, &mut self.working)
            .await
            .is_err()
        {
            tracing::warn!("mail was still being sent");
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.working.abort();
    }
}
