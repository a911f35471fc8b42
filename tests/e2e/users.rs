//! The list of users: creating, finding, changing a name, deleting.

use anyhow::{Result, ensure};
use latchkey_tests::{desktop::Keychain, story::Story};

use crate::steps;

#[tokio::test]
async fn a_taken_name_is_said_while_typing_with_one_that_is_free() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        steps::first_run(story).await?;
        steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
        let app = story.app()?;
        app.press("Create user").await?;
        app.fill("create-name", "Mika Sato").await?;
        app.fill("create-user-name", "M.SATO").await?;
        app.reads("is taken").await?;
        app.accessible("creating a user").await?;
        app.fill("create-user-name", "mika.sato").await?;
        app.at("create-user-name-free").await?;
        app.click("create-cancel").await?;
        app.gone("create-user").await
    })
    .await
}

#[tokio::test]
async fn users_are_found_by_a_part_of_their_name_and_by_what_they_lack() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        steps::first_run(story).await?;
        steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
        steps::create_user(story, "Tomás Silva", "t.silva", "read_only").await?;
        let app = story.app()?;
        app.fill("users-search", "silv").await?;
        app.reads_no("Mei Sato").await?;
        app.reads("Tomás Silva").await?;
        app.fill("users-search", "nobody at all").await?;
        app.reads("No user matches “nobody at all”").await?;
        app.click("users-clear-search").await?;
        app.reads("Mei Sato").await?;
        app.reads("Tomás Silva").await
    })
    .await
}

#[tokio::test]
async fn deleting_a_user_names_what_is_lost_and_ends_her_access() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let account = steps::first_run(story).await?;
        let mei = steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
        let app = story.app()?;
        app.click("user-actions").await?;
        app.click("user-delete").await?;
        app.reads("This cannot be undone").await?;
        app.accessible("deleting a user").await?;
        app.click("delete-confirm").await?;
        app.reads("You are the only one with a key").await?;
        steps::sign_out(app).await?;
        steps::sign_in_as(app, &account, &mei.user_name, &mei.password).await?;
        app.reads("That username and password do not match.").await
    })
    .await
}

// R63: what people are called is text, whatever it looks like
#[tokio::test]
async fn a_name_that_looks_like_markup_is_shown_as_it_is() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        steps::first_run(story).await?;
        let name = "<img src=x onerror=alert(1)>";
        steps::create_user(story, name, "markup", "").await?;
        let app = story.app()?;
        app.reads(name).await?;
        let images = app
            .script("return document.querySelectorAll('img[src=x]').length")
            .await?;
        ensure!(images == 0, "the name became part of the page");
        Ok(())
    })
    .await
}
