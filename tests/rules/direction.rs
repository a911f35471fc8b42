//! permission <- api <- engine <- server, api <- client, {engine, client} <- the desktop.

use anyhow::{Result, ensure};

use crate::metadata::Graph;

/// Which of our own crates each may name. What only tests need is not looked at: the engine's scenarios are played
/// through a server and the client too, which both stand above it.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("latchkey-permission", &[]),
    ("latchkey-api", &["latchkey-permission"]),
    ("latchkey-engine", &["latchkey-permission", "latchkey-api"]),
    ("latchkey-client", &["latchkey-api"]),
    ("latchkey-server", &["latchkey-api", "latchkey-engine"]),
    (
        "latchkey",
        &["latchkey-api", "latchkey-engine", "latchkey-client"],
    ),
    ("xtask", &[]),
];

/// What must not be anywhere below a crate.
const NEVER_BELOW: &[(&str, &[&str])] = &[
    (
        "latchkey-permission",
        &[
            "tokio",
            "sqlx",
            "axum",
            "reqwest",
            "tauri",
            "futures-util",
            "getrandom",
        ],
    ),
    (
        "latchkey-api",
        &["tokio", "sqlx", "axum", "reqwest", "tauri"],
    ),
    ("latchkey-engine", &["axum", "tauri", "reqwest"]),
    ("latchkey-client", &["axum", "tauri", "sqlx"]),
    ("latchkey-server", &["tauri"]),
];

#[test]
fn crates_name_only_those_below_them() -> Result<()> {
    let graph = Graph::read()?;
    for (member, allowed) in MAY_NAME {
        for name in graph.direct(member)? {
            let own = graph.members.contains_key(&name);
            ensure!(
                !own || allowed.contains(&name.as_str()),
                "{member} must not depend on {name}"
            );
        }
    }
    Ok(())
}

#[test]
fn every_member_has_its_place_in_the_order() -> Result<()> {
    for member in Graph::read()?.members.keys() {
        let known = MAY_NAME.iter().any(|(name, _)| name == member) || member == "latchkey-tests";
        ensure!(known, "{member} is new: give it a line in this file");
    }
    Ok(())
}

#[test]
fn transports_and_windows_stay_out_of_the_lower_crates() -> Result<()> {
    let graph = Graph::read()?;
    for (member, never) in NEVER_BELOW {
        let below = graph.below(member)?;
        for name in *never {
            ensure!(!below.contains(*name), "{name} came in below {member}");
        }
    }
    Ok(())
}

#[test]
fn only_the_desktop_knows_tauri() -> Result<()> {
    let graph = Graph::read()?;
    for member in graph.members.keys() {
        let knows = graph
            .below(member)?
            .iter()
            .any(|name| name == "tauri" || name.starts_with("tauri-"));
        ensure!(
            knows == (member == "latchkey"),
            "{member}: knows tauri = {knows}"
        );
    }
    Ok(())
}
