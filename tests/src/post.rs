//! A post office: a real mail server (`tests/mail/server.py`) and what arrived there, read by a mail parser that nobody
//! here wrote. Messages lie outside of the desktop's folder: they hold links and codes on purpose.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use mail_parser::{Message, MessageParser};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    desktop::Desktop,
    places,
    process::{Process, bound},
};

/// Who may send through it.
pub const USER: &str = "latchkey@kitahama.example";
/// How long a message may take on a busy machine.
const ARRIVES: Duration = Duration::from_secs(30);

/// A mail server that takes messages from whoever has the password.
pub struct Post {
    process: Option<Process>,
    /// Where it listens on this computer.
    pub port: u16,
    /// What [`USER`] signs in with.
    pub password: String,
    folder: TempDir,
}

/// A message that arrived.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The one address that it was delivered to.
    pub to: String,
    /// Who it says it is from.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// Its HTML.
    pub html: String,
    /// Names the message.
    pub message_id: String,
}

impl Post {
    /// Opens one that this desktop trusts. Each message ends in a folder of its own.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn open(desktop: &Desktop, password: &str) -> Result<Self> {
        let folder = TempDir::with_prefix("latchkey-post-")?;
        let leaf = desktop.authority().vouch_for("localhost")?;
        fs::write(folder.path().join("chain.pem"), leaf.chain)?;
        fs::write(folder.path().join("key.pem"), leaf.key)?;
        let mut post = Self {
            process: None,
            port: 0,
            password: password.to_owned(),
            folder,
        };
        post.begin()?;
        Ok(post)
    }

    /// Begins again where it was.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn begin(&mut self) -> Result<()> {
        let folder = self.folder.path();
        let mut command = bound(places::python()?);
        command
            .arg(places::root().join("tests/mail/server.py"))
            .args([
                "--security",
                "starttls",
                "--user",
                USER,
                "--password",
                &self.password,
            ])
            .arg("--folder")
            .arg(folder)
            .arg("--certificate")
            .arg(folder.join("chain.pem"))
            .arg("--key")
            .arg(folder.join("key.pem"))
            .args([
                "--port",
                &self.port.to_string(),
                "--refuse",
                "gone@kitahama.example",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.join("server.log"))?);
        let (process, port) = listening(&mut command)?;
        self.process = Some(process);
        self.port = port;
        Ok(())
    }

    /// It is closed: nobody takes anything.
    pub fn close(&mut self) {
        self.process = None;
    }

    /// Everything that arrived, in order.
    ///
    /// # Errors
    /// When one is no message.
    pub fn letters(&self) -> Result<Vec<Letter>> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.folder.path())?
            .flatten()
            .map(|entry| entry.path())
            .filter(|file| file.extension().is_some_and(|ending| ending == "eml"))
            .filter(|file| !hidden(file))
            .collect();
        files.sort();
        files.iter().map(|file| read(file)).collect()
    }

    /// The newest message to an address whose subject reads so, once it is there.
    ///
    /// # Errors
    /// When none comes.
    pub async fn letter(&self, to: &str, subject: &str) -> Result<Letter> {
        self.letter_but(to, subject, 0).await
    }

    /// As [`Post::letter`], after so many others of the kind.
    ///
    /// # Errors
    /// When none comes.
    pub async fn letter_but(&self, to: &str, subject: &str, others: usize) -> Result<Letter> {
        let start = Instant::now();
        loop {
            let mut found = self.letters()?;
            found.retain(|one| one.to == to && one.subject.contains(subject));
            if let Some(letter) = found.get(others..).and_then(<[Letter]>::last) {
                return Ok(letter.clone());
            }
            if start.elapsed() > ARRIVES {
                let all = self.letters()?;
                let all: Vec<_> = all.iter().map(|one| (&one.to, &one.subject)).collect();
                bail!("no message to {to} about {subject:?}; there are {all:?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Letter {
    /// The code in it: two groups of four.
    ///
    /// # Errors
    /// When there is none.
    pub fn code(&self) -> Result<String> {
        let is_code = |word: &&str| {
            word.len() == 9
                && word.split('-').count() == 2
                && word.split('-').all(|part| {
                    part.len() == 4
                        && part
                            .chars()
                            .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
                })
        };
        let found = self.text.split_whitespace().find(is_code);
        Ok(found
            .with_context(|| format!("no code in {:?}", self.subject))?
            .to_owned())
    }

    /// The link in it.
    ///
    /// # Errors
    /// When there is none.
    pub fn link(&self) -> Result<String> {
        let found = self.text.split_whitespace().find(|word| {
            word.contains("://") && word.contains("/mail/") || word.starts_with("latchkey://")
        });
        Ok(found
            .with_context(|| format!("no link in {:?}", self.subject))?
            .to_owned())
    }
}

fn hidden(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().starts_with('.')
}

fn read(file: &Path) -> Result<Letter> {
    let about: Value = serde_json::from_slice(&fs::read(file.with_extension("json"))?)?;
    ensure!(
        about.get("tls").is_some_and(Value::is_string),
        "it came in clear: {about}"
    );
    let to = about.get("to").and_then(Value::as_array);
    let [to] = to.map(Vec::as_slice).unwrap_or_default() else {
        bail!("delivered to {about}");
    };
    let bytes = fs::read(file)?;
    let message = MessageParser::default()
        .parse(&bytes)
        .context("this is no message")?;
    Ok(Letter {
        to: to.as_str().unwrap_or_default().to_owned(),
        from: address(&message).unwrap_or_default(),
        subject: message.subject().context("it has no subject")?.to_owned(),
        text: message.body_text(0).context("it has no text")?.into_owned(),
        html: message.body_html(0).context("it has no HTML")?.into_owned(),
        message_id: message
            .message_id()
            .context("it has no Message-ID")?
            .to_owned(),
    })
}

fn address(message: &Message<'_>) -> Option<String> {
    Some(message.from()?.first()?.address()?.to_owned())
}

/// Starts it, and waits until it says where it listens.
fn listening(command: &mut Command) -> Result<(Process, u16)> {
    let mut process = Process::start(command)?;
    let line = crate::desktop::first_line(&mut process).context("the mail server")?;
    let port = line
        .strip_prefix("port ")
        .and_then(|port| port.parse().ok())
        .with_context(|| format!("the mail server said {line:?}"))?;
    Ok((process, port))
}
