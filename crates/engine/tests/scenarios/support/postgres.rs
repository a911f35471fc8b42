//! A PostgreSQL cluster of the test run's own, reached through a socket in its folder. A run is this process, or all the
//! processes that nextest starts. A watcher ends the cluster when the run ends, however it ends.

use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _, postgres::PgConnectOptions};
use std::{
    fs::File,
    hash::{BuildHasher as _, Hasher as _, RandomState},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// The folder of the cluster.
static CLUSTER: OnceLock<PathBuf> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The address of a database that nobody else uses.
pub async fn database() -> String {
    let folder = tokio::task::spawn_blocking(|| CLUSTER.get_or_init(join))
        .await
        .unwrap();
    let number = DATABASES.fetch_add(1, Ordering::Relaxed);
    // a long run has more processes than the system has numbers for them
    let chance = RandomState::new().build_hasher().finish();
    let name = format!("test_{}_{chance:x}_{number}", std::process::id());
    let mut admin = url(folder, "postgres")
        .parse::<PgConnectOptions>()
        .unwrap()
        .connect()
        .await
        .unwrap();
    admin
        .execute(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .await
        .unwrap();
    url(folder, &name)
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

pub fn url(folder: &Path, database: &str) -> String {
    format!(
        "postgres://latchkey@localhost/{database}?host={}",
        folder.display()
    )
}

/// Starts the run's cluster, unless another process of the run has.
fn join() -> PathBuf {
    // memory where there is some: the tests are about rules, not about disks
    let base = ["/dev/shm", "/tmp"]
        .into_iter()
        .find(|path| Path::new(path).is_dir())
        .expect("a folder for the cluster");
    let (run, ends_with) = whole_run();
    let folder = PathBuf::from(base).join(format!("latchkey-pg-{run}"));
    std::fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let started = folder.join("started");
    if !started.exists() {
        start(&folder);
        watch(&folder, ends_with);
        File::create(started).unwrap();
    }
    folder
}

/// The name of the run, and the process that it ends with.
fn whole_run() -> (String, u32) {
    #[cfg(unix)]
    if let Ok(run) = std::env::var("NEXTEST_RUN_ID") {
        return (run, std::os::unix::process::parent_id());
    }
    let id = std::process::id();
    (id.to_string(), id)
}

pub fn start(folder: &Path) {
    let programs = programs();
    if is_root() {
        succeed(Command::new("chown").arg("postgres").arg(folder));
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
}

#[allow(clippy::zombie_processes, reason = "it ends after this process")]
/// Ends the cluster with the run. In a process group of its own: a test that is ended does not take it along.
pub fn watch(folder: &Path, ends_with: u32) {
    let stop = as_user(&programs().join("pg_ctl"));
    let words = [stop.get_program()].into_iter().chain(stop.get_args());
    let stop: Vec<String> = words.map(|word| format!("'{}'", word.display())).collect();
    let script = format!(
        "while kill -0 {ends_with}; do sleep 1; done; {stop} -D '{folder}/data' -m immediate stop; rm -rf '{folder}'",
        stop = stop.join(" "),
        folder = folder.display(),
    );
    let mut watcher = Command::new("sh");
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut watcher, 0);
    watcher
        .args(["-c", &script])
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
}

/// PostgreSQL does not run as root.
pub fn as_user(program: &Path) -> Command {
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
pub fn programs() -> PathBuf {
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

pub fn succeed(command: &mut Command) {
    // the server keeps what it inherits: a pipe would never close
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{command:?}");
}
