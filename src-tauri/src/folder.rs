//! Where this person's accounts are kept, and writing files there that nobody else on the computer can read.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

/// The folder of this person's accounts, made when it is missing. It and the one around it, where preferences name
/// people, are open to nobody else.
pub fn accounts(data: &Path) -> io::Result<PathBuf> {
    let folder = data.join("accounts");
    fs::create_dir_all(&folder)?;
    #[cfg(unix)]
    for folder in [data, &folder] {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(folder)
}

/// Writes a file whole or not at all, readable by its owner only.
pub fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path
        .parent()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let temporary = folder.join(format!(
        ".{}.part",
        path.file_name().unwrap_or_default().to_string_lossy()
    ));
    // what was left there, or put there for us to fill, is not written into
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = fill(&temporary, content).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // half a key is a secret too
        drop(fs::remove_file(&temporary));
    }
    written
}

fn fill(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    // R75
    #[test]
    fn nobody_else_reads_what_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let accounts = super::accounts(folder.path()).unwrap();
        let path = accounts.join("x");
        super::write_private(&path, b"1").unwrap();
        let mode = |p: &std::path::Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&accounts), mode(&path)), (0o700, 0o600));
        assert_eq!(mode(folder.path()), 0o700);
    }

    #[test]
    fn a_file_that_lies_in_wait_is_not_written_into() {
        let folder = tempfile::tempdir().unwrap();
        let theirs = folder.path().join("theirs");
        std::fs::write(&theirs, b"").unwrap();
        std::os::unix::fs::symlink(&theirs, folder.path().join(".x.part")).unwrap();
        let path = folder.path().join("x");
        super::write_private(&path, b"1").unwrap();
        assert_eq!(std::fs::read(&theirs).unwrap(), b"");
        assert_eq!(std::fs::read(&path).unwrap(), b"1");
        assert!(std::fs::symlink_metadata(&path).unwrap().is_file());
    }

    #[test]
    fn what_could_not_be_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::create_dir(&path).unwrap();
        assert!(super::write_private(&path, b"1").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
