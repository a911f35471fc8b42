//! `latchkey-server` as an office runs it: the real program over a database of its own, from `init` to `serve`. What it
//! writes lies in its desktop's folder, where secrets are searched for afterwards.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use rustix::process::Signal;
use serde_json::Value;

use crate::{
    certificate::Leaf,
    desktop::until,
    places, postgres,
    process::{Process, bound, signal},
};

/// A server; stopped at once when dropped.
pub struct Server {
    folder: PathBuf,
    log: PathBuf,
    store: String,
    /// Where it listens; port 0 before the first time.
    listen: String,
    secure: bool,
    process: Option<Process>,
}

/// What the log says of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The operation's name.
    pub operation: String,
    /// `anonymous`, until somebody was recognised.
    pub caller: String,
    /// `done`, or the refusal's code.
    pub outcome: String,
}

impl Server {
    /// A server below `folder` that nobody has an account on and that is not started yet.
    ///
    /// # Errors
    /// When one of its commands fails.
    pub async fn make(folder: &Path, name: &str) -> Result<Self> {
        let folder = folder.join(name);
        let server = Self {
            log: folder.join("server.log"),
            folder,
            store: postgres::database().await,
            listen: "127.0.0.1:0".to_owned(),
            secure: false,
            process: None,
        };
        let mut init = Self::program()?;
        init.args(["init", "--dir"]).arg(&server.folder);
        said(init, "")?;
        // accounts' own mail servers are on this computer
        server.set("mail-networks", "[\"127.0.0.0/8\", \"::1/128\"]")?;
        said(server.command("migrate")?, "")?;
        Ok(server)
    }

    /// As [`Server::make`], with one account, serving. Its operator ID comes along.
    ///
    /// # Errors
    /// When one of its commands fails.
    pub async fn with_account(
        folder: &Path,
        name: &str,
        email: &str,
        account: &str,
        password: &str,
    ) -> Result<(Self, String)> {
        let mut server = Self::make(folder, name).await?;
        let operator_id = server.create_account(email, account, password)?;
        server.serve()?;
        server.link_to_itself()?;
        Ok((server, operator_id))
    }

    /// A second instance over the same store and with the same secrets, with plain http on a port of its own.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn instance(&self) -> Result<Self> {
        let mut other = Self {
            folder: self.folder.clone(),
            log: self.folder.join("instance.log"),
            store: self.store.clone(),
            listen: "127.0.0.1:0".to_owned(),
            secure: false,
            process: None,
        };
        other.serve()?;
        Ok(other)
    }

    /// A code with which one account can be made, where sign-up is by invitation.
    ///
    /// # Errors
    /// When it refuses.
    pub fn invite(&self) -> Result<String> {
        Ok(said(self.command("invite")?, "")?.trim().to_owned())
    }

    /// Makes an account; its operator ID.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn create_account(&self, email: &str, name: &str, password: &str) -> Result<String> {
        let mut command = self.command("create-account")?;
        command.args(["--email", email, "--name", name, "--password-stdin"]);
        Ok(said(command, password)?.trim().to_owned())
    }

    /// Changes a line of its configuration, for the next start. `value` is TOML.
    ///
    /// # Errors
    /// When there is no such line.
    pub fn set(&self, name: &str, value: &str) -> Result<()> {
        let file = self.configuration();
        let text = fs::read_to_string(&file)?;
        let begins = format!("{name} = ");
        ensure!(
            text.lines().any(|line| line.starts_with(&begins)),
            "{name} is no setting"
        );
        let lines = text.lines().map(|line| {
            if line.starts_with(&begins) {
                format!("{begins}{value}\n")
            } else {
                format!("{line}\n")
            }
        });
        fs::write(file, lines.collect::<String>())?;
        Ok(())
    }

    /// From the next start on it proves itself so, and is reached by https.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn prove_by(&mut self, leaf: &Leaf) -> Result<()> {
        fs::write(self.folder.join("fullchain.pem"), &leaf.chain)?;
        fs::write(self.folder.join("privkey.pem"), &leaf.key)?;
        if !self.secure {
            let mut file = fs::OpenOptions::new()
                .append(true)
                .open(self.configuration())?;
            file.write_all(b"[tls]\ncertificate = \"fullchain.pem\"\nkey = \"privkey.pem\"\n")?;
            self.secure = true;
        }
        Ok(())
    }

    /// Starts it, where it listened before if it ran already, and waits until it listens.
    ///
    /// # Errors
    /// When it does not come up; the log's end is part of the message.
    pub fn serve(&mut self) -> Result<()> {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.log)?;
        let before = self.served();
        let mut command = self.command("serve")?;
        command
            .args(["--listen", &self.listen])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        self.process = Some(Process::start(&mut command)?);
        until("the server", || self.served().len() > before.len())
            .with_context(|| fs::read_to_string(&self.log).unwrap_or_default())?;
        self.listen = self.served().pop().context("it listens nowhere")?;
        Ok(())
    }

    /// Asks it to stop, as an init system does, and waits.
    ///
    /// # Errors
    /// When it goes on.
    pub fn stop(&mut self) -> Result<()> {
        let mut process = self.process.take().context("it does not run")?;
        signal(process.id(), Signal::TERM);
        let end = process.ends(Duration::from_secs(10))?;
        ensure!(end.success(), "it stopped with {end}");
        Ok(())
    }

    /// Links in mails lead to where it listens, from now on.
    ///
    /// # Errors
    /// When it does not stop or come up again.
    pub fn link_to_itself(&mut self) -> Result<()> {
        self.stop()?;
        self.set("public-url", &format!("\"{}\"", self.address()))?;
        self.serve()
    }

    /// It hangs: connections come in, nothing goes out.
    ///
    /// # Errors
    /// When it does not run.
    pub fn hang(&self) -> Result<()> {
        self.tell(Signal::STOP)
    }

    /// The end of [`Server::hang`].
    ///
    /// # Errors
    /// When it does not run.
    pub fn go_on(&self) -> Result<()> {
        self.tell(Signal::CONT)
    }

    fn tell(&self, what: Signal) -> Result<()> {
        signal(self.process.as_ref().context("it does not run")?.id(), what);
        Ok(())
    }

    /// Its address as people type it: plain http is written out, https is what is meant without.
    #[must_use]
    pub fn typed(&self) -> String {
        if self.secure {
            format!("localhost:{}", self.port())
        } else {
            self.address()
        }
    }

    /// Its address in full.
    #[must_use]
    pub fn address(&self) -> String {
        if self.secure {
            format!("https://localhost:{}", self.port())
        } else {
            format!("http://{}", self.listen)
        }
    }

    /// Host and port, as the window calls it.
    #[must_use]
    pub fn place(&self) -> String {
        let address = self.address();
        let bare = address.split_once("://").map(|(_, place)| place.to_owned());
        bare.unwrap_or(address)
    }

    fn port(&self) -> &str {
        self.listen.rsplit(':').next().unwrap_or_default()
    }

    /// Every operation that somebody who is signed in asked for.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn asked_by_somebody(&self) -> Result<Vec<Asked>> {
        let mut all = self.asked()?;
        all.retain(|one| one.caller != "anonymous");
        Ok(all)
    }

    /// Every request that was made of it, in order, over all of its starts.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn asked(&self) -> Result<Vec<Asked>> {
        let text = fs::read_to_string(&self.log)?;
        let word = |line: &Value, name: &str| {
            let found = line.get(name).and_then(Value::as_str);
            found.unwrap_or_default().to_owned()
        };
        let lines = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        let requests = lines.filter(|line| word(line, "message") == "operation");
        let asked = requests.map(|line| {
            // what belongs to the request stands in its span
            let of = line.get("span").unwrap_or(&line);
            Asked {
                operation: word(of, "operation"),
                caller: word(of, "caller"),
                outcome: word(&line, "outcome"),
            }
        });
        Ok(asked.collect())
    }

    /// Where it said that it listens, once for each start.
    fn served(&self) -> Vec<String> {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let serving =
            lines.filter(|line| line.get("message").is_some_and(|text| text == "serving"));
        serving
            .filter_map(|line| Some(line.get("listen")?.as_str()?.to_owned()))
            .collect()
    }

    fn configuration(&self) -> PathBuf {
        self.folder.join("latchkey.toml")
    }

    /// One of its commands on its own configuration and store.
    fn command(&self, verb: &str) -> Result<Command> {
        let mut command = Self::program()?;
        command
            .args([verb, "--config"])
            .arg(self.configuration())
            .args(["--store", &self.store])
            // it trusts whom its desktop's computer trusts
            .env(
                "SSL_CERT_FILE",
                self.folder.with_file_name("authorities.pem"),
            );
        Ok(command)
    }

    /// With nothing of the environment outside.
    fn program() -> Result<Command> {
        let mut command = bound(places::server()?);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LC_ALL", "C.UTF-8");
        Ok(command)
    }
}

/// What a command prints, given this.
fn said(mut command: Command, given: &str) -> Result<String> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn()?;
    // one that reads nothing may be gone already
    let _ = child
        .stdin
        .take()
        .context("no input")?
        .write_all(given.as_bytes());
    let output = child.wait_with_output()?;
    ensure!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}
