//! A store's file comes into being under another name, and goes with everything beside it.

use super::{StoreProblem, sqlite};
use std::path::Path;

/// Gives the finished file its name, which nothing has. Renaming is what makes it exist, all at once.
pub(crate) fn place(unfinished: &Path, path: &Path) -> Result<(), StoreProblem> {
    if path.exists() {
        return Err(StoreProblem::Exists);
    }
    std::fs::rename(unfinished, path).map_err(|error| sqlite::io(&error))?;
    drop(std::fs::remove_file(sqlite::beside(unfinished, ".lock")));
    // the name is on the disk too, where a folder can be synced
    #[cfg(unix)]
    std::fs::File::open(folder_of(path))
        .and_then(|folder| folder.sync_all())
        .map_err(|error| sqlite::io(&error))?;
    Ok(())
}

/// Removes a file and what lies beside it.
pub(crate) fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm", ".lock"] {
        // what is not there need not go
        drop(std::fs::remove_file(sqlite::beside(path, ending)));
    }
}

/// The folder that a file is in; a name alone is in the one where the process runs.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
