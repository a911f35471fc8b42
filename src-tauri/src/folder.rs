//! Where this person's accounts are kept, and writing files there that nobody else on the computer can read.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

/// The folder of this person's accounts, made when it is missing.
pub fn accounts(data: &Path) -> io::Result<PathBuf> {
    let folder = data.join("accounts");
    fs::create_dir_all(&folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
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
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(&temporary)?;
    file.write_all(content)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&temporary, path)
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
    }
}
