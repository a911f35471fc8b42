//! The server's key file: made once, 0600, never overwritten. And reading other files that hold a secret.

use latchkey_engine::{StoreKey, SystemRandomness};
use std::{fmt::Write as _, fs, io::Write as _, path::Path};
use zeroize::Zeroizing;

/// Makes a new key file.
///
/// # Errors
/// There is one already, or the folder cannot be written.
pub fn create(path: &Path) -> Result<(), String> {
    let key = StoreKey::generate(&SystemRandomness);
    let mut text = Zeroizing::new(String::with_capacity(65));
    for byte in key.expose() {
        // writing into a text does not fail
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
    private(path, &text)
}

/// Writes a new file that its owner only can read: a key, or a configuration with the store's password in it.
///
/// # Errors
/// There is one already, or the folder cannot be written.
pub fn private(path: &Path, text: &str) -> Result<(), String> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options
        .open(path)
        .map_err(|why| format!("{} was not made: {why}", path.display()))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|why| format!("{}: {why}", path.display()))
}

/// Reads the key.
///
/// # Errors
/// Missing, readable by others, or not 64 hexadecimal digits.
pub fn read(path: &Path) -> Result<StoreKey, String> {
    let text = read_private("the key file", path)?;
    let digits = text.trim().as_bytes();
    let wrong = || {
        format!(
            "{} is not a key file: it has 64 hexadecimal digits",
            path.display()
        )
    };
    if digits.len() != 64 {
        return Err(wrong());
    }
    let mut bytes = Zeroizing::new([0u8; 32]);
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| wrong())?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
    }
    Ok(StoreKey::from_bytes(*bytes))
}

/// Reads a file with a secret in it. `what` it is, in words.
///
/// # Errors
/// Missing, or readable by others.
pub fn read_private(what: &str, path: &Path) -> Result<Zeroizing<String>, String> {
    let text = fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(|why| format!("{what} {} cannot be read: {why}", path.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path)
            .map_err(|why| why.to_string())?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            return Err(format!(
                "others can read {}: run `chmod 600 {}`",
                path.display(),
                path.display()
            ));
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_private_and_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("latchkey.key");
        create(&path).unwrap();
        let key = read(&path).unwrap();
        assert!(create(&path).is_err());
        assert_eq!(read(&path).unwrap().expose(), key.expose());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            assert!(read(&path).unwrap_err().contains("chmod 600"));
        }
    }
}
