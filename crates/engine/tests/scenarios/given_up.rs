//! What somebody began and gave up, because a client went away or a time was over, is nothing to whoever comes next.

use crate::support::*;
use std::task::Poll;

/// F11: over few connections, which everybody gets after somebody else.
#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_was_given_up_leaves_its_connection_fit_to_write() {
    let place = Place::with(true, |ports| {
        ports.settings.bounds.store_connections = 2;
        ports.settings.bounds.store_wait = std::time::Duration::from_secs(20);
    })
    .await;
    let engine = &place.engine;
    let (one, two) = tokio::join!(engine.health(), engine.health());
    one.and(two).unwrap();
    for looks in (1..12).cycle().take(60) {
        given_up_after(looks, engine.health()).await;
        place.turn().await;
    }
    place.opened.close().await;
}

/// Looks at a future so many times, and drops it if it is not done by then.
async fn given_up_after(mut looks: u32, future: impl Future) {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| {
        let polled = future.as_mut().poll(context);
        looks -= 1;
        if looks == 0 || polled.is_ready() {
            return Poll::Ready(());
        }
        Poll::Pending
    })
    .await;
}
