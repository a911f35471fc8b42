//! The first day: an account is made, somebody gets a key, she signs in and sees only what she may see.

use anyhow::{Result, ensure};
use latchkey_tests::{desktop::Keychain, story::Story};

use crate::steps;

everywhere!(a_user_from_the_billing_template_sees_only_what_she_may_see,);

// H3, R06
async fn a_user_from_the_billing_template_sees_only_what_she_may_see(
    story: &mut Story,
) -> Result<()> {
    let account = steps::first_run(story).await?;
    let mut mei = steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    let app = story.app()?;
    app.reads("Mei Sato").await?;
    app.accessible("the list of users").await?;
    steps::sign_out(app).await?;

    steps::sign_in_as(app, &account, &mei.user_name, &mei.password).await?;
    steps::choose_own_password(story, &mut mei).await?;

    let app = story.app()?;
    app.reads("My access").await?;
    let offered = steps::sidebar(app).await?;
    ensure!(
        !offered.contains(&"Users".to_owned()),
        "the sidebar offers {offered:?}"
    );
    ensure!(
        offered.contains(&"My access".to_owned()),
        "the sidebar offers {offered:?}"
    );

    // what she typed in somebody else's presence no longer works
    steps::sign_out(app).await?;
    steps::sign_in_as(app, &account, "m.sato", "not her own password").await?;
    app.reads("That username and password do not match.")
        .await?;
    steps::sign_in_as(app, &account, "m.sato", &mei.password).await?;
    app.reads("My access").await
}

#[tokio::test]
async fn an_account_is_there_again_after_a_restart_and_its_owner_signs_in() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let account = steps::first_run(story).await?;
        story.restart().await?;
        let app = story.app()?;
        app.at("sign-in-password").await?;
        app.accessible("signing in as root").await?;
        steps::sign_in_as_root(app, &account.password).await?;
        app.reads("You are the only one with a key").await
    })
    .await
}

#[tokio::test]
async fn the_recovery_sheet_must_be_confirmed_before_the_account_is_used() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let password = story.canaries.password("the owner");
        let app = story.app()?;
        app.reads("One account. A key for each person.").await?;
        app.accessible("the welcome page").await?;
        app.click("welcome-local").await?;
        app.accessible("the form of a new account").await?;
        steps::fill_account(app, steps::NAME, steps::EMAIL, &password).await?;
        app.press("Create account").await?;
        app.reads("Keep your recovery sheet").await?;
        app.accessible("the recovery sheet").await?;
        let (_, key) = steps::sheet(app).await?;
        story.canaries.also("recovery key", &key);
        let app = story.app()?;
        ensure!(
            !app.can_press("recovery-continue").await?,
            "one can go on without having confirmed"
        );
        steps::confirm_sheet(app).await?;
        app.reads("You are the only one with a key").await?;
        // it is shown once
        ensure!(
            !app.words().await?.contains(&key),
            "the recovery key is still shown"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_account_is_not_made_from_a_weak_password_or_a_broken_address() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let app = story.app()?;
        app.click("welcome-local").await?;
        steps::fill_account(app, steps::NAME, "hana@", "kitahama2026").await?;
        app.press("Create account").await?;
        app.reads("This is not an email address").await?;
        app.type_into("Your email", steps::EMAIL).await?;
        app.press("Create account").await?;
        app.at("field-error").await?;
        ensure!(story.desktop.stores()?.is_empty(), "an account was made");
        Ok(())
    })
    .await
}
