//! The bounds of one request: it ends in time, and a panic costs nobody but the one who asked.

use latchkey_api::{Code, Error, Language};
use latchkey_engine::{Randomness as _, SystemRandomness};
use std::{
    fmt::Write as _,
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    time::Duration,
};

/// Does the work, or says that it took too long or broke.
pub(crate) async fn bounded<T>(
    longest: Duration,
    language: Language,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match tokio::time::timeout(longest, caught(work)).await {
        Ok(Some(done)) => done,
        Ok(None) => Err(broken(language)),
        Err(_) => Err(Error::new(Code::Busy, language)),
    }
}

/// What the work gives; nothing if it panicked.
async fn caught<F: Future>(work: F) -> Option<F::Output> {
    let mut work = pin!(work);
    poll_fn(|context| {
        // what the work held is dropped, and what it shares sees a transaction that was never finished
        match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(poll) => poll.map(Some),
            Err(_) => None.into(),
        }
    })
    .await
}

fn broken(language: Language) -> Error {
    let mut bytes = [0; 8];
    SystemRandomness.fill(&mut bytes);
    let mut incident = String::with_capacity(16);
    for byte in bytes {
        // writing into a text does not fail
        let _ = write!(incident, "{byte:02x}");
    }
    tracing::error!(incident, "an operation panicked");
    let mut error = Error::new(Code::Internal, language);
    error.incident = Some(incident);
    error
}
