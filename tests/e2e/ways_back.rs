//! Getting back in by mail: the owner, through the primary and the recovery address, and a user who was invited.

use anyhow::{Result, ensure};
use latchkey_tests::{desktop::Keychain, story::Story};

use crate::{mail, steps};

everywhere!(
    the_owner_gets_back_in_with_a_code_and_every_sign_in_ends,
    whoever_lost_the_mailbox_waits_a_day_and_the_owner_can_stop_it,
    somebody_who_was_invited_chooses_her_own_password,
);

const HOME: &str = "hana.home@mail.example";

async fn the_owner_gets_back_in_with_a_code_and_every_sign_in_ends(
    story: &mut Story,
) -> Result<()> {
    let (account, post) = mail::office(story).await?;
    let app = story.app()?;
    steps::sign_out(app).await?;
    app.click("forgot").await?;
    app.accessible("a forgotten password").await?;
    // a stranger's address: the same words, and no mail
    app.fill("forgot-email", "nobody@kitahama.example").await?;
    app.click("forgot-send").await?;
    app.reads("If nobody@kitahama.example is the owner’s address, an email is on its way.")
        .await?;
    app.click("forgot-back").await?;
    if !app.shows("forgot-email").await? {
        app.click("forgot").await?;
    }
    app.fill("forgot-email", steps::EMAIL).await?;
    app.click("forgot-send").await?;
    let letter = post.letter(steps::EMAIL, "password").await?;
    let code = letter.code()?;
    let new = story.canaries.password("the owner, later");
    story.canaries.also("code", &code);
    let app = story.app()?;
    app.visible("[data-testid=forgot-code] input")
        .await?
        .send_keys(&code)
        .await?;
    app.accessible("a code and a new password").await?;
    app.fill("forgot-password-input", &new).await?;
    app.click("forgot-set").await?;
    app.reads("Password changed. Sign in with the new one.")
        .await?;
    steps::sign_in_as_root(app, &account.password).await?;
    app.at("sign-in-wrong").await?;
    steps::sign_in_as_root(app, &new).await?;
    app.reads("Email addresses").await?;
    ensure!(
        post.letters()?
            .iter()
            .all(|one| one.to != "nobody@kitahama.example"),
        "a stranger was written to"
    );
    // the owner is told
    post.letter_but(steps::EMAIL, "password", 1).await?;
    Ok(())
}

// the day itself passes in the engine's scenarios, by a clock that they turn
async fn whoever_lost_the_mailbox_waits_a_day_and_the_owner_can_stop_it(
    story: &mut Story,
) -> Result<()> {
    let (account, post) = mail::office(story).await?;
    let app = story.app()?;
    mail::add_verified(app, &account, &post, HOME).await?;
    app.click("role-change-recovery").await?;
    app.click(&format!("choose-{HOME}")).await?;
    app.click("choose-save").await?;
    mail::receives(app, "recovery", HOME).await?;
    steps::sign_out(app).await?;
    app.click("forgot").await?;
    app.fill("forgot-email", steps::EMAIL).await?;
    app.click("forgot-no-mailbox").await?;
    app.accessible("a mailbox that is lost").await?;
    if app.shows("forgot-email").await? {
        app.fill("forgot-email", steps::EMAIL).await?;
    }
    app.click("forgot-recovery-send").await?;
    app.at("forgot-begun").await?;
    let letter = post.letter_but(HOME, "", 1).await?;
    let new = story
        .canaries
        .password("somebody with the recovery address");
    let app = story.app()?;
    app.click("forgot-begun-code").await?;
    app.visible("[data-testid=forgot-code] input")
        .await?
        .send_keys(&letter.code()?)
        .await?;
    app.fill("forgot-password-input", &new).await?;
    app.click("forgot-set").await?;
    app.at("forgot-not-open").await?;
    // the owner hears of it, and stops it
    post.letter(steps::EMAIL, "").await?;
    app.click("forgot-back").await?;
    app.becomes("the form is back", async |app| {
        if app.shows("forgot-back").await? {
            app.click("forgot-back").await?;
        }
        app.shows("sign-in-password").await
    })
    .await?;
    steps::sign_in_as_root(app, &account.password).await?;
    // on whatever screen the owner comes to
    app.at("recovery-begun").await?;
    app.press("Email addresses").await?;
    app.accessible("a way in that was begun").await?;
    app.click("recovery-stop").await?;
    app.gone("recovery-begun").await
}

async fn somebody_who_was_invited_chooses_her_own_password(story: &mut Story) -> Result<()> {
    let (account, post) = mail::office(story).await?;
    let app = story.app()?;
    app.press("Users").await?;
    app.click("users-create").await?;
    app.fill("create-name", "Saki Noguchi").await?;
    app.fill("create-user-name", "s.noguchi").await?;
    steps::choose_template(app, "billing").await?;
    app.click("create-by-invite").await?;
    app.fill("create-contact", "saki@kitahama.example").await?;
    app.accessible("an invitation").await?;
    app.click("create-submit").await?;
    let letter = post.letter("saki@kitahama.example", "").await?;
    let own = story.canaries.password("Saki, her own");
    let app = story.app()?;
    app.gone("create-user").await?;
    steps::sign_out(app).await?;
    app.click("to-sam").await?;
    app.click("forgot").await?;
    app.fill("forgot-username", "s.noguchi").await?;
    app.click("forgot-have-code").await?;
    app.visible("[data-testid=forgot-code] input")
        .await?
        .send_keys(&letter.code()?)
        .await?;
    app.fill("forgot-password-input", &own).await?;
    app.click("forgot-set").await?;
    app.reads("Password changed. Sign in with the new one.")
        .await?;
    steps::sign_in_as(app, &account, "s.noguchi", &own).await?;
    app.reads("My access").await
}

// the smallest window, and the language whose words are widest
#[tokio::test]
async fn whoever_waits_for_mail_that_is_not_sent_is_told_so_at_each_step() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        steps::first_run(story).await?;
        let app = story.app()?;
        steps::sign_out(app).await?;
        app.web().set_window_rect(0, 0, 900, 640).await?;
        for language in ["en", "ja"] {
            app.click("gate-language").await?;
            app.click(&format!("language-{language}")).await?;
            app.click("to-sam").await?;
            app.click("forgot").await?;
            app.at("forgot-no-mail").await?;
            app.at("forgot-invited").await?;
            let beyond = "const main = document.querySelector('.gate-main'); return main.scrollHeight - main.clientHeight";
            ensure!(app.script(beyond).await? == 0, "the form scrolls ({language})");
            app.fill("forgot-username", "m.sato").await?;
            app.click("forgot-send").await?;
            app.at("forgot-code").await?;
            ensure!(
                app.shows("forgot-no-mail").await? && !app.shows("forgot-no-mail-came").await?,
                "a mail is waited for ({language})"
            );
            app.accessible("a mail that is not sent").await?;
            app.click("forgot-back").await?;
            app.click("forgot-back").await?;
            app.click("to-root").await?;
        }
        app.click("forgot").await?;
        app.fill("forgot-email", steps::EMAIL).await?;
        app.click("forgot-no-mailbox").await?;
        app.click("forgot-recovery-send").await?;
        app.at("forgot-begun").await?;
        app.at("forgot-no-mail").await?;
        Ok(())
    })
    .await
}
