//! How mail gets out: settings that are tried before they are saved, an outbox that says why, and no mail server at all.

use anyhow::{Result, ensure};
use latchkey_tests::story::Story;

use crate::{mail, steps};

everywhere!(
    a_mail_server_is_tried_step_by_step_and_then_saved,
    a_mail_server_that_is_away_delays_mail_and_loses_none,
    without_a_mail_server_messages_are_read_in_the_outbox,
);

async fn a_mail_server_is_tried_step_by_step_and_then_saved(story: &mut Story) -> Result<()> {
    steps::first_run(story).await?;
    let mut post = mail::open(story)?;
    let app = story.app()?;
    mail::fill_in(app, &post, "not its password").await?;
    app.click("mail-test").await?;
    app.visible("[data-testid=mail-step-signIn][data-outcome=failed]")
        .await?;
    app.visible("[data-testid=mail-step-encrypt][data-outcome=done]")
        .await?;
    app.visible("[data-testid=mail-step-accept][data-outcome=skipped]")
        .await?;
    app.reads("535").await?;
    app.accessible("a mail server that refuses").await?;
    ensure!(post.letters()?.is_empty(), "something was sent");

    app.fill("mail-password", &post.password).await?;
    app.click("mail-test").await?;
    app.visible("[data-testid=mail-step-accept][data-outcome=done]")
        .await?;
    post.letter(steps::EMAIL, "").await?;
    app.click("mail-save").await?;
    app.reads("Mail server saved").await?;
    app.accessible("a mail server that works").await?;

    // the password is kept and never shown again
    story.restart().await?;
    let app = story.app()?;
    // on a server the sign-in is kept
    app.becomes("it is known who is there", async |app| {
        Ok(app.shows("sign-in-password").await? || app.shows("nav-settings").await?)
    })
    .await?;
    if app.shows("sign-in-password").await? {
        let password = owner(story);
        steps::sign_in_as_root(story.app()?, &password).await?;
    }
    let app = story.app()?;
    mail::settings(app, "mail").await?;
    let field = app.at("mail-password").await?;
    ensure!(
        field.prop("value").await?.unwrap_or_default().is_empty(),
        "a password is shown"
    );
    app.click("mail-test").await?;
    app.visible("[data-testid=mail-step-accept][data-outcome=done]")
        .await?;
    // and it is not sent anywhere else
    app.fill("mail-host", "127.0.0.1").await?;
    app.reads("a kept password is never sent to a server")
        .await?;
    post.close();
    Ok(())
}

/// The owner's password: the first secret of every story.
fn owner(story: &Story) -> String {
    story.canaries.first().to_owned()
}

// F14, R94: the rules themselves are played in the engine's scenarios
async fn a_mail_server_that_is_away_delays_mail_and_loses_none(story: &mut Story) -> Result<()> {
    let (account, mut post) = mail::office(story).await?;
    post.close();
    let app = story.app()?;
    mail::add(app, &account, "keiri@kitahama.example").await?;
    app.click("code-later").await?;
    mail::settings(app, "outbox").await?;
    app.at("outbox-trouble").await?;
    app.accessible("an outbox in trouble").await?;
    app.visible("[data-testid=outbox-message][data-kind=verify_address][data-state=waiting]")
        .await?;
    post.begin()?;
    app.click("outbox-all-again").await?;
    let code = post.letter("keiri@kitahama.example", "").await?.code()?;
    app.visible("[data-testid=outbox-message][data-kind=verify_address][data-state=sent]")
        .await?;
    ensure!(
        !app.words().await?.contains(&code),
        "the outbox shows a code"
    );
    Ok(())
}

async fn without_a_mail_server_messages_are_read_in_the_outbox(story: &mut Story) -> Result<()> {
    let account = steps::first_run(story).await?;
    let app = story.app()?;
    app.press("Email addresses").await?;
    app.at("mail-banner").await?;
    app.reads("No mail server is set up.").await?;
    // what is not sent is not said to be on its way
    app.click("kinds-test").await?;
    app.click(&format!("test-{}", steps::EMAIL)).await?;
    let email = steps::EMAIL;
    app.reads(&format!(
        "The mail to {email} waits in the outbox, where you can read it."
    ))
    .await?;
    app.click("emails-add").await?;
    app.visible("[data-testid=add-email] [data-testid=mail-banner]")
        .await?;
    app.accessible("adding an address without a mail server")
        .await?;
    app.click("add-email-cancel").await?;
    mail::add(app, &account, "keiri@kitahama.example").await?;
    app.at("code-unsent").await?;
    app.accessible("a code that was not sent").await?;
    app.click("code-later").await?;
    mail::settings(app, "outbox").await?;
    app.at("outbox-none").await?;
    app.click_on(
        "[data-testid=outbox-message][data-kind=verify_address] [data-testid=outbox-read]",
    )
    .await?;
    let text = app.text("message-text").await?;
    app.accessible("a message of the outbox").await?;
    let code = text
        .split_whitespace()
        .find(|word| word.len() == 9 && word.as_bytes().get(4) == Some(&b'-'))
        .map(str::to_owned);
    let code = code.ok_or_else(|| anyhow::anyhow!("no code in {text}"))?;
    app.click("read-close").await?;
    app.press("Email addresses").await?;
    app.click("enter-code").await?;
    mail::type_code(app, &code).await?;
    app.reads("Verified: keiri@kitahama.example").await
}
