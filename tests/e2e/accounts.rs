//! Several accounts on one computer, and a second start of the application.

use std::time::Duration;

use anyhow::{Result, ensure};
use latchkey_tests::{desktop::Keychain, places, process::Process, story::Story};

use crate::steps;

#[tokio::test]
async fn accounts_on_one_computer_are_kept_apart_and_switched() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let first = steps::first_run(story).await?;
        steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
        let app = story.app()?;
        app.click("account-switcher").await?;
        app.click("switch-add").await?;
        app.click("welcome-local").await?;
        let second = steps::create_account(story, "Second Trading", "ren@second.example").await?;
        ensure!(
            first.operator_id != second.operator_id,
            "both have the same operator ID"
        );
        let app = story.app()?;
        app.reads("You are the only one with a key").await?;
        app.click("account-switcher").await?;
        app.accessible("the account switcher").await?;
        app.click(&format!("switch-{}", first.operator_id)).await?;
        app.reads("Mei Sato").await?;
        ensure!(
            story.desktop.stores()?.len() == 2,
            "there are not two stores"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_second_start_leaves_one_window_and_changes_nothing() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        steps::first_run(story).await?;
        let mut command = story.desktop.command(places::application()?);
        let mut second = Process::start(&mut command)?;
        let end = second.ends(Duration::from_secs(20))?;
        ensure!(end.success(), "the second start ended with {end}");
        let app = story.app()?;
        app.process()?;
        app.reads("You are the only one with a key").await?;
        let windows =
            story
                .desktop
                .xdotool(&["search", "--onlyvisible", "--name", "^Latchkey$"])?;
        ensure!(windows.lines().count() == 1, "windows: {windows:?}");
        Ok(())
    })
    .await
}
