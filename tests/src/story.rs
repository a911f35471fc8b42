//! One end-to-end test from its desktop to the search for secrets, however it ends.

use std::{fs, panic::AssertUnwindSafe, time::Duration};

use anyhow::{Context, Result, anyhow};
use futures_util::FutureExt;

use crate::{
    app::App,
    canary::Canaries,
    desktop::{Desktop, Keychain},
    places,
    server::Server,
};

/// No story takes longer; a window that hangs must not hang its test.
const LONGEST: Duration = Duration::from_mins(3);

/// Where a story's account lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In a file.
    ThisComputer,
    /// On `latchkey-server`, connected to through the window.
    Server,
}

/// A person at a computer with the application open.
pub struct Story {
    /// Where her account lives.
    pub place: Place,
    /// Its server, once there is one.
    pub server: Option<Server>,
    /// Screen, bus, keychain and home.
    pub desktop: Desktop,
    /// The secrets so far.
    pub canaries: Canaries,
    app: Option<App>,
}

impl Story {
    /// Runs a test: opens the window, lets `plot` use it, closes it, and looks for secrets in what is
    /// left. A failure leaves a picture in `tests/e2e/pictures/failed`.
    ///
    /// # Errors
    /// What the plot says, with the end of the application's log.
    pub async fn tell(
        keychain: Keychain,
        plot: impl AsyncFnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        Self::tell_of(Place::ThisComputer, keychain, plot).await
    }

    /// As [`Story::tell`], of an account that lives in this place.
    ///
    /// # Errors
    /// As [`Story::tell`].
    pub async fn tell_at(
        place: Place,
        plot: impl AsyncFnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        Self::tell_of(place, Keychain::Open, plot).await
    }

    /// As [`Story::tell`], of an account that lives in this place, with this keychain.
    ///
    /// # Errors
    /// As [`Story::tell`].
    pub async fn tell_of(
        place: Place,
        keychain: Keychain,
        plot: impl AsyncFnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let desktop = Desktop::start(keychain)?;
        let app = App::open(&desktop, &[]).await?;
        let mut story = Self {
            place,
            server: None,
            desktop,
            canaries: Canaries::default(),
            app: Some(app),
        };
        // a panic with a live session would wait for ever in the session's own drop
        let end =
            tokio::time::timeout(LONGEST, AssertUnwindSafe(plot(&mut story)).catch_unwind()).await;
        let end = match end {
            Ok(Ok(end)) => end,
            Ok(Err(panic)) => Err(anyhow!("panicked: {}", words_of(&*panic))),
            Err(_) => Err(anyhow!(
                "not done within {LONGEST:?}: the window no longer answers"
            )),
        };
        let end = match end {
            Ok(()) => story.ends_well().await,
            Err(error) => Err(story.evidence(error).await),
        };
        if let Some(app) = story.app.take() {
            let _ = app.close().await;
        }
        end
    }

    /// The window.
    ///
    /// # Errors
    /// When it was closed.
    pub fn app(&self) -> Result<&App> {
        self.app.as_ref().context("the window is closed")
    }

    /// The server of her account.
    ///
    /// # Errors
    /// When her account lives on this computer.
    pub fn server(&mut self) -> Result<&mut Server> {
        self.server.as_mut().context("there is no server")
    }

    /// Closes the window and opens it again on the same home.
    ///
    /// # Errors
    /// When either fails.
    pub async fn restart(&mut self) -> Result<()> {
        self.close().await?;
        self.open().await
    }

    /// Closes the window.
    ///
    /// # Errors
    /// When the application stays.
    pub async fn close(&mut self) -> Result<()> {
        let app = self.app.take().context("the window is closed")?;
        app.nothing_went_wrong().await?;
        app.close().await
    }

    /// Ends the application without asking it.
    ///
    /// # Errors
    /// When it stays.
    pub async fn cut(&mut self) -> Result<()> {
        self.app.take().context("the window is closed")?.cut().await
    }

    /// Opens the window again.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn open(&mut self) -> Result<()> {
        self.app = Some(App::open(&self.desktop, &[]).await?);
        Ok(())
    }

    async fn ends_well(&mut self) -> Result<()> {
        if self.app.is_some() {
            self.close().await?;
        }
        // its log is searched too
        self.server = None;
        self.canaries.search(self.desktop.folder())
    }

    /// What happened, with what the window showed and the application said.
    async fn evidence(&self, error: anyhow::Error) -> anyhow::Error {
        let Some(app) = &self.app else { return error };
        let picture = async {
            let png = app.web().screenshot_as_png().await?;
            let folder = places::pictures().join("failed");
            fs::create_dir_all(&folder)?;
            let thread = std::thread::current();
            let name = thread.name().unwrap_or("test").replace("::", "-");
            let file = folder.join(format!("{name}.png"));
            fs::write(&file, png)?;
            anyhow::Ok(file)
        };
        let shown = match tokio::time::timeout(Duration::from_secs(5), picture).await {
            Ok(Ok(file)) => format!("picture: {}", file.display()),
            _ => "no picture could be taken".to_owned(),
        };
        error.context(format!(
            "{shown}\nthe application said last:\n{}",
            app.log_tail()
        ))
    }
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_default()
}
