//! The application, started and driven through `WebKitWebDriver`, without anything between.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::{
    desktop::Desktop,
    places,
    process::{Process, descendants, kill},
    screen::close_window,
};

/// How long a window may take on a busy machine.
const OPENS: Duration = Duration::from_secs(40);

/// What drives windows.
pub(crate) struct Driver {
    process: Process,
    port: u16,
    log: PathBuf,
}

impl Driver {
    pub(crate) async fn start(desktop: &Desktop) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = free_name(desktop);
        let file = fs::File::create(&log)?;
        let mut command = desktop.command("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            // a release lets itself be driven only when asked through its environment
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("RUST_BACKTRACE", "1")
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file);
        let process = Process::start(&mut command)?;
        listening(port).await?;
        Ok(Self { process, port, log })
    }

    /// A window of its own.
    pub(crate) async fn session(&self, wanted: Capabilities) -> Result<WebDriver> {
        // a second call finds the first one's choice
        let _ = rustls::crypto::ring::default_provider().install_default();
        let session = WebDriver::new(format!("http://127.0.0.1:{}", self.port), wanted);
        match tokio::time::timeout(OPENS, session).await {
            Ok(Ok(web)) => Ok(web),
            Ok(Err(error)) => bail!("no window: {error}\n{}", tail(&self.log)),
            Err(_) => bail!("no window within {OPENS:?}\n{}", tail(&self.log)),
        }
    }
}

/// One run of the application.
pub struct App {
    driver: Process,
    web: WebDriver,
    program: PathBuf,
    display: String,
    /// What it and the driver print.
    pub log: PathBuf,
}

impl App {
    /// Opens the window on `desktop`.
    ///
    /// # Errors
    /// When it does not come up; the log's end is part of the message.
    pub async fn open(desktop: &Desktop, arguments: &[&str]) -> Result<Self> {
        Self::open_program(desktop, &places::application()?, arguments).await
    }

    /// Opens the window of another program, to compare with.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open_program(
        desktop: &Desktop,
        program: &Path,
        arguments: &[&str],
    ) -> Result<Self> {
        let driver = Driver::start(desktop).await?;
        let mut wanted = Capabilities::new();
        let options = json!({ "binary": program.display().to_string(), "args": arguments });
        wanted.set("webkitgtk:browserOptions", options)?;
        let web = driver.session(wanted).await?;
        let app = Self {
            driver: driver.process,
            web,
            program: program.to_path_buf(),
            display: desktop.display().to_owned(),
            log: driver.log,
        };
        app.watch().await?;
        Ok(app)
    }

    /// The driver's session, for what the other methods lack.
    #[must_use]
    pub fn web(&self) -> &WebDriver {
        &self.web
    }

    /// The process of the application itself.
    ///
    /// # Errors
    /// When it no longer runs.
    pub fn process(&self) -> Result<u32> {
        let is_app = |id: &u32| {
            fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|program| program == self.program)
        };
        descendants(self.driver.id())
            .into_iter()
            .find(is_app)
            .context("the application has ended")
    }

    /// The application and everything that works for it, such as the web view's own processes.
    ///
    /// # Errors
    /// When it no longer runs.
    pub fn processes(&self) -> Result<Vec<u32>> {
        let own = self.process()?;
        Ok(std::iter::once(own).chain(descendants(own)).collect())
    }

    /// Closes the window as a person does, and waits until the application has ended by itself.
    ///
    /// # Errors
    /// When it is still there afterwards.
    pub async fn close(self) -> Result<()> {
        let own = self.process().ok();
        if let Some(own) = own {
            close_window(&self.display, own)?;
        }
        let end = gone(own).await;
        // a session that is gone already is closed
        let _ = tokio::time::timeout(Duration::from_secs(5), self.web.clone().quit()).await;
        end
    }

    /// Ends it as a power cut would.
    ///
    /// # Errors
    /// When it is still there afterwards.
    pub async fn cut(self) -> Result<()> {
        let own = self.process()?;
        for process in self.processes()? {
            kill(process);
        }
        let _ = tokio::time::timeout(Duration::from_secs(5), self.web.clone().quit()).await;
        drop(self);
        gone(Some(own)).await
    }

    /// What the content security policy stopped and what the page failed at since the window opened; must be nothing.
    ///
    /// # Errors
    /// When there was something.
    pub async fn nothing_went_wrong(&self) -> Result<()> {
        let found = self
            .web
            .execute("return window.latchkeyTestViolations ?? null", vec![])
            .await?;
        let stopped = found.json().as_array().cloned().unwrap_or_default();
        ensure!(stopped.is_empty(), "in the page: {stopped:?}");
        Ok(())
    }

    async fn watch(&self) -> Result<()> {
        let script = "window.latchkeyTestViolations = [];
            document.addEventListener('securitypolicyviolation', (event) =>
                window.latchkeyTestViolations.push('policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile));
            addEventListener('error', (event) => window.latchkeyTestViolations.push('error: ' + event.message));
            addEventListener('unhandledrejection', (event) =>
                window.latchkeyTestViolations.push('rejected: ' + (event.reason?.message ?? JSON.stringify(event.reason))));";
        self.web.execute(script, vec![]).await?;
        Ok(())
    }

    /// The end of what the application printed.
    #[must_use]
    pub fn log_tail(&self) -> String {
        tail(&self.log)
    }
}

fn free_name(desktop: &Desktop) -> PathBuf {
    let names = (1..).map(|number| desktop.folder().join(format!("application-{number}.log")));
    names
        .into_iter()
        .find(|file| !file.exists())
        .unwrap_or_default()
}

fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(40);
    lines.get(from..).unwrap_or_default().join("\n")
}

async fn listening(port: u16) -> Result<()> {
    let start = Instant::now();
    while tokio::net::TcpStream::connect(("127.0.0.1", port))
        .await
        .is_err()
    {
        ensure!(
            start.elapsed() < Duration::from_secs(10),
            "the driver did not come up"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

async fn gone(process: Option<u32>) -> Result<()> {
    let Some(process) = process else {
        return Ok(());
    };
    let start = Instant::now();
    while alive(process) {
        ensure!(
            start.elapsed() < Duration::from_secs(10),
            "the application did not end"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// One of its threads is there and not merely waiting to be counted: until the last has gone, its files stay open and
/// its name on the bus is taken.
fn alive(process: u32) -> bool {
    let threads = fs::read_dir(format!("/proc/{process}/task"))
        .into_iter()
        .flatten()
        .flatten();
    threads.into_iter().any(|thread| runs(&thread.path()))
}

fn runs(thread: &Path) -> bool {
    let stat = fs::read_to_string(thread.join("stat")).unwrap_or_default();
    stat.rsplit_once(')')
        .is_some_and(|(_, rest)| !rest.trim_start().starts_with(['Z', 'X']))
}
