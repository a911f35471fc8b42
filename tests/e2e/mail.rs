//! What the stories about mail begin with: a post office, set up in the window as an administrator does it.

use anyhow::Result;
use latchkey_tests::{
    app::App,
    post::{self, Post},
    story::Story,
};

use crate::steps::{self, Account};

/// The first day, with mail that gets out.
pub async fn office(story: &mut Story) -> Result<(Account, Post)> {
    let account = steps::first_run(story).await?;
    let post = open(story)?;
    let app = story.app()?;
    fill_in(app, &post, &post.password).await?;
    app.click("mail-save").await?;
    app.reads("Mail server saved").await?;
    Ok((account, post))
}

/// A post office that takes mail from whoever has its password.
pub fn open(story: &mut Story) -> Result<Post> {
    let password = story.canaries.password("the mail server");
    Post::open(&story.desktop, &password)
}

/// Page 10e, filled in.
pub async fn fill_in(app: &App, post: &Post, password: &str) -> Result<()> {
    settings(app, "mail").await?;
    app.click("mail-through").await?;
    app.click("mail-through-own").await?;
    app.fill("mail-host", "localhost").await?;
    app.fill("mail-port", &post.port.to_string()).await?;
    app.fill("mail-user", post::USER).await?;
    app.fill("mail-password", password).await?;
    app.fill("mail-sender-name", "Kitahama Trading access")
        .await?;
    app.fill("mail-sender-address", "no-reply@kitahama.example")
        .await
}

/// A page of the settings.
pub async fn settings(app: &App, page: &str) -> Result<()> {
    app.click("nav-settings").await?;
    app.click(&format!("settings-{page}")).await
}

/// An address is added on page 07b; its code is asked for on page 07c.
pub async fn add(app: &App, account: &Account, email: &str) -> Result<()> {
    app.press("Email addresses").await?;
    app.click("emails-add").await?;
    app.fill("add-email-address", email).await?;
    app.fill("root-password", &account.password).await?;
    app.click("add-email-send").await?;
    app.visible("[data-testid=enter-code-dialog] input").await?;
    Ok(())
}

/// The code out of a mail is typed on page 07c.
pub async fn type_code(app: &App, code: &str) -> Result<()> {
    app.visible("[data-testid=enter-code-dialog] input")
        .await?
        .send_keys(code)
        .await?;
    Ok(())
}

/// An address is added and confirmed.
pub async fn add_verified(app: &App, account: &Account, post: &Post, email: &str) -> Result<()> {
    add(app, account, email).await?;
    let code = post.letter(email, "").await?.code()?;
    type_code(app, &code).await?;
    app.reads(&format!("Verified: {email}")).await?;
    app.gone("enter-code-dialog").await
}

/// Waits until the card of a role names this.
pub async fn receives(app: &App, role: &str, whom: &str) -> Result<()> {
    let script = format!(
        "return document.querySelector('[data-testid=role-holders-{role}]')?.innerText ?? ''"
    );
    app.becomes(&format!("{role} names {whom}"), async |app| {
        let named = app.script(&script).await?;
        Ok(named.as_str().unwrap_or_default().contains(whom))
    })
    .await
}
