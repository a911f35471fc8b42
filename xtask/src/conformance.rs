//! Programs that tests run and nobody here wrote, installed once into the target folder, where the tests look for them:
//! schemathesis, which plays a client and fails the server's tests by what it finds (see
//! `crates/server/tests/wire/foreign/generated.rs`), and aiosmtpd, which is the mail server of `tests/mail/server.py`.

use std::{fs, path::Path};

use crate::{Outcome, step::Step, tree};

/// How the line begins that the test writes when nothing was found.
pub const SAYS: &str = "schemathesis, ";

/// Installs the version that `tests/conformance/requirements.txt` pins, unless it is there.
pub fn install() -> Outcome {
    let wanted = tree::root().join("tests/conformance/requirements.txt");
    let home = tree::target().join("conformance");
    let installed = home.join("requirements.txt");
    let same = fs::read(&installed).ok() == Some(tree::read(&wanted)?.into_bytes());
    if same && runs(&home) {
        return Ok(());
    }
    if home.exists() {
        fs::remove_dir_all(&home).map_err(|e| format!("cannot empty {}: {e}", home.display()))?;
    }
    fetch(&home, &wanted).map_err(|why| {
        format!(
            "{why}\nTests need Python 3.10 or newer with its `venv` module, and once the network, for {}.",
            tree::short(&wanted)
        )
    })?;
    // written last: what was interrupted is begun again
    fs::copy(&wanted, &installed)
        .map_err(|e| format!("cannot write {}: {e}", installed.display()))?;
    Ok(())
}

fn fetch(home: &Path, wanted: &Path) -> Outcome {
    Step::new(
        "python3",
        &["-m".as_ref(), "venv".as_ref(), home.as_os_str()],
    )
    .run()?;
    let mut words: Vec<_> = [
        "install",
        "--quiet",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
    ]
    .map(AsRef::as_ref)
    .to_vec();
    words.push(wanted.as_os_str());
    Step::new(home.join("bin/pip"), &words).run()?;
    if runs(home) {
        return Ok(());
    }
    Err(format!(
        "{} does not start.",
        home.join("bin/schemathesis").display()
    ))
}

/// A newer Python may have come since: then what it starts with is gone.
fn runs(home: &Path) -> bool {
    let python = home.join("bin/python");
    Step::new(home.join("bin/schemathesis"), &["--version"])
        .answer()
        .and_then(|_| Step::new(python, &["-c", "import aiosmtpd"]).answer())
        .is_some()
}

/// Refuses a run in which the server's tests did not say that it asked.
pub fn asked(said: &[String]) -> Outcome {
    if said.iter().any(|line| line.starts_with(SAYS)) {
        return Ok(());
    }
    Err("schemathesis asked nothing: its line is missing in what the tests said.".to_owned())
}
