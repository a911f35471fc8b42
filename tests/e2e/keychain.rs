//! Days on which the keychain does not help (R74): each has its words, its way on, and loses nothing.

use anyhow::{Context as _, Result, ensure};
use latchkey_tests::{desktop::Keychain, story::Story};

use crate::steps;

#[tokio::test]
async fn without_a_keychain_a_passphrase_keeps_the_key() -> Result<()> {
    Story::tell(Keychain::Missing, async |story| {
        let password = story.canaries.password("the owner");
        let passphrase = story.canaries.password("the passphrase");
        let app = story.app()?;
        app.click("welcome-local").await?;
        steps::fill_account(app, steps::NAME, steps::EMAIL, &password).await?;
        app.press("Create account").await?;
        app.reads("The key cannot be put in the keychain").await?;
        app.accessible("the choice without a keychain").await?;
        ensure!(
            story.desktop.stores().unwrap_or_default().is_empty(),
            "an account was made before the choice"
        );
        app.click("keep-passphrase").await?;
        app.fill("keep-passphrase-text", &passphrase).await?;
        app.click("keep-continue").await?;
        app.reads("Keep your recovery sheet").await?;
        let (_, key) = steps::sheet(app).await?;
        story.canaries.also("recovery key", &key);
        let app = story.app()?;
        steps::confirm_sheet(app).await?;
        app.reads("You are the only one with a key").await?;
        story.restart().await?;
        let app = story.app()?;
        app.reads("This account needs its passphrase").await?;
        app.accessible("the passphrase").await?;
        app.click("problem-passphrase").await?;
        app.fill("passphrase-input", "not that one but long")
            .await?;
        app.click("passphrase-open").await?;
        app.at("field-error").await?;
        app.fill("passphrase-input", &passphrase).await?;
        app.click("passphrase-open").await?;
        app.at("sign-in-password").await?;
        steps::sign_in_as_root(app, &password).await?;
        app.reads("You are the only one with a key").await
    })
    .await
}

#[tokio::test]
async fn a_locked_keychain_is_said_and_the_account_opens_once_it_is_unlocked() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let account = steps::first_run(story).await?;
        story.close().await?;
        story.desktop.set_keychain(Keychain::Locked)?;
        story.open().await?;
        let app = story.app()?;
        // locked, or waiting for somebody to unlock it: both are words that help
        app.becomes("the keychain is named", async |app| {
            let words = app.words().await?;
            Ok(words.contains("The keychain is locked")
                || words.contains("The keychain does not answer"))
        })
        .await?;
        app.accessible("a locked keychain").await?;
        story.desktop.set_keychain(Keychain::Open)?;
        let app = story.app()?;
        app.click("problem-again").await?;
        app.at("sign-in-password").await?;
        steps::sign_in_as_root(app, &account.password).await?;
        app.reads("You are the only one with a key").await
    })
    .await
}

#[tokio::test]
async fn the_recovery_key_opens_the_account_when_the_keychain_has_forgotten_it() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let account = steps::first_run(story).await?;
        story.close().await?;
        story.desktop.forget_keychain()?;
        story.open().await?;
        let app = story.app()?;
        app.reads("The key of this account is not here").await?;
        app.click("problem-recovery").await?;
        app.accessible("entering the recovery key").await?;
        let right = account.recovery_key.context("no sheet")?;
        let last = right.chars().last();
        let mut wrong = right.clone();
        wrong.pop();
        wrong.push(if last == Some('A') { 'B' } else { 'A' });
        app.fill("recovery-key-input", &wrong).await?;
        app.click("recovery-open").await?;
        app.at("field-error").await?;
        app.fill("recovery-key-input", &right.to_lowercase())
            .await?;
        app.click("recovery-open").await?;
        app.at("sign-in-password").await?;
        // it is in the keychain again
        story.restart().await?;
        let app = story.app()?;
        app.at("sign-in-password").await?;
        steps::sign_in_as_root(app, &account.password).await?;
        app.reads("You are the only one with a key").await
    })
    .await
}
