//! What the owner does about a user's sign-in: another password, an end to where she is signed in.

use anyhow::{Context, Result, ensure};
use latchkey_tests::story::Story;

use crate::steps;

everywhere!(
    a_reset_ends_her_session_and_her_password_and_hands_over_a_suggestion,
    signed_out_everywhere_she_can_sign_in_again_with_the_same_password,
);

/// Mei has a password of her own and a session that nobody ended; the owner looks at how she signs in.
async fn mei_is_signed_in_elsewhere(story: &mut Story) -> Result<(steps::Account, steps::Person)> {
    let account = steps::first_run(story).await?;
    let mut mei = steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    steps::sign_out(story.app()?).await?;
    steps::sign_in_as(story.app()?, &account, &mei.user_name, &mei.password).await?;
    steps::choose_own_password(story, &mut mei).await?;
    story.app()?.reads("My access").await?;
    steps::leave_without_sign_out(story).await?;
    let app = story.app()?;
    steps::sign_in_as_root(app, &account.password).await?;
    app.reads("Mei Sato").await?;
    app.script("location.hash = '#/users/m.sato/sign-in'")
        .await?;
    app.at("sign-out-everywhere").await?;
    Ok((account, mei))
}

async fn a_reset_ends_her_session_and_her_password_and_hands_over_a_suggestion(
    story: &mut Story,
) -> Result<()> {
    let (account, mei) = mei_is_signed_in_elsewhere(story).await?;
    let app = story.app()?;
    app.click("password-set").await?;
    app.reads("Reset the password of Mei").await?;
    app.reads("1 sign-in ends.").await?;
    app.click("new-password-suggest").await?;
    app.becomes("something is suggested", async |app| {
        Ok(!app.held_by("New password").await?.is_empty())
    })
    .await?;
    let suggested = app.held_by("New password").await?;
    story.canaries.also("suggested password", &suggested);
    let app = story.app()?;
    app.accessible("resetting a password").await?;
    app.click("password-save").await?;
    app.reads("The password is set").await?;
    ensure!(
        !app.words().await?.contains(&suggested),
        "it is shown before anybody asked"
    );
    app.click("handover-show").await?;
    // a secret stays out of the message
    app.becomes("the suggestion is shown", async |app| {
        Ok(app.text("handover-password").await? == suggested)
    })
    .await?;
    app.click("password-done").await?;
    app.reads("Mei is not signed in anywhere.").await?;
    ensure!(
        !app.words().await?.contains(&suggested),
        "it is still shown"
    );

    steps::sign_out(app).await?;
    steps::sign_in_as(app, &account, &mei.user_name, &mei.password).await?;
    app.reads("That username and password do not match.")
        .await?;
    steps::sign_in_as(app, &account, &mei.user_name, &suggested).await?;
    app.reads("Choose your own password").await
}

async fn signed_out_everywhere_she_can_sign_in_again_with_the_same_password(
    story: &mut Story,
) -> Result<()> {
    let (account, mei) = mei_is_signed_in_elsewhere(story).await?;
    let app = story.app()?;
    let listed = app
        .script("return document.querySelectorAll('[data-testid=session]').length")
        .await?;
    let listed = listed.as_u64().context("no number")?;
    ensure!(listed == 1, "{listed} sessions are listed");
    app.click("sign-out-everywhere").await?;
    app.reads("Sign Mei out everywhere?").await?;
    app.accessible("signing somebody out everywhere").await?;
    // a second thought changes nothing
    app.click("everywhere-cancel").await?;
    app.gone("everywhere").await?;
    app.click("sign-out-everywhere").await?;
    app.click("everywhere-confirm").await?;
    app.reads("Mei Sato was signed out everywhere").await?;
    app.reads("Mei is not signed in anywhere.").await?;
    steps::sign_out(app).await?;
    steps::sign_in_as(app, &account, &mei.user_name, &mei.password).await?;
    app.reads("My access").await
}
