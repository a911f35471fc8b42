//! A user's permissions as JSON: problems at their place, what changes in words, acting at once.

use anyhow::{Result, ensure};
use latchkey_tests::{app::App, desktop::Keychain, story::Story};
use thirtyfour::prelude::*;

use crate::steps;

/// The choice "Nothing yet" of the form.
const NOTHING: &str = "";

/// The editor lives in a shadow root, where its own styles are allowed.
const EDITOR: &str = "return document.querySelector('[data-testid=json-editor]')?.shadowRoot?.querySelector('.cm-content') ?? null";

/// Opens Mei's permissions in the JSON view.
async fn open_json(app: &App) -> Result<()> {
    app.script("location.hash = '#/users/m.sato/permissions'")
        .await?;
    app.reads("What this means").await?;
    app.click("permissions-view-json").await?;
    app.becomes("the editor is there", async |app| {
        Ok(!app.script(EDITOR).await?.is_null())
    })
    .await
}

/// Replaces the whole document. The editor completes brackets itself, so it is given its text in one piece.
async fn write_json(app: &App, text: &str) -> Result<()> {
    let editor = app.web().execute(EDITOR, vec![]).await?.element()?;
    editor.click().await?;
    app.keys(Key::Control + "a").await?;
    let script = "const editor = arguments[0];
        const data = new DataTransfer(); data.setData('text/plain', arguments[1]);
        editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    app.web()
        .execute(script, vec![editor.to_json()?, text.into()])
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_document_with_problems_cannot_be_saved_and_shows_their_line() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        steps::first_run(story).await?;
        steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
        let app = story.app()?;
        open_json(app).await?;
        write_json(
            app,
            r#"{"statements":[{"efect":"allow","api":"Billing:getBilling"}]}"#,
        )
        .await?;
        app.reads("problem").await?;
        app.accessible("permissions with problems").await?;
        ensure!(
            !app.can_press("permissions-review").await?,
            "a broken document can be reviewed"
        );
        write_json(
            app,
            r#"{"statements":[{"effect":"allow","api":"Billing:getBilling"}]}"#,
        )
        .await?;
        app.becomes("the document can be reviewed", async |app| {
            app.can_press("permissions-review").await
        })
        .await
    })
    .await
}

#[tokio::test]
async fn a_change_is_reviewed_in_words_saved_and_acts_at_once() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let account = steps::first_run(story).await?;
        let mut mei = steps::create_user(story, "Mei Sato", "m.sato", NOTHING).await?;
        let app = story.app()?;
        open_json(app).await?;
        write_json(
            app,
            r#"{"statements":[{"effect":"allow","api":["User:listUsers","User:getUser"]}]}"#,
        )
        .await?;
        app.click("permissions-review").await?;
        app.reads("Review changes for Mei").await?;
        app.reads("Mei will be able to").await?;
        app.accessible("reviewing a change").await?;
        app.click("review-save").await?;
        app.reads_no("Review changes for Mei").await?;
        steps::sign_out(app).await?;
        steps::sign_in_as(app, &account, &mei.user_name, &mei.password).await?;
        steps::choose_own_password(story, &mut mei).await?;
        let app = story.app()?;
        app.at("nav-users").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn names_that_nobody_knows_are_kept_and_marked() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        steps::first_run(story).await?;
        steps::create_user(story, "Mei Sato", "m.sato", NOTHING).await?;
        let app = story.app()?;
        open_json(app).await?;
        write_json(
            app,
            r#"{"statements":[{"effect":"allow","api":"Subscriber:listSubscribers"}]}"#,
        )
        .await?;
        app.click("permissions-review").await?;
        app.click("review-save").await?;
        app.reads_no("Review changes for Mei").await?;
        story.restart().await?;
        let app = story.app()?;
        app.at("sign-in-password").await?;
        Ok(())
    })
    .await
}
