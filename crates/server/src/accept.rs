//! Taking connections, as many as there is room for, until the server stops. Each one's life is in `connection.rs`.

use crate::{caller::Proxies, connection::Taken, load::Load, tls::Certificate};
use axum::Router;
use std::{sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch};

/// After a failure of the system, such as no free file: trying again at once would fail again.
const PAUSE: Duration = Duration::from_millis(50);

/// How far the server is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It takes connections.
    Serving,
    /// It takes none, and finishes what is under way.
    Closing,
    /// It ends now.
    Over,
}

/// What all connections share.
pub struct Room {
    /// What answers.
    pub router: Router,
    /// What is under way.
    pub load: Arc<Load>,
    /// Whose word about a client's address is taken: proxies may have any number of connections.
    pub proxies: Arc<Proxies>,
    /// With one, TLS is spoken and nothing else.
    pub certificate: Option<Arc<Certificate>>,
}

/// Takes connections until the server closes; the listener goes with the end of it.
pub async fn connections(
    listener: TcpListener,
    room: Arc<Room>,
    mut stage: watch::Receiver<Stage>,
) {
    let seen = stage.clone();
    loop {
        let accepted = tokio::select! {
            biased;
            // an error: the server is gone
            _ = stage.wait_for(|stage| *stage >= Stage::Closing) => return,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::error!(%error, "a connection could not be taken");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let alone = !room.proxies.trusts(peer.ip().to_canonical());
        let place = room.load.connect(peer.ip(), alone);
        let told = if place.is_none() {
            room.load.told()
        } else {
            None
        };
        if place.is_none() && told.is_none() {
            continue;
        }
        let taken = Taken {
            room: Arc::clone(&room),
            stream,
            peer,
            place,
        };
        let seen = seen.clone();
        tokio::spawn(async move {
            taken.serve(seen).await;
            drop(told);
        });
    }
}
