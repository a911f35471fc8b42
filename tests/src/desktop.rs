//! A desktop for one test: its own screen, session bus, keychain and home. Nothing is shared between
//! tests, so they need no order and may run side by side.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::{
    certificate::Authority,
    process::{Process, bound},
};

/// What the operating system offers for keeping secrets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keychain {
    /// Open, as after signing in to the computer.
    Open,
    /// There is one, and nobody has unlocked it: whoever asks for a secret waits for a person.
    Locked,
    /// There is none on the session bus.
    Missing,
}

/// One screen, one bus, one home.
pub struct Desktop {
    keychain: Option<Process>,
    bus: Process,
    screen: Process,
    display: String,
    authority: Authority,
    // dropped last: the programs above use it
    folder: TempDir,
}

impl Desktop {
    /// Starts everything and waits until it answers.
    ///
    /// # Errors
    /// When one of the programs is missing or does not come up.
    pub fn start(keychain: Keychain) -> Result<Self> {
        let folder = TempDir::with_prefix("latchkey-e2e-")?;
        for name in ["home", "run", "tmp"] {
            fs::create_dir(folder.path().join(name))?;
        }
        private(&folder.path().join("run"))?;
        let authority = Authority::new("This computer's own authority")?;
        fs::write(authorities(folder.path()), authority.pem())?;
        let (screen, display) = start_screen()?;
        let bus = start_bus(folder.path(), &display)?;
        let mut desktop = Self {
            keychain: None,
            bus,
            screen,
            display,
            authority,
            folder,
        };
        desktop.set_keychain(keychain)?;
        Ok(desktop)
    }

    /// The person's home folder.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Its screen's name.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Whom this computer trusts besides nobody: it vouches for mail servers.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Everything that this desktop writes, logs included.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the application keeps accounts and preferences.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.home().join(".local/share/app.latchkey.desktop")
    }

    /// The files of the local accounts.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn stores(&self) -> Result<Vec<PathBuf>> {
        let folder = self.data().join("accounts");
        let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        found.retain(|file| file.extension().is_some_and(|ending| ending == "latchkey"));
        found.sort();
        Ok(found)
    }

    /// A program in this desktop, with nothing of the environment outside.
    #[must_use]
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = bound(program);
        self.inside(&mut command);
        command
    }

    fn inside(&self, command: &mut Command) {
        command
            .env_clear()
            .envs(environment(self.folder.path(), &self.display))
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .current_dir(self.home());
    }

    /// Another state of the keychain, with the secrets that it holds kept.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn set_keychain(&mut self, state: Keychain) -> Result<()> {
        self.keychain = None;
        if state == Keychain::Missing {
            return Ok(());
        }
        if state == Keychain::Locked && !self.keyrings().join("login.keyring").exists() {
            // something must be there to be locked
            self.keychain = Some(self.start_keychain(true)?);
            self.keychain = None;
        }
        self.keychain = Some(self.start_keychain(state == Keychain::Open)?);
        Ok(())
    }

    /// A keychain that has never seen this person, as on another computer.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn forget_keychain(&mut self) -> Result<()> {
        self.keychain = None;
        fs::remove_dir_all(self.keyrings()).context("no keyrings to forget")?;
        self.set_keychain(Keychain::Open)
    }

    /// What the application keeps in the keychain under this name; nothing if there is no such entry.
    ///
    /// # Errors
    /// When the keychain does not answer.
    pub fn kept(&self, name: &str) -> Result<Option<String>> {
        let mut command = self.command("secret-tool");
        command.args([
            "lookup",
            "service",
            "app.latchkey.desktop",
            "username",
            name,
        ]);
        let output = command.output()?;
        ensure!(
            output.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    fn keyrings(&self) -> PathBuf {
        self.home().join(".local/share/keyrings")
    }

    fn start_keychain(&self, open: bool) -> Result<Process> {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]);
        if open {
            command.arg("--unlock");
        }
        let log = fs::File::create(self.folder.path().join("keychain.log"))?;
        command
            .stdin(Stdio::piped())
            .stdout(log.try_clone()?)
            .stderr(log);
        let mut process = Process::start(&mut command)?;
        let input = process.child().stdin.take();
        input
            .context("no input")?
            .write_all(b"the person's own password")?;
        self.bus_has("org.freedesktop.secrets")?;
        if open {
            let made = || self.keyrings().join("login.keyring").exists();
            until("the keychain's file", made)?;
        }
        Ok(process)
    }

    /// Waits until a name is owned on the session bus.
    fn bus_has(&self, name: &str) -> Result<()> {
        until(name, || {
            let mut ask = self.command("dbus-send");
            ask.args([
                "--session",
                "--print-reply=literal",
                "--dest=org.freedesktop.DBus",
                "/",
            ])
            .args([
                "org.freedesktop.DBus.NameHasOwner",
                &format!("string:{name}"),
            ])
            .stderr(Stdio::null());
            ask.output()
                .is_ok_and(|reply| String::from_utf8_lossy(&reply.stdout).contains("true"))
        })
    }

    /// Keys pressed on the screen itself, for the system's own dialogs, which no driver reaches.
    ///
    /// # Errors
    /// When xdotool cannot do it.
    pub fn xdotool(&self, words: &[&str]) -> Result<String> {
        let output = self.command("xdotool").args(words).output()?;
        ensure!(
            output.status.success(),
            "xdotool {words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// The processes of the desktop itself.
    #[must_use]
    pub fn own_processes(&self) -> Vec<u32> {
        let keychain = self.keychain.as_ref().map(Process::id);
        [self.screen.id(), self.bus.id()]
            .into_iter()
            .chain(keychain)
            .collect()
    }
}

fn environment(folder: &Path, display: &str) -> Vec<(&'static str, String)> {
    let run = folder.join("run");
    vec![
        ("HOME", folder.join("home").display().to_string()),
        (
            "DBUS_SESSION_BUS_ADDRESS",
            format!("unix:path={}", run.join("bus").display()),
        ),
        ("XDG_RUNTIME_DIR", run.display().to_string()),
        ("DISPLAY", display.to_owned()),
        ("TMPDIR", folder.join("tmp").display().to_string()),
        ("GDK_BACKEND", "x11".to_owned()),
        ("NO_AT_BRIDGE", "1".to_owned()),
        ("GTK_A11Y", "none".to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
        ("LC_ALL", "C.UTF-8".to_owned()),
        ("TZ", "UTC".to_owned()),
        // what this computer trusts is one file
        ("SSL_CERT_FILE", authorities(folder).display().to_string()),
        // no network but this computer: what is meant for elsewhere goes to a proxy that is not there
        ("HTTPS_PROXY", "http://127.0.0.1:9".to_owned()),
        ("NO_PROXY", "localhost,127.0.0.1".to_owned()),
    ]
}

fn authorities(folder: &Path) -> PathBuf {
    folder.join("authorities.pem")
}

/// Only the person may look into it; the bus and the keychain insist on that.
fn private(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    Ok(())
}

/// A screen with a number that nobody uses.
fn start_screen() -> Result<(Process, String)> {
    let mut command = bound("Xvfb");
    command
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x960x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut process = Process::start(&mut command)?;
    let number = first_line(&mut process).context("Xvfb did not come up")?;
    Ok((process, format!(":{number}")))
}

/// A session bus that starts nothing by itself, but for the window that asks to unlock a keychain.
fn start_bus(folder: &Path, display: &str) -> Result<Process> {
    let run = folder.join("run");
    let prompter = run.join("services");
    fs::create_dir(&prompter)?;
    let asks = "org.gnome.keyring.SystemPrompter.service";
    let there = Path::new("/usr/share/dbus-1/services").join(asks);
    if there.exists() {
        fs::copy(there, prompter.join(asks))?;
    }
    let configuration = run.join("bus.conf");
    fs::write(
        &configuration,
        format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}</listen>
  <servicedir>{}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
            run.join("bus").display(),
            prompter.display()
        ),
    )?;
    let mut command = bound("dbus-daemon");
    command
        .arg(format!("--config-file={}", configuration.display()))
        .args(["--nofork", "--nopidfile", "--print-address=1"])
        // what the bus starts lives in this desktop too
        .envs(environment(folder, display))
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut process = Process::start(&mut command)?;
    first_line(&mut process).context("dbus-daemon did not come up")?;
    Ok(process)
}

pub(crate) fn first_line(process: &mut Process) -> Result<String> {
    let output = process.child().stdout.take().context("no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    ensure!(!line.trim().is_empty(), "it said nothing");
    Ok(line.trim().to_owned())
}

/// Asks again every few milliseconds, for ten seconds.
///
/// # Errors
/// When it never becomes true.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) -> Result<()> {
    let start = std::time::Instant::now();
    while !holds() {
        ensure!(
            start.elapsed() < Duration::from_secs(10),
            "{what} did not come within 10 s"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
