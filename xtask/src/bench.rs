//! `cargo xtask bench`: the measurements of BENCHMARKS.md, in one run on this machine.

use crate::{Outcome, packages, step::Step, ui};

pub const ABOUT: &str = "measure against the floors and print the table of BENCHMARKS.md

Words after it choose measurements: decision, card, start, list. None means all.";

pub fn start(arguments: &[String]) -> Outcome {
    packages::for_testing()?;
    ui::build()?;
    // the application that is measured: optimised, without the long link of a release
    Step::cargo(&[
        "build",
        "--locked",
        "--profile",
        "ci",
        "--package",
        "latchkey",
    ])
    .run()?;
    let mut words = vec![
        "run",
        "--locked",
        "--profile",
        "ci",
        "--package",
        "latchkey-tests",
    ];
    words.extend(["--features", "bench", "--bin", "bench", "--"]);
    words.extend(arguments.iter().map(String::as_str));
    Step::cargo(&words).run()
}
