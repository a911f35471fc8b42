//! R67: what the window may load, word for word.

use std::fs;

use anyhow::{Context, Result, ensure};
use latchkey_tests::places;
use serde_json::{Value, json};

fn configuration() -> Result<Value> {
    let text = fs::read_to_string(places::root().join("src-tauri/tauri.conf.json"))?;
    Ok(serde_json::from_str(&text)?)
}

#[test]
fn r67_the_content_policy_is_the_agreed_one() -> Result<()> {
    let agreed = json!({
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "ipc: http://ipc.localhost",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-src": "'none'",
        "object-src": "'none'",
    });
    let configuration = configuration()?;
    let security = configuration
        .pointer("/app/security")
        .context("no security section")?;
    ensure!(
        security.get("csp") == Some(&agreed),
        "the policy is {:#}",
        security["csp"]
    );
    ensure!(
        security.get("devCsp").is_none(),
        "development must not have a policy of its own"
    );
    ensure!(
        security.get("freezePrototype") == Some(&Value::Bool(true)),
        "prototypes are not frozen"
    );
    let loose = [
        "dangerousDisableAssetCspModification",
        "dangerousRemoteDomainIpcAccess",
        "assetProtocol",
    ];
    for name in loose {
        ensure!(security.get(name).is_none(), "{name} is set");
    }
    Ok(())
}

#[test]
fn r67_the_window_has_no_global_tauri_and_no_inspector() -> Result<()> {
    let configuration = configuration()?;
    let global = configuration.pointer("/app/withGlobalTauri");
    ensure!(
        global == Some(&Value::Bool(false)),
        "withGlobalTauri is {global:?}"
    );
    let windows = configuration
        .pointer("/app/windows")
        .and_then(Value::as_array);
    for window in windows.context("no windows")? {
        ensure!(
            window.get("devtools").is_none_or(|on| on == false),
            "an inspector is on"
        );
        ensure!(
            window.get("url").is_none(),
            "a window loads something else than our page"
        );
    }
    let manifest = fs::read_to_string(places::root().join("src-tauri/Cargo.toml"))?;
    ensure!(
        !manifest.contains("devtools"),
        "the release would have an inspector"
    );
    Ok(())
}

/// Whatever platform files change, they change nothing of this.
#[test]
fn r67_no_platform_has_a_looser_policy() -> Result<()> {
    for entry in fs::read_dir(places::root().join("src-tauri"))? {
        let file = entry?.path();
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("tauri.") && name.ends_with(".conf.json") && name != "tauri.conf.json" {
            let own: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
            let security = own.pointer("/app/security").and_then(Value::as_object);
            // which capabilities there are is for tests/rules/commands.rs
            let other = security
                .into_iter()
                .flatten()
                .find(|(key, _)| *key != "capabilities");
            ensure!(other.is_none(), "{name} has a policy of its own: {other:?}");
        }
    }
    Ok(())
}
