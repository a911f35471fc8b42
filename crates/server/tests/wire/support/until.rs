//! Waiting for what has to come, however loaded the machine is.

use std::time::Duration;

/// Asks again and again, for a minute at most.
#[track_caller]
pub fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) -> impl Future<Output = ()> {
    let what = what.to_owned();
    let place = std::panic::Location::caller();
    async move {
        let asked = async {
            while !holds().await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let came = tokio::time::timeout(Duration::from_mins(1), asked).await;
        assert!(came.is_ok(), "{what} never came: {place}");
    }
}
