//! A PostgreSQL cluster of the test run's own, reached through a socket in its folder. A watcher ends it when the run
//! ends, however it ends: it waits for a pipe that closes with the process.

use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _, postgres::PgConnectOptions};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

struct Cluster {
    folder: PathBuf,
    // its end of the pipe is what the watcher waits for
    _watcher: Child,
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The address of a database that nobody else uses.
pub async fn database() -> String {
    let cluster = tokio::task::spawn_blocking(|| CLUSTER.get_or_init(start))
        .await
        .unwrap();
    let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let mut admin = url(&cluster.folder, "postgres")
        .parse::<PgConnectOptions>()
        .unwrap()
        .connect()
        .await
        .unwrap();
    admin
        .execute(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .await
        .unwrap();
    url(&cluster.folder, &name)
}

/// Runs a statement in a database that holds no place yet.
pub async fn run(url: &str, sql: &'static str) {
    let mut connection = url
        .parse::<PgConnectOptions>()
        .unwrap()
        .connect()
        .await
        .unwrap();
    connection.execute(sql).await.unwrap();
}

fn url(folder: &Path, database: &str) -> String {
    format!(
        "postgres://latchkey@localhost/{database}?host={}",
        folder.display()
    )
}

fn start() -> Cluster {
    let programs = programs();
    // memory where there is some: the tests are about rules, not about disks
    let base = ["/dev/shm", "/tmp"]
        .into_iter()
        .find(|path| Path::new(path).is_dir())
        .expect("a folder for the cluster");
    let folder = PathBuf::from(base).join(format!("latchkey-pg-{}", std::process::id()));
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir(&folder).unwrap();
    if is_root() {
        succeed(Command::new("chown").arg("postgres").arg(&folder));
    }
    let data = folder.join("data");
    succeed(
        as_user(&programs.join("initdb"))
            .args([
                "--username=latchkey",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "-D",
            ])
            .arg(&data),
    );
    let options = format!(
        "-k {} -c listen_addresses= -c max_connections=300 -c shared_buffers=32MB",
        folder.display()
    );
    succeed(
        as_user(&programs.join("pg_ctl"))
            .args(["-w", "-t", "60", "-l"])
            .arg(folder.join("log"))
            .arg("-D")
            .arg(&data)
            .arg("-o")
            .arg(options)
            .arg("start"),
    );
    let stop = format!(
        "cat >/dev/null; '{}' -D '{}' -m immediate stop; rm -rf '{}'",
        programs.join("pg_ctl").display(),
        data.display(),
        folder.display()
    );
    let watcher = as_user(Path::new("sh"))
        .args(["-c", &stop])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    Cluster {
        folder,
        _watcher: watcher,
    }
}

/// PostgreSQL does not run as root.
fn as_user(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.env("LC_ALL", "C").current_dir("/");
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap().stdout;
    id.starts_with(b"0\n")
}

/// Where initdb is: in the PATH, or the newest of Debian's folders.
fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found: Vec<PathBuf> = std::env::split_paths(&path)
        .filter(|folder| folder.join("initdb").is_file())
        .collect();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        let mut versions: Vec<PathBuf> = versions
            .flatten()
            .map(|version| version.path().join("bin"))
            .filter(|folder| folder.join("initdb").is_file())
            .collect();
        versions.sort();
        found.extend(versions.pop());
    }
    found
        .into_iter()
        .next()
        .expect("these tests need PostgreSQL: install the package \"postgresql\"")
}

fn succeed(command: &mut Command) {
    // the server keeps what it inherits: a pipe would never close
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{command:?}");
}
