//! R68: every command of the window is in the code, in the manifest and in the one capability; nothing
//! else is granted, and to nobody else.

use std::{collections::BTreeSet, fs};

use anyhow::{Context, Result, ensure};
use latchkey_tests::places;
use serde_json::Value;

/// What a page may use of Tauri itself: being told when something changed.
const OF_TAURI: &[&str] = &[
    "core:event:allow-listen",
    "core:event:allow-unlisten",
    "core:window:allow-start-dragging",
];

fn source(file: &str) -> Result<String> {
    let at = places::root().join("src-tauri").join(file);
    fs::read_to_string(&at).with_context(|| at.display().to_string())
}

/// Functions marked as commands, anywhere in the desktop.
fn written() -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut open = vec![places::root().join("src-tauri/src")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let at = entry?.path();
            if at.is_dir() {
                open.push(at);
                continue;
            }
            let text = fs::read_to_string(&at)?;
            for part in text.split("#[tauri::command").skip(1) {
                let (_, name) = part
                    .split_once("fn ")
                    .context("a command without a function")?;
                let end = name
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(name.len());
                found.insert(name.get(..end).unwrap_or_default().to_owned());
            }
        }
    }
    Ok(found)
}

/// Names handed to `generate_handler!`.
fn handled() -> Result<BTreeSet<String>> {
    let text = source("src/lib.rs")?;
    let (_, list) = text
        .split_once("generate_handler![")
        .context("no handler")?;
    let (list, _) = list.split_once(']').context("no end of the handler")?;
    let names = list
        .split(',')
        .map(|path| path.rsplit("::").next().unwrap_or_default().trim());
    Ok(names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect())
}

/// Names in `AppManifest::commands`.
fn in_manifest() -> Result<BTreeSet<String>> {
    let text = source("build.rs")?;
    let (_, list) = text.split_once(".commands(&[").context("no manifest")?;
    let (list, _) = list.split_once(']').context("no end of the manifest")?;
    Ok(list
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect())
}

fn capabilities() -> Result<Vec<Value>> {
    let entries = fs::read_dir(places::root().join("src-tauri/capabilities"))?;
    entries
        .map(|entry| Ok(serde_json::from_str(&fs::read_to_string(entry?.path())?)?))
        .collect()
}

#[test]
fn r68_commands_in_code_manifest_and_capability_are_the_same() -> Result<()> {
    let written = written()?;
    ensure!(written.len() > 5, "commands were not found: {written:?}");
    ensure!(
        written == handled()?,
        "handled: {:?}\nwritten: {written:?}",
        handled()?
    );
    ensure!(
        written == in_manifest()?,
        "manifest: {:?}\nwritten: {written:?}",
        in_manifest()?
    );
    let granted: BTreeSet<String> = capabilities()?
        .iter()
        .filter_map(|one| one.get("permissions")?.as_array().cloned())
        .flatten()
        .filter_map(|one| Some(one.as_str()?.to_owned()))
        .filter(|name| !OF_TAURI.contains(&name.as_str()))
        .collect();
    let wanted = written
        .iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .collect();
    ensure!(
        granted == wanted,
        "granted: {granted:?}\nwanted: {wanted:?}"
    );
    Ok(())
}

#[test]
fn r68_capabilities_are_for_the_main_window_and_no_remote_page() -> Result<()> {
    let all = capabilities()?;
    // one for all, one for what only macOS needs
    ensure!(all.len() == 2, "{} capabilities", all.len());
    for one in all {
        ensure!(
            one.get("windows") == Some(&serde_json::json!(["main"])),
            "windows: {one:#}"
        );
        ensure!(one.get("remote").is_none(), "remote pages may ask");
        ensure!(one.get("webviews").is_none(), "other webviews may ask");
    }
    Ok(())
}
