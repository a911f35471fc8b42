//! R72, R73, R81: versions below which a known hole is open, and packages that must never come in.

use anyhow::{Result, ensure};

use crate::metadata::{Graph, versions};

/// Not one of these may be older.
const AT_LEAST: &[(&str, &[u64])] = &[
    ("tauri", &[2, 11, 1]),
    ("tauri-plugin-updater", &[2, 12, 0]),
    ("keyring-core", &[1, 0, 0]),
    ("sqlx-core", &[0, 8, 1]),
    ("lettre", &[0, 11, 22]),
];

/// Each would give the window more than it may have, or stand in for something without a word.
const NEVER: &[&str] = &[
    "tauri-plugin-shell",
    "tauri-plugin-http",
    "keyring",
    "openssl",
    "native-tls",
    "aws-lc-rs",
    "aws-lc-sys",
];

#[test]
fn r72_nothing_is_older_than_its_last_known_hole() -> Result<()> {
    for (name, least) in AT_LEAST {
        for version in versions(name)? {
            ensure!(
                version.as_slice() >= *least,
                "{name} {version:?} is older than {least:?}"
            );
        }
    }
    let tauri = versions("tauri")?;
    ensure!(
        tauri.iter().all(|version| version.first() == Some(&2)),
        "tauri is {tauri:?}, not 2"
    );
    Ok(())
}

#[test]
fn r72_r73_what_must_never_come_in_is_not_there() -> Result<()> {
    for name in NEVER {
        ensure!(versions(name)?.is_empty(), "{name} came in");
    }
    // the dialog plugin links it, so that a chosen file could be granted to a page; the window must not be
    // able to ask it anything, which `commands.rs` holds
    let direct = Graph::read()?.direct("latchkey")?;
    ensure!(
        !direct.contains("tauri-plugin-fs"),
        "tauri-plugin-fs is used directly"
    );
    Ok(())
}

#[test]
fn r73_the_keychain_is_the_platforms_own() -> Result<()> {
    for name in [
        "zbus-secret-service-keyring-store",
        "apple-native-keyring-store",
        "windows-native-keyring-store",
    ] {
        ensure!(!versions(name)?.is_empty(), "{name} is missing");
    }
    Ok(())
}
