//! Locks the window when nobody has used it for as long as this person set.

use crate::shell::Shell;
use std::time::{Duration, SystemTime};
use tauri::{AppHandle, Manager};

/// How often to look. Well below the shortest setting, one minute.
const LOOK: Duration = Duration::from_secs(5);

/// When the window was last used. Wall time, so that the hours a computer sleeps count as away.
#[derive(Debug, Clone, Copy)]
pub struct LastUse(SystemTime);

impl LastUse {
    pub fn now() -> Self {
        Self(wall_clock())
    }

    pub fn at_ms(ms: i64) -> Self {
        let since = Duration::from_millis(u64::try_from(ms).unwrap_or(0));
        Self(SystemTime::UNIX_EPOCH + since)
    }

    /// UNIX milliseconds.
    pub fn ms(self) -> i64 {
        let since = self
            .0
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    /// A clock that was set back does not count as away.
    fn away(self) -> Duration {
        wall_clock().duration_since(self.0).unwrap_or_default()
    }

    pub fn longer_than(self, minutes: u16) -> bool {
        minutes > 0 && self.away() >= Duration::from_secs(u64::from(minutes) * 60)
    }
}

/// Whether the window is locked when it opens: it was locked when it was left, or was left for as long as locks it. A time
/// that is still to come is no time of this clock, so it counts as long ago.
pub fn left_long_ago(left_ms: i64, minutes: u16) -> bool {
    left_ms <= 0 || left_ms > now_ms() || LastUse::at_ms(left_ms).longer_than(minutes)
}

/// UNIX milliseconds.
pub fn now_ms() -> i64 {
    LastUse::now().ms()
}

#[allow(clippy::disallowed_methods)] // the one place where the shell reads a clock
fn wall_clock() -> SystemTime {
    SystemTime::now()
}

/// Watches for as long as the application runs.
pub fn watch(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(LOOK).await;
            app.state::<Shell>().lock_when_idle().await;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_means_never_and_minutes_are_minutes() {
        let hour_ago = LastUse(wall_clock() - Duration::from_hours(1));
        assert!(!hour_ago.longer_than(0));
        assert!(hour_ago.longer_than(60));
        assert!(!LastUse::now().longer_than(1));
        let minute = 60_000;
        assert!(!left_long_ago(now_ms() - minute, 10) && left_long_ago(now_ms() - 11 * minute, 10));
        // locked by hand stays locked, whatever was set
        assert!(left_long_ago(0, 0) && left_long_ago(0, 10));
        assert!(!left_long_ago(now_ms() - minute, 0));
        assert!(left_long_ago(now_ms() + minute, 10) && left_long_ago(i64::MAX, 0));
        let ahead = LastUse(wall_clock() + Duration::from_hours(1));
        assert!(!ahead.longer_than(1));
    }
}
