//! Opening and making an encrypted file: a local account's, or a server's with many. Never the one when the other was
//! meant.

use super::{Db, StoreProblem, file, migrate, pragmas};
use crate::keys::StoreKey;
use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    fs::{File, OpenOptions},
    io::Read as _,
    path::{Path, PathBuf},
    time::Duration,
};

const PAGE: u64 = 4096;

/// The file's lock: held while its account is open, so that two applications never are.
pub(crate) struct Held(#[allow(dead_code, reason = "dropping it is its use")] File);

/// Opens an existing store. What is wrong with it is told before anything is written.
pub(crate) async fn open(
    path: &Path,
    key: &StoreKey,
    now_ms: i64,
) -> Result<(Db, Held), StoreProblem> {
    keep_openssl();
    inspect(path)?;
    let held = hold(path)?;
    // looks without setting anything: a foreign file stays as it is. Nor may closing fold a log into a damaged file
    let mut connection = keyed(path, key)
        .read_only(log_size(path) > 0)
        .connect()
        .await?;
    let checked = check(&mut connection, path).await;
    drop(connection.close().await);
    if checked? {
        let mut connection = options(path, key).connect().await?;
        migrate::sqlite(&mut connection, Some(path), now_ms).await?;
        connection.close().await?;
    }
    Ok((pools(path, key).await?, held))
}

/// Makes a server's store where nothing is, or brings the one that is there up to date.
pub(crate) async fn prepare(
    path: &Path,
    key: &StoreKey,
    now_ms: i64,
) -> Result<(Db, Held), StoreProblem> {
    if !path.exists() {
        if !file::folder_of(path).is_dir() {
            return Err(StoreProblem::NoFolder);
        }
        let held = hold(path)?;
        // another one may have made it meanwhile; from here on nobody does
        if !path.exists() {
            fill(path, key, now_ms).await?;
        }
        drop(held);
    }
    open(path, key, now_ms).await
}

/// The caller holds the lock of the name that the file is to have.
async fn fill(path: &Path, key: &StoreKey, now_ms: i64) -> Result<(), StoreProblem> {
    let unfinished = beside(path, ".unfinished");
    file::remove(&unfinished);
    let made = match create(&unfinished, key, now_ms).await {
        // closing folds the log into the file: then it is whole without it
        Ok((db, _held)) => {
            db.close().await;
            file::place(&unfinished, path)
        }
        Err(problem) => Err(problem),
    };
    if made.is_err() {
        file::remove(&unfinished);
    }
    made
}

/// Makes a new store where nothing is.
pub(crate) async fn create(
    path: &Path,
    key: &StoreKey,
    now_ms: i64,
) -> Result<(Db, Held), StoreProblem> {
    keep_openssl();
    // the file comes first and empty, so that it has its mode from the first byte on
    private(OpenOptions::new().write(true).create_new(true))
        .open(path)
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreProblem::Exists,
            _ => io(&error),
        })?;
    let held = hold(path)?;
    let mut connection = options(path, key).connect().await?;
    sqlx::query("PRAGMA application_id = 1281455211")
        .execute(&mut connection)
        .await?;
    migrate::sqlite(&mut connection, None, now_ms).await?;
    connection.close().await?;
    Ok((pools(path, key).await?, held))
}

/// Has OpenSSL leave its memory alone when the process ends: connections close on threads of their own, and one that
/// still decrypts then would crash. This is how every binding of OpenSSL starts it.
fn keep_openssl() {
    #[cfg(not(target_os = "macos"))]
    openssl_sys::init();
}

/// What can be seen without a key.
fn inspect(path: &Path) -> Result<(), StoreProblem> {
    let meta = std::fs::metadata(path).map_err(|error| io(&error))?;
    if !meta.is_file() {
        return Err(StoreProblem::Foreign);
    }
    // on Windows the attribute means something else for folders
    let folder_is_closed = cfg!(unix)
        && path
            .parent()
            .and_then(|folder| folder.metadata().ok())
            .is_some_and(|meta| meta.permissions().readonly());
    if meta.permissions().readonly() || folder_is_closed {
        return Err(StoreProblem::ReadOnly);
    }
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .map_err(|error| io(&error))?;
    if meta.len() == 0 {
        return Err(StoreProblem::Empty);
    }
    let mut head = [0; 16];
    if file.read_exact(&mut head).is_err() {
        return Err(StoreProblem::Truncated);
    }
    if &head == b"SQLite format 3\0" {
        return Err(StoreProblem::Plain);
    }
    // a log may still hold the pages that are missing
    if meta.len() % PAGE != 0 && log_size(path) == 0 {
        return Err(StoreProblem::Truncated);
    }
    Ok(())
}

/// What can be seen with the key; true when migrations are due.
async fn check(connection: &mut SqliteConnection, path: &Path) -> Result<bool, StoreProblem> {
    let application = pragmas::text(connection, "PRAGMA application_id").await?;
    if application != pragmas::APPLICATION_ID.to_string() {
        return Err(StoreProblem::Foreign);
    }
    let pages: u64 = pragmas::text(connection, "PRAGMA page_count")
        .await?
        .parse()
        .unwrap_or(0);
    let size = std::fs::metadata(path).map_err(|error| io(&error))?.len();
    if size < pages * PAGE {
        // after a power cut the pages at the end may be in the log only: then they can be read
        let whole =
            log_size(path) > 0 && pragmas::text(connection, "PRAGMA quick_check(1)").await? == "ok";
        if !whole {
            return Err(StoreProblem::Truncated);
        }
    }
    migrate::sqlite_is_due(connection).await
}

/// Bytes that are not yet folded into the file; after a proper end there are none.
fn log_size(path: &Path) -> u64 {
    std::fs::metadata(beside(path, "-wal")).map_or(0, |meta| meta.len())
}

fn hold(path: &Path) -> Result<Held, StoreProblem> {
    let file = private(OpenOptions::new().write(true).create(true).truncate(false))
        .open(beside(path, ".lock"))
        .map_err(|error| io(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(Held(file)),
        Err(std::fs::TryLockError::WouldBlock) => Err(StoreProblem::Locked),
        Err(std::fs::TryLockError::Error(error)) => Err(io(&error)),
    }
}

/// The file of the same name with an ending more.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Only its owner may read what is made.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

pub(crate) fn io(error: &std::io::Error) -> StoreProblem {
    use std::io::ErrorKind as K;
    match error.kind() {
        K::NotFound => StoreProblem::Missing,
        K::PermissionDenied | K::ReadOnlyFilesystem => StoreProblem::ReadOnly,
        _ => StoreProblem::Unreachable(error.to_string()),
    }
}

fn keyed(path: &Path, key: &StoreKey) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .pragma("key", key.pragma());
    // the key is a pragma, and pragmas would be logged
    options.disable_statement_logging()
}

fn options(path: &Path, key: &StoreKey) -> SqliteConnectOptions {
    let options = keyed(path, key)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("cache_size", "-16000")
        .pragma("temp_store", "MEMORY");
    #[cfg(target_os = "macos")]
    let options = options
        .pragma("fullfsync", "ON")
        .pragma("checkpoint_fullfsync", "ON");
    options
}

async fn pools(path: &Path, key: &StoreKey) -> Result<Db, StoreProblem> {
    let pool = |most: u32| {
        SqlitePoolOptions::new()
            .max_connections(most)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(10))
    };
    let writer = pool(1).connect_with(options(path, key)).await?;
    let readers = pool(4)
        .connect_with(options(path, key).pragma("query_only", "ON"))
        .await?;
    let db = Db::Sqlite { writer, readers };
    if let Db::Sqlite { writer, readers } = &db {
        for pool in [writer, readers] {
            pragmas::verify(&mut *pool.acquire().await?).await?;
        }
    }
    Ok(db)
}
