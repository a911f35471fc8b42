//! `cargo xtask icons`: the icon set out of `icons/latchkey.svg`.

use std::fs;

use crate::{Outcome, only, step::Step, tree, ui};

pub const ABOUT: &str = "make the icon set again from icons/latchkey.svg";

/// What tauri.conf.json and the packages refer to; the generator also writes phones' and shops' icons.
const KEPT: &[&str] = &[
    "latchkey.svg",
    "32x32.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.png",
    "icon.icns",
    "icon.ico",
];

pub fn start(arguments: &[String]) -> Outcome {
    only(arguments, &[])?;
    ui::install()?;
    Step::tauri(&["icon", "icons/latchkey.svg", "--output", "icons"]).run()?;
    let folder = tree::root().join("icons");
    let entries = fs::read_dir(&folder).map_err(|e| format!("cannot read icons: {e}"))?;
    for entry in entries.flatten() {
        if entry
            .file_name()
            .to_str()
            .is_some_and(|name| KEPT.contains(&name))
        {
            continue;
        }
        let at = entry.path();
        let gone = if at.is_dir() {
            fs::remove_dir_all(&at)
        } else {
            fs::remove_file(&at)
        };
        gone.map_err(|e| format!("cannot remove {}: {e}", at.display()))?;
    }
    Ok(())
}
