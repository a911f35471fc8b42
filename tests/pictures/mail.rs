//! How mail is sent and what became of it, invitations to users, and the ways back in at the gate. Mail goes to a real post
//! office, until that closes.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{desktop::Desktop, places, post::Post};
use serde_json::json;

use crate::{album::Album, owner, seed};

const SAKI: &str = "saki@kitahama.example";
const MEI: &str = "mei@kitahama.example";
const YUI: &str = "yui@kitahama.example";

/// Pages 10e, 10f, 10g, an invitation on 03c and 05, the gate's 02f to 02k. The owner is signed in afterwards.
pub async fn pages(album: &Album, desktop: &Desktop, operator_id: &str) -> Result<()> {
    confirm(album).await?;
    let mut post = Post::open(desktop, "violin slate harbour 61")?;
    server(album, &post).await?;
    invitation(album, &post).await?;
    contact(album, &post, operator_id).await?;
    post.close();
    outbox(album, operator_id).await?;
    let link = unsent(album, operator_id).await?;
    gate(album, desktop, &link).await?;
    owner::sign_in(album).await
}

/// The sign-in may be too long ago by now.
async fn confirm(album: &Album) -> Result<()> {
    let password = json!({ "password": owner::PASSWORD });
    seed::ask(album, "Session:confirmPassword", &password).await?;
    Ok(())
}

async fn server(album: &Album, post: &Post) -> Result<()> {
    let app = &album.app;
    album.go("#/settings/mail").await?;
    app.fill("mail-port", &post.port.to_string()).await?;
    app.fill("mail-password", &post.password).await?;
    app.click("mail-test").await?;
    app.visible("[data-testid=mail-step-accept][data-outcome=done]")
        .await?;
    album.take("10e-settings-mail").await?;
    app.click("mail-save").await?;
    app.becomes("it is saved", async |app| {
        let typed = app.at("mail-password").await?.prop("value").await?;
        Ok(typed.is_none_or(|typed| typed.is_empty()))
    })
    .await?;
    app.fill("mail-password", "not its password").await?;
    app.click("mail-test").await?;
    app.visible("[data-testid=mail-step-signIn][data-outcome=failed]")
        .await?;
    album.take("10f-settings-mail-error").await?;
    app.click("mail-discard").await?;
    app.gone("mail-result").await
}

async fn invitation(album: &Album, post: &Post) -> Result<()> {
    let app = &album.app;
    album.go("#/users").await?;
    app.click("users-create").await?;
    app.fill("create-name", "Saki Noguchi").await?;
    app.fill("create-user-name", "s.noguchi").await?;
    app.click("create-by-invite").await?;
    app.fill("create-contact", SAKI).await?;
    album.take("03i-users-invite").await?;
    app.click("create-submit").await?;
    app.gone("create-user").await?;
    post.letter(SAKI, "").await?;
    album.go("#/users/s.noguchi/sign-in").await?;
    app.visible("[data-testid=invitation][data-stand=sent]")
        .await?;
    album.take("05d-user-invitation").await
}

async fn contact(album: &Album, post: &Post, operator_id: &str) -> Result<()> {
    let app = &album.app;
    set(album, operator_id, "m.sato", MEI).await?;
    post.letter(MEI, "").await?;
    album.go("#/users/m.sato/sign-in").await?;
    app.click("contact-enter-code").await?;
    app.at("code-time").await?;
    app.at("code").await?.send_keys("7KQ").await?;
    album.take("05e-user-contact-code").await?;
    app.click("code-later").await?;
    app.gone("enter-code-dialog").await
}

async fn set(album: &Album, operator_id: &str, user_name: &str, email: &str) -> Result<()> {
    let contact = json!({ "operatorId": operator_id, "userName": user_name, "email": email });
    seed::ask(album, "User:setUserContact", &contact).await?;
    Ok(())
}

/// The post office has closed.
async fn outbox(album: &Album, operator_id: &str) -> Result<()> {
    let app = &album.app;
    set(album, operator_id, "y.tanaka", YUI).await?;
    album.go("#/settings/outbox").await?;
    app.at("outbox-trouble").await?;
    album.take("10g-settings-outbox").await
}

/// No mail server at all: messages are read. Answers with the link in one.
async fn unsent(album: &Album, operator_id: &str) -> Result<String> {
    let app = &album.app;
    confirm(album).await?;
    let none = json!({ "operatorId": operator_id, "through": "none" });
    seed::ask(album, "Mail:updateMailSettings", &none).await?;
    album.go("#/settings/mail").await?;
    app.at("mail-through-text").await?;
    album.take("10i-settings-no-mail-server").await?;
    album.go("#/settings/outbox").await?;
    app.at("outbox-none").await?;
    album.take("10j-settings-outbox-no-mail-server").await?;
    app.click("outbox-read").await?;
    let text = app.text("message-text").await?;
    album.take("10k-settings-outbox-message").await?;
    app.click("read-close").await?;
    app.gone("read-message").await?;
    let link = text
        .split_whitespace()
        .find(|word| word.starts_with("latchkey://"));
    Ok(link.context("no link in the message")?.to_owned())
}

async fn gate(album: &Album, desktop: &Desktop, link: &str) -> Result<()> {
    let app = &album.app;
    app.click("account-switcher").await?;
    app.click("switch-sign-out").await?;
    app.click("forgot").await?;
    app.at("forgot-no-mail").await?;
    album.take("02f-forgot-password").await?;
    app.click("forgot-send").await?;
    app.at("forgot-code-input").await?.send_keys("7KQ2").await?;
    album.take("02g-forgot-code").await?;
    app.click("forgot-back").await?;
    app.click("forgot-no-mailbox").await?;
    app.at("forgot-mailbox").await?;
    album.take("02h-forgot-mailbox").await?;
    app.click("forgot-recovery-send").await?;
    app.at("forgot-begun").await?;
    album.take("02i-forgot-begun").await?;
    app.click("forgot-leave").await?;
    app.click("to-sam").await?;
    app.click("forgot").await?;
    app.at("forgot-username").await?;
    album.take("02j-forgot-user").await?;
    app.click("forgot-back").await?;
    // somebody opens the mail's link: the system starts the application once more
    let again = desktop.command(places::application()?).arg(link).status()?;
    ensure!(again.success(), "the second start ended with {again}");
    app.at("link-use").await?;
    album.take("02k-mail-link").await?;
    app.click("link-not-now").await?;
    app.gone("mail-link").await
}
