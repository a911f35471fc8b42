//! `cargo xtask bundle`: installable packages.

use crate::{Outcome, only, packages, step::Step, tree, ui};

pub const ABOUT: &str = "make the installable packages (Linux: .deb and .rpm)

  --quick    without the long link of a release: for trying a package, not for giving it away";

pub fn start(arguments: &[String]) -> Outcome {
    only(arguments, &["--quick"])?;
    packages::for_building()?;
    ui::install()?;
    let quick = !arguments.is_empty();
    let mut words = vec!["build"];
    if cfg!(target_os = "linux") {
        // an AppImage needs a download of its own: the release workflow makes it
        words.extend(["--bundles", "deb,rpm"]);
    }
    words.push("--");
    words.push("--locked");
    if quick {
        words.extend(["--profile", "ci"]);
    }
    Step::tauri(&words)
        .with("CARGO_TARGET_DIR", tree::target())
        .run()?;
    let made = tree::target()
        .join(if quick { "ci" } else { "release" })
        .join("bundle");
    for file in tree::files(&made, &[])? {
        let ending = file
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or_default();
        if ["deb", "rpm", "msi", "exe", "dmg"].contains(&ending) {
            let size = file.metadata().map_or(0, |about| about.len());
            println!("{}  ({} KiB)", file.display(), size / 1024);
        }
    }
    Ok(())
}
