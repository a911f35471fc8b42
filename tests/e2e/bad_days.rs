//! Stores that are gone, damaged, foreign, newer or read-only: said in words, never touched, never replaced (F09, R88).

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use latchkey_engine::RecoveryKey;
use latchkey_tests::{desktop::Keychain, story::Story};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, sqlite::SqliteConnectOptions};

use crate::steps;

/// Closes the window, does something to the account's file, opens it again, and compares what is said.
async fn after(harm: impl Fn(&[u8]) -> Vec<u8>, words: &str) -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let account = steps::first_run(story).await?;
        story.close().await?;
        let store = only_store(story)?;
        // the log beside the file holds what was not folded in yet: a copy on a broken stick has none
        let beside =
            ["-wal", "-shm"].map(|ending| PathBuf::from(format!("{}{ending}", store.display())));
        let kept = beside.clone().map(|file| fs::read(file).ok());
        for file in &beside {
            let _ = fs::remove_file(file);
        }
        let whole = fs::read(&store)?;
        let harmed = harm(&whole);
        fs::write(&store, &harmed)?;
        story.open().await?;
        story.app()?.reads(words).await?;
        story.app()?.accessible(words).await?;
        ensure!(fs::read(&store)? == harmed, "the file was changed");
        // nothing was made in its place, and with the right file everything is back
        ensure!(story.desktop.stores()?.len() == 1, "another store appeared");
        fs::write(&store, &whole)?;
        for (file, content) in beside.iter().zip(&kept) {
            if let Some(content) = content {
                fs::write(file, content)?;
            }
        }
        let app = story.app()?;
        app.click("problem-again").await?;
        app.at("sign-in-password").await?;
        steps::sign_in_as_root(app, &account.password).await?;
        app.reads("You are the only one with a key").await
    })
    .await
}

/// The account's file.
fn only_store(story: &Story) -> Result<PathBuf> {
    let stores = story.desktop.stores()?;
    ensure!(stores.len() == 1, "stores: {stores:?}");
    stores.into_iter().next().context("no store")
}

/// Every file of the accounts' folder but the locks, with its bytes.
fn files(story: &Story) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let entries = fs::read_dir(story.desktop.data().join("accounts"))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|file| file.extension().is_none_or(|ending| ending != "lock"));
    let read = paths
        .into_iter()
        .map(|file| Ok((file.clone(), fs::read(file)?)));
    read.collect()
}

#[tokio::test]
async fn a_read_only_or_missing_store_is_said_to_be_so_and_neither_touched_nor_made() -> Result<()>
{
    Story::tell(Keychain::Open, async |story| {
        let account = steps::first_run(story).await?;
        story.close().await?;
        let store = only_store(story)?;
        let writable = fs::metadata(&store)?.permissions();
        let mut closed = writable.clone();
        closed.set_readonly(true);
        fs::set_permissions(&store, closed)?;
        let whole = files(story)?;
        story.open().await?;
        let app = story.app()?;
        app.reads("This account's file cannot be written").await?;
        app.accessible("a read-only store").await?;
        ensure!(files(story)? == whole, "the files were changed");

        // and while somebody reads that, it is moved away
        for file in whole.keys() {
            fs::remove_file(file)?;
        }
        app.click("problem-again").await?;
        app.reads("This account's file is not there").await?;
        app.reads(&account.operator_id).await?;
        app.accessible("a missing store").await?;
        ensure!(files(story)?.is_empty(), "something was made in its place");

        // nor is the account forgotten by the next start
        story.close().await?;
        story.open().await?;
        let app = story.app()?;
        app.reads("This account's file is not there").await?;
        app.reads(&account.operator_id).await?;
        ensure!(files(story)?.is_empty(), "something was made in its place");

        for (file, content) in &whole {
            fs::write(file, content)?;
        }
        fs::set_permissions(&store, writable)?;
        app.click("problem-again").await?;
        steps::sign_in_as_root(app, &account.password).await?;
        app.reads("You are the only one with a key").await
    })
    .await
}

// R91
#[tokio::test]
async fn a_store_of_a_newer_latchkey_is_said_to_be_so_and_left_alone() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let account = steps::first_run(story).await?;
        story.close().await?;
        let store = only_store(story)?;
        let later = "INSERT INTO latchkey_migrations VALUES (999, 'later', 0)";
        write_into(&store, &account, later).await?;
        let newer = files(story)?;
        story.open().await?;
        let app = story.app()?;
        app.reads("A newer Latchkey made this account").await?;
        app.accessible("a newer store").await?;
        ensure!(files(story)? == newer, "the files were changed");
        // trying again finds the store of this version
        let back = "DELETE FROM latchkey_migrations WHERE version = 999";
        write_into(&store, &account, back).await?;
        app.click("problem-again").await?;
        steps::sign_in_as_root(app, &account.password).await?;
        app.reads("You are the only one with a key").await
    })
    .await
}

/// Runs a statement on a closed store, with the key from its recovery sheet.
async fn write_into(store: &Path, account: &steps::Account, sql: &'static str) -> Result<()> {
    let key = account.recovery_key.as_deref().context("no sheet")?;
    let key = RecoveryKey::parse(key)?;
    let hex: String = key.expose().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let mut open = SqliteConnectOptions::new()
        .filename(store)
        .pragma("key", format!("\"x'{hex}'\""))
        // the key is a pragma, and pragmas would be logged
        .disable_statement_logging()
        .connect()
        .await?;
    open.execute(sql).await?;
    Ok(open.close().await?)
}

#[tokio::test]
async fn a_truncated_store_is_said_to_be_damaged_and_left_alone() -> Result<()> {
    after(
        |whole| {
            whole
                .get(..whole.len() / 2 + 100)
                .unwrap_or_default()
                .to_vec()
        },
        "This account's file is damaged",
    )
    .await
}

#[tokio::test]
async fn a_file_of_another_program_is_said_to_be_foreign_and_left_alone() -> Result<()> {
    after(
        |_| b"SQLite format 3\0 but of somebody else, and not a database at all".repeat(200),
        "This file is not a Latchkey account",
    )
    .await
}

#[tokio::test]
async fn a_power_cut_right_after_a_change_loses_nothing_of_it() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let account = steps::first_run(story).await?;
        steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
        story.cut().await?;
        story.open().await?;
        let app = story.app()?;
        app.at("sign-in-password").await?;
        steps::sign_in_as_root(app, &account.password).await?;
        app.reads("Mei Sato").await
    })
    .await
}
