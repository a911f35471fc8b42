//! `cargo xtask test`: everything that must hold before a change is taken.

use std::time::Instant;

use crate::{Outcome, conformance, only, packages, runners, step::Step, tree, ui};

pub const ABOUT: &str =
    "check everything: UI, formatting, lints, every test, end to end on real windows

  --ui      the UI's part only
  --rust    the rest only";

pub fn start(arguments: &[String]) -> Outcome {
    only(arguments, &["--ui", "--rust"])?;
    let start = Instant::now();
    packages::for_testing()?;
    runners::nothing_switched_off()?;
    let one = arguments.len() == 1;
    let mut said = Vec::new();
    if !one || arguments.contains(&"--ui".to_owned()) {
        said.extend(check_ui()?);
    }
    if !one || arguments.contains(&"--rust".to_owned()) {
        said.extend(check_rust()?);
    }
    runners::nothing_skipped(&said)?;
    println!("\nWhat the runners said:");
    for line in said {
        println!("  {line}");
    }
    println!("Everything holds ({:.0} s).", start.elapsed().as_secs_f32());
    Ok(())
}

fn check_ui() -> Outcome<Vec<String>> {
    ui::install()?;
    let mut output = Step::npm(&["run", "check"]).tee()?;
    output.push_str(&Step::npm(&["run", "test"]).tee()?);
    Ok(runners::closing_lines(&output))
}

fn check_rust() -> Outcome<Vec<String>> {
    conformance::install()?;
    // embedded when the desktop is compiled
    ui::build()?;
    Step::cargo(&["fmt", "--all", "--check"]).run()?;
    let lints = [
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ];
    Step::cargo(&lints).run()?;
    // the windows' tests start these programs
    Step::cargo(&["build", "--locked", "--workspace", "--bins"]).run()?;
    let mut output = unit_and_window_tests()?;
    output.push_str(&Step::cargo(&["test", "--locked", "--workspace", "--doc"]).tee()?);
    let said = runners::closing_lines(&output);
    conformance::asked(&said)?;
    Ok(said)
}

/// Each window test starts its own screen, bus, keychain and home; see `tests/src/desktop.rs`.
fn unit_and_window_tests() -> Outcome<String> {
    let has_nextest = Step::cargo(&["nextest", "--version"]).answer().is_some();
    let words: &[&str] = if has_nextest {
        &[
            "nextest",
            "run",
            "--locked",
            "--workspace",
            "--no-fail-fast",
        ]
    } else {
        &[
            "test",
            "--locked",
            "--workspace",
            "--bins",
            "--lib",
            "--tests",
            "--no-fail-fast",
            "--",
            // what schemathesis said is in a test that passes
            "--show-output",
        ]
    };
    Step::cargo(words)
        .with("LATCHKEY_APP", tree::built("debug", "latchkey"))
        .tee()
}
