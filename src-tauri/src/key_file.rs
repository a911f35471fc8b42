//! An account's key in a file that a passphrase opens: Argon2id makes the wrapping key, XChaCha20-Poly1305 wraps.
//! For computers without a keychain. The file is worthless without the passphrase.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use latchkey_engine::{Randomness as _, SystemRandomness};
use serde::{Deserialize, Serialize};
use std::{io, path::Path};
use zeroize::Zeroizing;

/// Stronger than for sign-in, since this is tried offline and once per start: 64 MiB, three passes.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// Why the file did not open.
#[derive(Debug)]
pub enum KeyFileProblem {
    /// The passphrase is another one.
    WrongPassphrase,
    /// Not a key file, or damaged.
    Damaged,
    /// The disk said no.
    Disk(io::Error),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    version: u32,
    memory_kib: u32,
    passes: u32,
    salt: [u8; 16],
    nonce: [u8; 24],
    wrapped: Vec<u8>,
}

/// Wraps the key. Takes about a third of a second: call it off the UI thread.
pub fn write(
    path: &Path,
    account: &str,
    key: &[u8],
    passphrase: &str,
) -> Result<(), KeyFileProblem> {
    let (mut salt, mut nonce) = ([0; 16], [0; 24]);
    SystemRandomness.fill(&mut salt);
    SystemRandomness.fill(&mut nonce);
    let cipher = cipher(passphrase, &salt, MEMORY_KIB, PASSES)?;
    let wrapped = cipher
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: key,
                aad: account.as_bytes(),
            },
        )
        .map_err(|_| KeyFileProblem::Damaged)?;
    let file = KeyFile {
        version: 1,
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        salt,
        nonce,
        wrapped,
    };
    let text = serde_json::to_vec(&file).map_err(|_| KeyFileProblem::Damaged)?;
    crate::folder::write_private(path, &text).map_err(KeyFileProblem::Disk)
}

/// Unwraps the key. As slow as [`write`].
pub fn read(
    path: &Path,
    account: &str,
    passphrase: &str,
) -> Result<Zeroizing<Vec<u8>>, KeyFileProblem> {
    let text = std::fs::read(path).map_err(KeyFileProblem::Disk)?;
    let file: KeyFile = serde_json::from_slice(&text).map_err(|_| KeyFileProblem::Damaged)?;
    // bounds, so that a planted file cannot take all memory
    if file.version != 1 || file.memory_kib > 1024 * 1024 || file.passes > 16 {
        return Err(KeyFileProblem::Damaged);
    }
    let cipher = cipher(passphrase, &file.salt, file.memory_kib, file.passes)?;
    cipher
        .decrypt(
            &XNonce::from(file.nonce),
            Payload {
                msg: &file.wrapped,
                aad: account.as_bytes(),
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| KeyFileProblem::WrongPassphrase)
}

fn cipher(
    passphrase: &str,
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
) -> Result<XChaCha20Poly1305, KeyFileProblem> {
    let params =
        Params::new(memory_kib, passes, 1, Some(32)).map_err(|_| KeyFileProblem::Damaged)?;
    let mut key = Zeroizing::new([0u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, key.as_mut())
        .map_err(|_| KeyFileProblem::Damaged)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_passphrase_opens_the_file_and_only_for_its_account() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("OP0000000001.key");
        write(
            &path,
            "OP0000000001",
            b"0123456789abcdef0123456789abcdef",
            "five plain words in here",
        )
        .unwrap();
        assert_eq!(
            &**read(&path, "OP0000000001", "five plain words in here").unwrap(),
            b"0123456789abcdef0123456789abcdef"
        );
        assert!(matches!(
            read(&path, "OP0000000001", "five plain words in hers"),
            Err(KeyFileProblem::WrongPassphrase)
        ));
        assert!(matches!(
            read(&path, "OP0000000002", "five plain words in here"),
            Err(KeyFileProblem::WrongPassphrase)
        ));
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("0123456789abcdef"));
        std::fs::write(&path, &text[..text.len() / 2]).unwrap();
        assert!(matches!(
            read(&path, "OP0000000001", "five plain words in here"),
            Err(KeyFileProblem::Damaged)
        ));
    }
}
