//! Secrets that can be recognised, and the search for them in everything that a test left behind (H3).

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The secrets of one test.
#[derive(Default)]
pub struct Canaries {
    secrets: Vec<(String, String)>,
    /// Files that may hold a secret because the person asked for it, such as a saved recovery sheet.
    allowed: Vec<PathBuf>,
    made: u32,
}

impl Canaries {
    /// A password that every rule accepts and that appears nowhere else.
    pub fn password(&mut self, whose: &str) -> String {
        self.made += 1;
        let unique = tempfile::Builder::new()
            .prefix("x")
            .rand_bytes(12)
            .tempdir();
        let noise = unique.ok().and_then(|folder| {
            Some(
                folder
                    .path()
                    .file_name()?
                    .to_str()?
                    .trim_start_matches(['.', 'x'])
                    .to_owned(),
            )
        });
        let secret = format!("{} Heron-{}", noise.unwrap_or_default(), self.made);
        self.also(&format!("password of {whose}"), &secret);
        secret
    }

    /// The first secret of a story: its owner's password.
    #[must_use]
    pub fn first(&self) -> &str {
        self.secrets.first().map_or("", |(_, secret)| secret)
    }

    /// A secret that the application made.
    pub fn also(&mut self, what: &str, secret: &str) {
        self.secrets.push((what.to_owned(), secret.to_owned()));
    }

    /// This file holds a secret on purpose.
    pub fn allow(&mut self, file: &Path) {
        self.allowed.push(file.to_path_buf());
    }

    /// Searches every file below `folder`.
    ///
    /// # Errors
    /// With each secret found, its form and its file; never with the secret itself.
    pub fn search(&self, folder: &Path) -> Result<()> {
        let needles: Vec<(String, Vec<u8>)> = self
            .secrets
            .iter()
            .flat_map(|(what, secret)| forms(what, secret))
            .collect();
        let mut looked_at = 0_u32;
        let mut found = Vec::new();
        let mut open = vec![folder.to_path_buf()];
        while let Some(next) = open.pop() {
            for entry in fs::read_dir(&next)?.flatten() {
                let Ok(kind) = entry.file_type() else {
                    continue;
                };
                if kind.is_dir() {
                    open.push(entry.path());
                } else if kind.is_file() && !self.allowed.contains(&entry.path()) {
                    looked_at += 1;
                    // gone since it was listed
                    let Ok(content) = fs::read(entry.path()) else {
                        continue;
                    };
                    let hits = needles
                        .iter()
                        .filter(|(_, needle)| contains(&content, needle));
                    found.extend(
                        hits.map(|(what, _)| format!("{what} in {}", entry.path().display())),
                    );
                }
            }
        }
        ensure!(
            looked_at > 0,
            "nothing to search below {}",
            folder.display()
        );
        if found.is_empty() {
            Ok(())
        } else {
            bail!("secrets were left behind:\n{}", found.join("\n"))
        }
    }
}

/// The forms in which a secret may lie somewhere.
fn forms(what: &str, secret: &str) -> Vec<(String, Vec<u8>)> {
    let raw = secret.as_bytes();
    let (mut hex, mut url) = (String::new(), String::new());
    for &byte in raw {
        let plain = byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
        // writing to a string cannot fail
        let _ = write!(hex, "{byte:02x}");
        let _ = if plain {
            write!(url, "{}", char::from(byte))
        } else {
            write!(url, "%{byte:02X}")
        };
    }
    let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut all = vec![
        (what.to_owned(), raw.to_vec()),
        (format!("{what} (hex)"), hex.clone().into_bytes()),
        (format!("{what} (hex)"), hex.to_uppercase().into_bytes()),
        (format!("{what} (URL)"), url.into_bytes()),
        (format!("{what} (UTF-16)"), wide),
    ];
    // base64 at each of its three alignments, without the characters that neighbours change
    for skip in 0..3_usize {
        let part = raw.get(skip..).unwrap_or_default();
        let whole = part.get(..part.len() / 3 * 3).unwrap_or_default();
        for text in [STANDARD_NO_PAD.encode(whole), URL_SAFE_NO_PAD.encode(whole)] {
            if text.len() >= 12 {
                all.push((format!("{what} (base64)"), text.into_bytes()));
            }
        }
    }
    all
}

fn contains(content: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && content.windows(needle.len()).any(|part| part == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_form() -> Result<()> {
        let mut canaries = Canaries::default();
        let secret = canaries.password("a test");
        let encoded = STANDARD_NO_PAD.encode(format!("{{\"password\":\"{secret}\"}}"));
        for text in [secret.clone(), encoded, secret.replace(' ', "%20")] {
            let folder = tempfile::tempdir()?;
            fs::write(folder.path().join("log"), format!("before {text} after"))?;
            assert!(canaries.search(folder.path()).is_err(), "{text}");
        }
        Ok(())
    }

    #[test]
    fn a_file_that_may_hold_it_is_left_alone() -> Result<()> {
        let mut canaries = Canaries::default();
        let secret = canaries.password("a test");
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("log"), "nothing")?;
        let sheet = folder.path().join("sheet");
        fs::write(&sheet, secret)?;
        canaries.allow(&sheet);
        canaries.search(folder.path())
    }
}
