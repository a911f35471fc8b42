//! A PostgreSQL of one's own in a temporary folder; it refuses to run as root, so root lends it another name.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use latchkey_tests::{desktop::until, process::Process};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

pub struct Cluster {
    port: u16,
    // ended before its folder goes
    server: Process,
    _folder: tempfile::TempDir,
}

impl Cluster {
    pub fn start() -> Result<Self> {
        let folder = tempfile::TempDir::with_prefix("latchkey-pg-")?;
        if is_root()? {
            let status = Command::new("chown")
                .arg("nobody")
                .arg(folder.path())
                .status()?;
            ensure!(status.success(), "chown failed");
        }
        let data = folder.path().join("data");
        let made = as_person(&programs()?.join("initdb"))?
            .args([
                "--auth=trust",
                "--username=bench",
                "--encoding=UTF8",
                "--locale=C",
                "--pgdata",
            ])
            .arg(&data)
            .current_dir(folder.path())
            .output()?;
        ensure!(
            made.status.success(),
            "initdb: {}",
            String::from_utf8_lossy(&made.stderr)
        );
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = fs::File::create(folder.path().join("log"))?;
        let mut command = as_person(&programs()?.join("postgres"))?;
        command
            .arg("-D")
            .arg(&data)
            .args([
                "-p",
                &port.to_string(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                // filling a million rows is not interrupted to write them twice
                "max_wal_size=4GB",
                "-c",
            ])
            .arg(format!(
                "unix_socket_directories={}",
                folder.path().display()
            ))
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(log);
        let server = Process::start(&mut command)?;
        // it takes connections some time before it answers on them
        let mut ready = Command::new(programs()?.join("pg_isready"));
        ready.args(["--quiet", "--host=127.0.0.1", "--port", &port.to_string()]);
        until("PostgreSQL", || {
            ready.status().is_ok_and(|status| status.success())
        })?;
        Ok(Self {
            port,
            server,
            _folder: folder,
        })
    }

    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// An empty database of that name.
    pub async fn database(&self, name: &str) -> Result<String> {
        let mut connection = PgConnection::connect(&self.url()).await?;
        let create = format!("CREATE DATABASE {name}");
        connection.execute(AssertSqlSafe(create)).await?;
        connection.close().await?;
        Ok(self.url_of(name))
    }

    /// The process above all others of it.
    pub fn id(&self) -> u32 {
        self.server.id()
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://bench@127.0.0.1:{}/{database}", self.port)
    }
}

/// The newest version that is installed.
fn programs() -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").context("PostgreSQL is not installed")?;
    let mut all: Vec<PathBuf> = versions
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    all.sort();
    all.pop().context("PostgreSQL is not installed")
}

fn is_root() -> Result<bool> {
    Ok(String::from_utf8_lossy(&Command::new("id").arg("-u").output()?.stdout).trim() == "0")
}

fn as_person(program: &Path) -> Result<Command> {
    if !is_root()? {
        return Ok(Command::new(program));
    }
    let mut command = Command::new("setpriv");
    command
        .args([
            "--reuid=nobody",
            "--regid=nogroup",
            "--clear-groups",
            "--pdeathsig=KILL",
        ])
        .arg(program);
    Ok(command)
}
