//! Whether this computer's clock is together with the database's, before mail is begun: several servers share the mail, and
//! each claims messages by its own clock.

use latchkey_engine::Engine;
use std::time::Duration;

/// From here on it is told.
const TOLD_MS: i64 = 5 * 1000;
/// Beyond this no mail is begun: a message would be somebody else's while it is on its way.
const MOST_MS: i64 = 30 * 1000;
/// How often it is looked at again.
const AGAIN: Duration = Duration::from_secs(5);

/// What follows from a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Together,
    /// Mail is sent, but somebody should look at it.
    Apart,
    /// No mail is begun.
    TooFar,
}

/// Waits until the two are together, and says in the log why nothing is sent meanwhile.
pub(super) async fn together(engine: &Engine) {
    let mut held = false;
    loop {
        let skew_ms = match engine.clock_skew_ms().await {
            Ok(skew_ms) => skew_ms.unwrap_or(0),
            // without a store nothing is claimed either
            Err(problem) => {
                tracing::warn!(
                    problem = problem.code(),
                    "the database's clock was not read"
                );
                tokio::time::sleep(AGAIN).await;
                continue;
            }
        };
        match verdict(skew_ms) {
            Verdict::TooFar if !held => tracing::error!(
                skew_ms,
                "no mail is sent: this computer's clock and the database's are too far apart. Set them right (NTP); mail goes on by itself then"
            ),
            Verdict::TooFar => {}
            Verdict::Apart => {
                tracing::warn!(
                    skew_ms,
                    "this computer's clock and the database's are apart. Mail is sent; beyond 30 seconds it is not. Set them right (NTP)"
                );
                return;
            }
            Verdict::Together => {
                if held {
                    tracing::info!("the clocks are together: mail is sent");
                }
                return;
            }
        }
        held = true;
        tokio::time::sleep(AGAIN).await;
    }
}

const fn verdict(skew_ms: i64) -> Verdict {
    match skew_ms.saturating_abs() {
        ..TOLD_MS => Verdict::Together,
        TOLD_MS..=MOST_MS => Verdict::Apart,
        _ => Verdict::TooFar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_ahead_or_behind_is_told_of_and_then_sends_nothing() {
        for (seconds, expected) in [
            (0, Verdict::Together),
            (4, Verdict::Together),
            (5, Verdict::Apart),
            (30, Verdict::Apart),
            (31, Verdict::TooFar),
            (86_400, Verdict::TooFar),
        ] {
            assert_eq!(verdict(seconds * 1000), expected, "{seconds}");
            assert_eq!(verdict(-seconds * 1000), expected, "-{seconds}");
        }
        assert_eq!(verdict(i64::MIN), Verdict::TooFar);
    }
}
