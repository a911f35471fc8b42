//! `cargo metadata` and the lock file, reduced to what the rules ask: who depends on whom, in which version.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    process::Command,
};

use anyhow::{Context, Result, ensure};
use latchkey_tests::places;
use serde_json::Value;

/// The platform whose graph is looked at; packages of others are in the lock file only.
const HOST: &str = "x86_64-unknown-linux-gnu";

pub struct Graph {
    /// Name by package ID.
    packages: BTreeMap<String, String>,
    /// What a package needs to be built and to run, without what only its tests need.
    needs: BTreeMap<String, Vec<String>>,
    /// IDs of the workspace's own packages, by name.
    pub members: BTreeMap<String, String>,
}

impl Graph {
    pub fn read() -> Result<Self> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args([
                "metadata",
                "--format-version",
                "1",
                "--locked",
                "--filter-platform",
                HOST,
            ])
            .current_dir(places::root())
            .output()?;
        ensure!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let all: Value = serde_json::from_slice(&output.stdout)?;
        let mut graph = Self {
            packages: BTreeMap::new(),
            needs: BTreeMap::new(),
            members: BTreeMap::new(),
        };
        for package in list(&all, "/packages")? {
            graph
                .packages
                .insert(text(package, "/id")?, text(package, "/name")?);
        }
        for node in list(&all, "/resolve/nodes")? {
            let normal = list(node, "/deps")?.iter().filter(|need| is_normal(need));
            let ids = normal
                .map(|need| text(need, "/pkg"))
                .collect::<Result<Vec<_>>>()?;
            graph.needs.insert(text(node, "/id")?, ids);
        }
        for member in list(&all, "/workspace_members")? {
            let id = member.as_str().context("no member")?.to_owned();
            let name = graph.packages.get(&id).context("no package")?;
            graph.members.insert(name.clone(), id);
        }
        Ok(graph)
    }

    /// Names of the packages that `member` names itself.
    pub fn direct(&self, member: &str) -> Result<BTreeSet<String>> {
        let id = self
            .members
            .get(member)
            .with_context(|| format!("no member {member}"))?;
        let needs = self.needs.get(id).context("no node")?;
        Ok(needs
            .iter()
            .filter_map(|id| self.packages.get(id))
            .cloned()
            .collect())
    }

    /// Names of everything below `member`.
    pub fn below(&self, member: &str) -> Result<BTreeSet<String>> {
        let id = self
            .members
            .get(member)
            .with_context(|| format!("no member {member}"))?;
        let mut seen: BTreeSet<&String> = BTreeSet::new();
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            for need in self.needs.get(next).into_iter().flatten() {
                if seen.insert(need) {
                    open.push(need);
                }
            }
        }
        Ok(seen
            .iter()
            .filter_map(|id| self.packages.get(*id))
            .cloned()
            .collect())
    }
}

/// Versions of a package on any platform, as the lock file has them.
pub fn versions(name: &str) -> Result<Vec<Vec<u64>>> {
    let lock = fs::read_to_string(places::root().join("Cargo.lock"))?;
    let wanted = format!("name = {name:?}");
    let mut found = Vec::new();
    for package in lock.split("[[package]]").skip(1) {
        if !package.lines().any(|line| line == wanted) {
            continue;
        }
        let version = package
            .split_once("version = \"")
            .and_then(|(_, rest)| rest.split_once('"'));
        let (version, _) = version.with_context(|| format!("{name} has no version"))?;
        let plain = version.split(['-', '+']).next().unwrap_or_default();
        found.push(
            plain
                .split('.')
                .filter_map(|part| part.parse().ok())
                .collect(),
        );
    }
    Ok(found)
}

fn is_normal(need: &Value) -> bool {
    let kinds = need.pointer("/dep_kinds").and_then(Value::as_array);
    kinds
        .into_iter()
        .flatten()
        .any(|kind| kind.get("kind").is_some_and(Value::is_null))
}

fn list<'a>(value: &'a Value, at: &str) -> Result<&'a Vec<Value>> {
    value
        .pointer(at)
        .and_then(Value::as_array)
        .with_context(|| format!("no list {at}"))
}

fn text(value: &Value, at: &str) -> Result<String> {
    let found = value.pointer(at).and_then(Value::as_str);
    Ok(found.with_context(|| format!("no text {at}"))?.to_owned())
}
