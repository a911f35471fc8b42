//! The system packages that building and testing need, checked and, on Debian and Ubuntu, installed.

use std::io::IsTerminal;

use crate::{Outcome, conformance, only, step::Step};

pub const ABOUT: &str = "install the system packages (Debian, Ubuntu) that are missing

  --test    also what only `cargo xtask test` needs

`run` and `test` do this by themselves. Elsewhere it says what is needed and stops if it is not there.";

/// What compiling and starting the application needs.
const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "curl",
    "file",
    "libwebkit2gtk-4.1-dev",
    "libdbus-1-dev",
    "libssl-dev",
    "gnome-keyring",
    "fonts-dejavu-core",
    "fonts-noto-cjk",
];

/// What the tests need besides: windows without a screen, a database server, pictures, a client of other people's.
const TEST: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "xdotool",
    "dbus-x11",
    "libsecret-tools",
    "postgresql",
    "imagemagick",
    "python3-venv",
];

pub fn start(arguments: &[String]) -> Outcome {
    only(arguments, &["--test"])?;
    if arguments.is_empty() {
        for_building()
    } else {
        for_testing()?;
        conformance::install()
    }
}

pub fn for_building() -> Outcome {
    ensure(BUILD)?;
    node()
}

pub fn for_testing() -> Outcome {
    ensure(&[BUILD, TEST].concat())?;
    node()
}

fn ensure(wanted: &[&str]) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if Step::new("dpkg-query", &["--version"]).answer().is_none() {
        return elsewhere(wanted);
    }
    let missing: Vec<&str> = wanted
        .iter()
        .copied()
        .filter(|package| !installed(package))
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        install(&missing)
    }
}

fn installed(package: &str) -> bool {
    Step::new("dpkg-query", &["-W", "-f=${db:Status-Status}", package])
        .answer()
        .is_some_and(|status| status == "installed")
}

/// Installs as root, or through sudo when it may ask here or needs no password.
fn install(missing: &[&str]) -> Outcome {
    let line = format!(
        "sudo apt-get install --no-install-recommends {}",
        missing.join(" ")
    );
    eprintln!("These system packages are missing:\n  {line}");
    let root = Step::new("id", &["-u"]).answer().as_deref() == Some("0");
    let free = || Step::new("sudo", &["-n", "true"]).answer().is_some();
    if !root && !std::io::stdin().is_terminal() && !free() {
        return Err(format!(
            "nothing was installed. Run this line, then repeat:\n  {line}"
        ));
    }
    let apt = |words: &[&str]| {
        let program = if root { "env" } else { "sudo" };
        // PostgreSQL's package must not start a server of its own: the tests bring theirs
        let mut all = vec!["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"];
        if !root {
            all.insert(0, "env");
        }
        all.extend(words);
        Step::new(program, &all).run()
    };
    apt(&["update"])?;
    let mut words = vec!["install", "-y", "--no-install-recommends"];
    words.extend(missing);
    apt(&words)
}

/// Not Debian: what can be checked without its package manager.
fn elsewhere(wanted: &[&str]) -> Outcome {
    let there = Step::new(
        "pkg-config",
        &["--exists", "webkit2gtk-4.1", "dbus-1", "openssl"],
    )
    .answer()
    .is_some();
    if there {
        return Ok(());
    }
    Err(format!(
        "this is not Debian or Ubuntu: install your system's counterparts of these packages, then repeat:\n  {}",
        wanted.join(" ")
    ))
}

/// Vite needs Node 20.19; Debian 12 itself has an older one, so it is asked for and not installed.
fn node() -> Outcome {
    let found = Step::new("node", &["--version"]).answer();
    let numbers: Vec<u32> = found
        .as_deref()
        .unwrap_or_default()
        .trim_start_matches('v')
        .split('.')
        .filter_map(|number| number.parse().ok())
        .collect();
    match (numbers.first(), numbers.get(1)) {
        (Some(20), Some(minor)) if *minor >= 19 => Ok(()),
        (Some(major), _) if *major >= 22 => Ok(()),
        _ => Err(format!(
            "Node.js 20.19 or 22 and newer is needed to build the window's content; found {}. See nodejs.org.",
            found.as_deref().unwrap_or("none")
        )),
    }
}
