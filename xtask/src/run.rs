//! `cargo xtask run`: from a clone to a window.

use crate::{Outcome, only, packages, step::Step, tree, ui};

pub const ABOUT: &str = "build the application and open its window

  --demo     a throw-away account with a dozen users; nothing is kept
  --build    build only";

pub fn start(arguments: &[String]) -> Outcome {
    only(arguments, &["--demo", "--build"])?;
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    packages::for_building()?;
    build()?;
    if has("--build") {
        return Ok(());
    }
    let demo: &[&str] = if has("--demo") { &["--demo"] } else { &[] };
    Step::new(tree::built("debug", "latchkey"), demo).run()
}

/// Always the whole workspace: part of it would unify features differently and compile Tauri twice.
pub fn build() -> Outcome {
    ui::build()?;
    Step::cargo(&["build", "--locked", "--workspace", "--bins"]).run()
}
