//! `cargo xtask`: everything that the project does besides compiling. One file per command.
//!
//! No dependencies, so that it is there a few seconds after a clone.

mod bar;
mod bench;
mod bundle;
mod conformance;
mod contract;
mod icons;
mod packages;
mod pictures;
mod run;
mod runners;
mod step;
mod test;
mod tree;
mod ui;

use std::process::ExitCode;

/// What stopped a command, in words for the person who typed it.
pub type Outcome<T = ()> = Result<T, String>;

struct Command {
    name: &'static str,
    about: &'static str,
    start: fn(&[String]) -> Outcome,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "run",
        about: run::ABOUT,
        start: run::start,
    },
    Command {
        name: "test",
        about: test::ABOUT,
        start: test::start,
    },
    Command {
        name: "bench",
        about: bench::ABOUT,
        start: bench::start,
    },
    Command {
        name: "bundle",
        about: bundle::ABOUT,
        start: bundle::start,
    },
    Command {
        name: "pictures",
        about: pictures::ABOUT,
        start: pictures::start,
    },
    Command {
        name: "contract",
        about: contract::ABOUT,
        start: contract::start,
    },
    Command {
        name: "icons",
        about: icons::ABOUT,
        start: icons::start,
    },
    Command {
        name: "bar",
        about: bar::ABOUT,
        start: bar::start,
    },
    Command {
        name: "setup",
        about: packages::ABOUT,
        start: packages::start,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{}", help());
        return Ok(());
    };
    if ["help", "--help", "-h"].contains(&name.as_str()) {
        print!("{}", help());
        return Ok(());
    }
    let command = COMMANDS
        .iter()
        .find(|command| command.name == name)
        .ok_or_else(|| format!("there is no command {name:?}.\n\n{}", help()))?;
    if rest.iter().any(|word| word == "--help" || word == "-h") {
        println!("cargo xtask {name}\n\n{}", command.about);
        return Ok(());
    }
    (command.start)(rest)
}

fn help() -> String {
    let lines = COMMANDS.iter().map(|command| {
        let first = command.about.lines().next().unwrap_or_default();
        format!("  {:<10}{first}\n", command.name)
    });
    format!(
        "cargo xtask COMMAND [--help]\n\n{}",
        lines.collect::<String>()
    )
}

/// Refuses words that a command does not know, so that a typing error never runs something else.
fn only(arguments: &[String], known: &[&str]) -> Outcome {
    match arguments
        .iter()
        .find(|word| !known.contains(&word.as_str()))
    {
        None => Ok(()),
        Some(word) if known.is_empty() => Err(format!("this command takes no {word:?}.")),
        Some(word) => Err(format!(
            "{word:?} is not known here; known: {}.",
            known.join(", ")
        )),
    }
}
