//! Accounts on this computer: one encrypted file each, named by its operator ID. Where the key is kept is the shell's.

use crate::{
    Caller, Engine, Ports, StoreKey,
    ports::Draw as _,
    store::{StoreProblem, file, sqlite},
};
use latchkey_api::{CreateOperator, Error, Language, OperatorId};
use std::path::{Path, PathBuf};

/// What a local account's file is called after its operator ID.
pub const ENDING: &str = ".latchkey";

/// An account that a folder holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalAccount {
    /// The account.
    pub operator_id: OperatorId,
    /// Its file.
    pub path: PathBuf,
}

/// Why an account was not created. Nothing is left behind.
#[derive(Debug, thiserror::Error)]
pub enum CreateProblem {
    /// The file could not be made.
    #[error(transparent)]
    Store(#[from] StoreProblem),
    /// The account breaks a rule.
    #[error(transparent)]
    Refused(#[from] Error),
}

/// Creates an account in a folder, which is made if it is missing. The file appears under its name when it is whole.
///
/// # Errors
/// `weak_password`, or why the file could not be made. Nothing is left behind.
pub async fn create(
    folder: &Path,
    key: &StoreKey,
    ports: Ports,
    language: Language,
    op: CreateOperator,
) -> Result<(OperatorId, Engine), CreateProblem> {
    make_folder(folder)?;
    let unfinished = folder.join(format!(".new-{}{ENDING}.tmp", ports.randomness.hex(8)));
    let made = fill(&unfinished, key, ports.clone(), language, op).await;
    let finished = made.and_then(|id| {
        let path = path_of(folder, &id);
        file::place(&unfinished, &path)?;
        Ok((path, id))
    });
    match finished {
        Ok((path, id)) => Ok((id, open(&path, key, ports).await?)),
        Err(problem) => {
            file::remove(&unfinished);
            Err(problem)
        }
    }
}

/// Takes back an account that was just created, because its key could not be kept anywhere.
pub async fn discard(engine: Engine, path: &Path) {
    engine.close().await;
    drop(engine);
    file::remove(path);
}

/// Opens an account. Never makes one.
///
/// # Errors
/// What is wrong with the file; nothing was written.
pub async fn open(path: &Path, key: &StoreKey, ports: Ports) -> Result<Engine, StoreProblem> {
    let (db, held) = sqlite::open(path, key, ports.clock.now_ms()).await?;
    Ok(Engine::over(db, key, ports, Some(held), true))
}

/// The accounts of a folder, by operator ID. A folder that is not there has none.
///
/// # Errors
/// The folder cannot be read.
pub fn list(folder: &Path) -> Result<Vec<LocalAccount>, StoreProblem> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(vec![]),
        Err(error) => return Err(sqlite::io(&error)),
    };
    let account = |entry: std::fs::DirEntry| {
        let path = entry.path();
        let operator_id = path
            .file_name()?
            .to_str()?
            .strip_suffix(ENDING)?
            .parse()
            .ok()?;
        Some(LocalAccount { operator_id, path })
    };
    let mut accounts: Vec<LocalAccount> = entries.flatten().filter_map(account).collect();
    accounts.sort_by(|a, b| a.operator_id.cmp(&b.operator_id));
    Ok(accounts)
}

/// The file of an account.
#[must_use]
pub fn path_of(folder: &Path, operator_id: &OperatorId) -> PathBuf {
    folder.join(format!("{operator_id}{ENDING}"))
}

async fn fill(
    path: &Path,
    key: &StoreKey,
    ports: Ports,
    language: Language,
    op: CreateOperator,
) -> Result<OperatorId, CreateProblem> {
    let (db, held) = sqlite::create(path, key, ports.clock.now_ms()).await?;
    let engine = Engine::over(db, key, ports, Some(held), true);
    let created = engine.call(&Caller::here(language, ""), op).await;
    // closing folds the log into the file: then it is whole without it
    engine.close().await;
    Ok(created?.operator_id)
}

fn make_folder(folder: &Path) -> Result<(), StoreProblem> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| sqlite::io(&error))
}
