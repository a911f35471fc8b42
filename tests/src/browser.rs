//! A browser that is none of ours: WebKit's own small one, as whoever follows a link in a mail has one, or a scanner that
//! runs what it finds.

use std::time::Duration;

use anyhow::Result;
use thirtyfour::prelude::*;

use crate::{app::Driver, desktop::Desktop};

/// Opens a page in a new browser, looks at it, and closes the browser whatever came of that.
///
/// # Errors
/// When no browser comes up, the page does not load, or `look` fails.
pub async fn visit<T>(
    desktop: &Desktop,
    link: &str,
    look: impl AsyncFnOnce(&WebDriver) -> Result<T>,
) -> Result<T> {
    let driver = Driver::start(desktop).await?;
    // without a program of ours the driver takes its own
    let web = driver.session(Capabilities::new()).await?;
    let seen = async {
        web.goto(link).await?;
        look(&web).await
    };
    let seen = seen.await;
    // a session that is dropped while it lives holds up the test's end
    let _ = tokio::time::timeout(Duration::from_secs(5), web.quit()).await;
    seen
}
