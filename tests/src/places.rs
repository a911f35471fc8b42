//! Where the checkout, the programs under test and the pictures are.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};

/// The checkout.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The application: `LATCHKEY_APP`, else the one that was built beside this test.
///
/// # Errors
/// When there is none.
pub fn application() -> Result<PathBuf> {
    let app = match env::var_os("LATCHKEY_APP") {
        Some(given) => PathBuf::from(given),
        None => beside()?.join("latchkey"),
    };
    ensure!(
        app.is_file(),
        "no application at {}. `cargo build --workspace --bins` makes it, after `cargo xtask run --build` made its content",
        app.display()
    );
    Ok(app)
}

/// The server, which is built with the application and lies beside it.
///
/// # Errors
/// When there is none.
pub fn server() -> Result<PathBuf> {
    let server = application()?.with_file_name("latchkey-server");
    ensure!(
        server.is_file(),
        "no server at {}. `cargo build --workspace --bins` makes it",
        server.display()
    );
    Ok(server)
}

/// The Python of the programs that tests run and nobody here wrote, in the target folder.
///
/// # Errors
/// When it is not installed.
pub fn python() -> Result<PathBuf> {
    let target = application()?;
    let target = target.parent().and_then(Path::parent);
    let python = target
        .unwrap_or(Path::new(""))
        .join("conformance/bin/python");
    ensure!(
        python.is_file(),
        "no Python at {}. `cargo xtask setup --test` installs it",
        python.display()
    );
    Ok(python)
}

/// The folder of the programs: this one's own, or the one above `deps`.
fn beside() -> Result<PathBuf> {
    let own = env::current_exe()?;
    let folder = own.parent().unwrap_or(&own);
    let above = folder.parent().unwrap_or(folder);
    Ok(if folder.ends_with("deps") {
        above
    } else {
        folder
    }
    .to_path_buf())
}

/// Pictures of the running application; git ignores them.
#[must_use]
pub fn pictures() -> PathBuf {
    root().join("tests/e2e/pictures")
}
