//! What stands beside the program: the unit, the container file and the handbook say what the program does (R100).

use crate::support::process::{command, printed, run};
use latchkey_api::{Kind, Operation as _, each_operation};
use latchkey_server::{config::TEMPLATE, limits::Limits};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

const UNIT: &str = "packaging/latchkey-server.service";
const CONTAINER: &str = "packaging/Containerfile";
const HANDBOOK: &str = "docs/server.md";

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// What follows `latchkey-server` in a line that calls it: a command and its flags.
fn call(line: &str) -> Option<Vec<&str>> {
    let (_, rest) = line.split_once("latchkey-server ")?;
    // `cargo run -p latchkey-server -- serve`
    let rest = rest.strip_prefix("-- ").unwrap_or(rest);
    let rest = rest.split(['#', '`', '|', ';']).next().unwrap_or_default();
    let words: Vec<&str> = rest.split_whitespace().collect();
    // elsewhere it is the name of the service, or of the image
    words
        .first()
        .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
        .then_some(words)
}

/// Lines of shell in fences, and calls in backticks.
fn calls(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut found = vec![];
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = line == "```sh";
        } else if fenced {
            found.push(line.to_owned());
        } else {
            // every second piece is between backticks
            found.extend(line.split('`').skip(1).step_by(2).map(ToOwned::to_owned));
        }
    }
    found.retain(|line| line.contains("latchkey-server "));
    found
}

/// The program takes this command with these flags.
fn exists(words: &[&str], place: &str) {
    let help = printed(&run(command([words[0], "--help"]), ""));
    for flag in words.iter().filter(|word| word.starts_with("--")) {
        let flag = flag.split('=').next().unwrap();
        assert!(
            help.contains(&format!("{flag} ")) || help.contains(&format!("{flag}\n")),
            "{place}: {} takes no {flag}",
            words[0]
        );
    }
}

#[test]
fn commands_and_flags_that_are_written_down_exist() {
    let mut checked = 0;
    for (place, text) in [(HANDBOOK, read(HANDBOOK)), ("README.md", read("README.md"))] {
        for line in calls(&text) {
            if let Some(words) = call(&line) {
                exists(&words, place);
                checked += 1;
            }
        }
    }
    assert!(checked >= 12, "only {checked} commands were found");
}

#[test]
fn what_always_wants_a_fresh_password_is_written_down() {
    let text = read(HANDBOOK);
    let always = text.lines().filter(|line| line.ends_with("| always |"));
    // every second piece is between backticks
    let told: BTreeSet<&str> = always
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .collect();
    let mut wanted = BTreeSet::new();
    macro_rules! look { ($($op:ident),* $(,)?) => { $(
        if latchkey_api::$op::KIND == Kind::StepUp {
            wanted.insert(latchkey_api::$op::NAME);
        }
    )* } }
    each_operation!(look);
    assert_eq!(told, wanted);
}

#[test]
fn the_unit_starts_stops_and_allows_what_the_program_needs() {
    let unit = read(UNIT);
    let setting = |name: &str| {
        unit.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
            .unwrap_or_else(|| panic!("{name} is not set"))
    };
    let start = setting("ExecStart");
    assert!(
        start.starts_with("/usr/bin/latchkey-server serve "),
        "{start}"
    );
    exists(&call(start).unwrap(), UNIT);
    let limits = Limits::default();
    let patience: u64 = setting("TimeoutStopSec").parse().unwrap();
    assert!(patience > (limits.notice + limits.stop).as_secs());
    assert_eq!(setting("KillSignal"), "SIGTERM");
    let files: u64 = setting("LimitNOFILE").parse().unwrap();
    assert!(files >= limits.files(), "{} are needed", limits.files());
}

#[test]
fn the_container_starts_what_exists_and_has_no_secret_in_it() {
    let file = read(CONTAINER);
    let started: Vec<String> = file
        .lines()
        .filter(|line| line.starts_with("CMD ") || line.starts_with("ENTRYPOINT "))
        .flat_map(|line| {
            let list = line.split_once(' ').unwrap().1;
            serde_json::from_str::<Vec<String>>(list).unwrap()
        })
        .collect();
    let words: Vec<&str> = started.iter().map(String::as_str).collect();
    assert_eq!(words[0], "/usr/bin/latchkey-server");
    exists(&words[1..], CONTAINER);
    let user = file
        .lines()
        .find_map(|line| line.strip_prefix("USER "))
        .unwrap();
    assert_ne!(user, "root");
    for line in file.lines().filter(|line| line.starts_with("COPY ")) {
        for secret in [".key", ".toml.", "latchkey.toml", " . "] {
            assert!(!line.contains(secret), "{line}");
        }
    }
    assert!(
        !file.contains("\nARG ") && !file.contains("\nENV "),
        "nothing is passed in"
    );
}

/// Every setting of the file with its default, `limits.requests` for one in a table.
fn settings() -> BTreeMap<String, String> {
    let mut table = String::new();
    let mut found = BTreeMap::new();
    for line in TEMPLATE.lines() {
        if let Some(name) = line.strip_prefix('[') {
            table = format!("{}.", name.trim_end_matches(']'));
        } else if let (false, Some((name, value))) = (line.starts_with('#'), line.split_once(" = "))
        {
            found.insert(format!("{table}{name}"), value.to_owned());
        }
    }
    found
}

#[test]
fn the_handbook_has_every_setting_with_its_default() {
    let handbook = read(HANDBOOK);
    let mut rows = BTreeMap::new();
    for line in handbook.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let Some(default) = cells[2].strip_prefix('`') {
            rows.insert(
                cells[1].trim_matches('`').to_owned(),
                default.trim_end_matches('`').to_owned(),
            );
        }
    }
    assert_eq!(rows, settings());
    for unset in [
        "`metrics-listen`",
        "`tls.certificate`, `tls.key`",
        "`mail.host`, `mail.port`, `mail.security`",
        "`mail.user`, `mail.password-file`",
        "`mail.sender-name`, `mail.sender-address`",
        "`mail-authority`",
    ] {
        assert!(handbook.contains(&format!("| {unset} | none |")), "{unset}");
    }
}
