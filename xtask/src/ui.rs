//! The UI's own steps: its packages and its build, each only when what goes in has changed.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
};

use crate::{Outcome, step::Step, tree};

fn folder() -> PathBuf {
    tree::root().join("ui")
}

/// `npm ci`, unless the lock file is the one installed last.
pub fn install() -> Outcome {
    let inputs = [
        folder().join("package.json"),
        folder().join("package-lock.json"),
    ];
    when_changed("installed", &inputs, &folder().join("node_modules"), || {
        Step::npm(&["ci", "--no-fund", "--no-audit"]).run()
    })
}

/// `ui/dist`, which the desktop embeds when it is compiled.
pub fn build() -> Outcome {
    install()?;
    let inputs = tree::files(
        &folder(),
        &["node_modules", "dist", "paraglide", ".svelte-kit"],
    )?;
    when_changed("built", &inputs, &folder().join("dist/index.html"), || {
        Step::npm(&["run", "build"]).run()
    })
}

/// Does the step unless `product` is there and was made from the same inputs.
fn when_changed(
    name: &str,
    inputs: &[PathBuf],
    product: &Path,
    step: impl FnOnce() -> Outcome,
) -> Outcome {
    // below node_modules: whoever removes that folder starts afresh
    let mark = folder().join("node_modules/.latchkey").join(name);
    let now = fingerprint(inputs)?;
    if product.exists() && fs::read_to_string(&mark).is_ok_and(|then| then == now) {
        return Ok(());
    }
    step()?;
    let failed = |e: std::io::Error| format!("cannot write {}: {e}", mark.display());
    fs::create_dir_all(folder().join("node_modules/.latchkey")).map_err(failed)?;
    fs::write(&mark, now).map_err(failed)
}

fn fingerprint(inputs: &[PathBuf]) -> Outcome<String> {
    let mut hash = DefaultHasher::new();
    for file in inputs {
        file.hash(&mut hash);
        let content = fs::read(file).map_err(|e| format!("cannot read {}: {e}", file.display()))?;
        content.hash(&mut hash);
    }
    Ok(format!("{:016x}", hash.finish()))
}
