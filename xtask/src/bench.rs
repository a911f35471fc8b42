//! `cargo xtask bench`: the measurements of BENCHMARKS.md, in one run on this machine.

use crate::{Outcome, packages, step::Step, ui};

pub const ABOUT: &str = "measure against the floors and print the table of BENCHMARKS.md

Words after it choose measurements: decision, card, list, get, sign-in, start. None means all.

  --quick    small and short: to see that they run, not how fast";

pub fn start(arguments: &[String]) -> Outcome {
    packages::for_testing()?;
    let mut chosen = arguments
        .iter()
        .filter(|word| *word != "--quick")
        .peekable();
    let all = chosen.peek().is_none();
    let chosen: Vec<_> = chosen.collect();
    let is_chosen = |one: &str| all || chosen.iter().any(|word| *word == one);
    // the programs that are measured: optimised, without the long link of a release
    let mut build = vec!["build", "--locked", "--profile", "ci"];
    if is_chosen("start") {
        ui::build()?;
        build.extend(["--package", "latchkey"]);
    }
    if is_chosen("get") || is_chosen("sign-in") {
        build.extend(["--package", "latchkey-server"]);
    }
    if build.contains(&"--package") {
        Step::cargo(&build).run()?;
    }
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
