//! A user's permissions as JSON: problems at their place, what changes in words, acting at once.

use anyhow::{Result, ensure};
use latchkey_tests::story::Story;

use crate::steps;

everywhere!(
    a_document_with_problems_cannot_be_saved_and_shows_their_line,
    a_change_is_reviewed_in_words_saved_and_acts_at_once,
    names_that_nobody_knows_are_kept_and_marked,
    an_edit_outlives_the_session_in_which_it_was_made,
);

/// The choice "Nothing yet" of the form.
const NOTHING: &str = "";

async fn a_document_with_problems_cannot_be_saved_and_shows_their_line(
    story: &mut Story,
) -> Result<()> {
    steps::first_run(story).await?;
    steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    let app = story.app()?;
    app.open_json("m.sato").await?;
    app.write_json(r#"{"statements":[{"efect":"allow","api":"Billing:getBilling"}]}"#)
        .await?;
    app.reads("problem").await?;
    app.accessible("permissions with problems").await?;
    ensure!(
        !app.can_press("permissions-review").await?,
        "a broken document can be reviewed"
    );
    app.write_json(r#"{"statements":[{"effect":"allow","api":"Billing:getBilling"}]}"#)
        .await?;
    app.becomes("the document can be reviewed", async |app| {
        app.can_press("permissions-review").await
    })
    .await
}

async fn a_change_is_reviewed_in_words_saved_and_acts_at_once(story: &mut Story) -> Result<()> {
    let account = steps::first_run(story).await?;
    let mut mei = steps::create_user(story, "Mei Sato", "m.sato", NOTHING).await?;
    let app = story.app()?;
    app.open_json("m.sato").await?;
    app.write_json(
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
}

async fn names_that_nobody_knows_are_kept_and_marked(story: &mut Story) -> Result<()> {
    let account = steps::first_run(story).await?;
    steps::create_user(story, "Mei Sato", "m.sato", NOTHING).await?;
    let app = story.app()?;
    app.open_json("m.sato").await?;
    app.write_json(r#"{"statements":[{"effect":"allow","api":"Subscriber:listSubscribers"}]}"#)
        .await?;
    app.click("permissions-review").await?;
    app.click("review-save").await?;
    app.reads_no("Review changes for Mei").await?;
    let stored = steps::ask_about(app, &account, "User:getUserPermission", "m.sato").await?;
    ensure!(
        stored.to_string().contains("Subscriber:listSubscribers"),
        "stored: {stored}"
    );
    app.reads("Subscriber:listSubscribers").await
}

// screen 11b: the password is asked for over the page, and what was typed is there afterwards
async fn an_edit_outlives_the_session_in_which_it_was_made(story: &mut Story) -> Result<()> {
    let account = steps::first_run(story).await?;
    steps::create_user(story, "Mei Sato", "m.sato", NOTHING).await?;
    let app = story.app()?;
    app.open_json("m.sato").await?;
    steps::end_session(app, &account).await?;
    // the check of what is typed is the first to find the session over
    let edit = r#"{"statements":[{"effect":"allow","api":["User:listUsers"]}]}"#;
    app.write_json(edit).await?;
    app.reads("Sign in again to continue").await?;
    app.reads("1 unsaved change is kept").await?;
    app.accessible("a session that is over").await?;
    app.fill("ask-password", "wrong but long enough").await?;
    app.click("ask-password-confirm").await?;
    app.reads("That is not your password.").await?;
    app.fill("ask-password", &account.password).await?;
    app.click("ask-password-confirm").await?;
    app.gone("ask-password").await?;
    app.becomes("the edit is back", async |app| {
        Ok(app.held_json().await.is_ok_and(|held| held == edit))
    })
    .await?;
    app.click("permissions-review").await?;
    app.reads("Review changes for Mei").await?;
    app.click("review-save").await?;
    app.reads_no("Review changes for Mei").await?;
    let stored = steps::ask_about(app, &account, "User:getUserPermission", "m.sato").await?;
    ensure!(
        stored.to_string().contains("User:listUsers"),
        "stored: {stored}"
    );
    Ok(())
}
