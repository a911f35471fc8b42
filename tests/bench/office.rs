//! A server as it is run, a process over a PostgreSQL of its own database, with an account of many people.

use std::{
    fs,
    io::Write as _,
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use latchkey_tests::{
    desktop::until,
    process::{Process, bound},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    load::{Target, ask, request},
    many,
    postgres::Cluster,
};

pub const PASSWORD: &str = "granite lantern hollow fern 73";
const EMAIL: &str = "owner@bench.example";
/// How much one address may ask is another question than how much the server can answer.
const CONFIGURATION: &str = "[limits]
requests-per-second = 0
account-requests-per-second = 0
sign-ins-per-second = 0
";
/// Reads people, and some more: several statements, one of which denies.
const READER: &str = r#"{"statements":[{"effect":"allow","api":["User:*","Role:*"]},{"effect":"deny","api":["User:deleteUser"]},{"effect":"allow","api":["Billing:get*"]}]}"#;

/// An account of many people, and the server that serves it.
pub struct Office {
    pub server: Server,
    pub users: u32,
    pub operator: String,
    /// The header lines of a user who may read the others.
    pub reader: String,
    pub store: String,
    folder: TempDir,
}

/// `latchkey-server serve`, listening.
pub struct Server {
    pub address: SocketAddr,
    process: Process,
}

impl Server {
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Starts what takes a port, and waits until it listens there.
    pub fn start(command: impl FnOnce(SocketAddr) -> Command) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let process = Process::start(&mut command(address))?;
        until("the server", || TcpStream::connect(address).is_ok())?;
        Ok(Self { address, process })
    }
}

impl Office {
    pub async fn open(cluster: &Cluster, users: u32) -> Result<Self> {
        let folder = TempDir::with_prefix("latchkey-bench-")?;
        let store = cluster.database(&format!("of_{users}")).await?;
        command(&folder, &["init", "--dir"])?
            .arg(folder.path())
            .stdout(Stdio::null())
            .status()?;
        fs::write(folder.path().join("latchkey.toml"), CONFIGURATION)?;
        printed(on(&folder, "migrate", &store)?, "")?;
        let mut create = on(&folder, "create-account", &store)?;
        create.args(["--email", EMAIL, "--name", "Bench", "--password-stdin"]);
        let operator = printed(create, PASSWORD)?.trim().to_owned();
        let server = serve(&folder, &store)?;
        let mut office = Self {
            server,
            users,
            operator,
            reader: String::new(),
            store,
            folder,
        };
        office.fill().await?;
        Ok(office)
    }

    async fn fill(&mut self) -> Result<()> {
        let root = self.root().await?;
        let pattern = json!({ "password": PASSWORD, "description": many::PERSON });
        self.done(&root, "POST", many::PATTERN, &pattern).await?;
        let reader = json!({ "password": PASSWORD, "permission": READER });
        self.done(&root, "POST", "reader", &reader).await?;
        many::in_database(&self.store, self.users).await?;
        self.reader = self.sign_in(&self.form("reader")).await?;
        Ok(())
    }

    /// One server more on the same database.
    pub fn another(&self) -> Result<Server> {
        serve(&self.folder, &self.store)
    }

    /// The header lines of root, whose password was just given.
    pub async fn root(&self) -> Result<String> {
        self.sign_in(&json!({ "email": EMAIL, "password": PASSWORD }))
            .await
    }

    fn form(&self, name: &str) -> Value {
        json!({ "operatorId": self.operator, "userName": name, "password": PASSWORD })
    }

    async fn sign_in(&self, form: &Value) -> Result<String> {
        let asked = request("POST", "/v1/auth", "", &form.to_string());
        let (status, body) = ask(self.server.address, &asked).await?;
        ensure!(
            status == 200,
            "{status}: {}",
            String::from_utf8_lossy(&body)
        );
        let session: Value = serde_json::from_slice(&body)?;
        let text = |name: &str| session.get(name).and_then(Value::as_str);
        let (key, token) = text("apiKey").zip(text("token")).context("no session")?;
        Ok(format!(
            "X-Soracom-API-Key: {key}\r\nX-Soracom-Token: {token}\r\n"
        ))
    }

    /// Something about a user, which has to succeed.
    pub async fn done(&self, who: &str, method: &str, user: &str, body: &Value) -> Result<()> {
        let asked = request(method, &self.path(user), who, &body.to_string());
        let (status, body) = ask(self.server.address, &asked).await?;
        ensure!(status < 300, "{status}: {}", String::from_utf8_lossy(&body));
        Ok(())
    }

    pub fn path(&self, user: &str) -> String {
        format!("/v1/operators/{}/users/{user}", self.operator)
    }

    /// The reader asks for one user after the other, all over the account.
    pub fn readings(&self) -> Target {
        let (path, reader, users) = (self.path("person-"), self.reader.clone(), self.users);
        Target::new(self.server.address, move |number| {
            let path = format!("{path}{:06}", scattered(number, users));
            request("GET", &path, &reader, "")
        })
    }

    /// One user after the other signs in.
    pub fn sign_ins(&self) -> Target {
        let (operator, users) = (self.operator.clone(), self.users);
        Target::new(self.server.address, move |number| {
            let name = format!("person-{:06}", scattered(number, users));
            let form = json!({ "operatorId": operator, "userName": name, "password": PASSWORD });
            request("POST", "/v1/auth", "", &form.to_string())
        })
    }
}

/// Far from the one before, as people are.
fn scattered(number: usize, users: u32) -> u32 {
    let number = u32::try_from(number % 0x1000_0000).unwrap_or_default();
    number.wrapping_mul(2_654_435_761) % users
}

fn serve(folder: &TempDir, store: &str) -> Result<Server> {
    let log = fs::File::options()
        .create(true)
        .append(true)
        .open(folder.path().join("log"))?;
    let mut command = on(folder, "serve", store)?;
    command.stderr(log);
    Server::start(|address| {
        command.arg("--listen").arg(address.to_string());
        command
    })
}

fn on(folder: &TempDir, word: &str, store: &str) -> Result<Command> {
    let mut command = command(folder, &[word, "--store", store, "--config"])?;
    command.arg(folder.path().join("latchkey.toml"));
    Ok(command)
}

fn command(folder: &TempDir, words: &[&str]) -> Result<Command> {
    let mut command = bound(program()?);
    command.args(words).current_dir(folder.path());
    Ok(command)
}

/// Built beside this program.
fn program() -> Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("latchkey-server");
    ensure!(
        program.is_file(),
        "no server at {}; `cargo xtask bench` builds it",
        program.display()
    );
    Ok(program)
}

/// What a command prints, once it has succeeded.
fn printed(mut command: Command, input: &str) -> Result<String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn()?;
    let mut stdin = child.stdin.take().context("no standard input")?;
    stdin.write_all(input.as_bytes())?;
    drop(stdin);
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "{command:?} failed");
    Ok(String::from_utf8(output.stdout)?)
}
