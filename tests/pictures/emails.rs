//! The owner's addresses: who receives what, adding one, deleting one, the way back in. Mail goes to a real post office.

use anyhow::Result;
use latchkey_tests::{
    desktop::Desktop,
    post::{self, Post},
};
use serde_json::{Value, json};

use crate::{album::Album, owner, seed};

const KEIRI: &str = "keiri@kitahama.example";
const HOME: &str = "haruka.home@mail.example";
const AUDIT: &str = "audit@kitahama.example";

/// Pages 07, 07b, 07c, 07d, and what stands on 07 besides.
pub async fn pages(album: &Album, desktop: &Desktop, operator_id: &str) -> Result<()> {
    let app = &album.app;
    album.go("#/emails").await?;
    app.at("emails-table").await?;
    app.at("mail-banner").await?;
    album.take("07e-emails-no-mail-server").await?;
    let post = Post::open(desktop, "slate harbour violin 52")?;
    // the sign-in may be too long ago by now
    let password = json!({ "password": owner::PASSWORD });
    seed::ask(album, "Session:confirmPassword", &password).await?;
    send_through(album, &post, operator_id).await?;

    adding(album, &post).await?;
    add(album, &post, operator_id, KEIRI).await?;
    add(album, &post, operator_id, HOME).await?;
    give(album, operator_id, "billing", KEIRI).await?;
    give(album, operator_id, "recovery", HOME).await?;
    album.go("#/users").await?;
    app.at("users-create").await?;
    album.go("#/emails").await?;
    app.reads(HOME).await?;
    app.at("way-back-score").await?;
    album.take("07-emails").await?;
    for (part, page) in [
        ("way-back", "07f-emails-way-back"),
        ("kinds", "07g-emails-kinds"),
    ] {
        app.script(&format!(
            "const body = document.querySelector('.body');
            body.scrollTop = document.querySelector('[data-testid={part}]').offsetTop"
        ))
        .await?;
        album.take(page).await?;
    }
    app.script("document.querySelector('.body').scrollTop = 0")
        .await?;
    roles(album).await?;
    app.click_on(&format!(
        "tr[data-email={KEIRI:?}] [data-testid=\"email-bin\"]"
    ))
    .await?;
    app.at("delete-email-to").await?;
    album.take("07d-email-delete-blocked").await?;
    app.click("delete-email-cancel").await?;
    app.gone("delete-email").await
}

/// In the window, with a code that is wrong at first; the address goes on waiting.
async fn adding(album: &Album, post: &Post) -> Result<()> {
    let app = &album.app;
    album.go("#/users").await?;
    app.at("users-create").await?;
    album.go("#/emails").await?;
    app.click("emails-add").await?;
    app.fill("add-email-address", AUDIT).await?;
    app.fill("root-password", owner::PASSWORD).await?;
    album.take("07b-email-add").await?;
    app.click("add-email-send").await?;
    post.letter(AUDIT, "").await?;
    app.at("code-time").await?;
    app.at("code").await?.send_keys("7KQ").await?;
    album.take("07c-email-code").await?;
    app.at("code").await?.send_keys("2M9TX").await?;
    app.at("field-error").await?;
    album.take("07c-email-code-wrong").await?;
    app.click("code-later").await?;
    app.gone("enter-code-dialog").await
}

async fn roles(album: &Album) -> Result<()> {
    let app = &album.app;
    app.click("role-change-recovery").await?;
    app.at("choose-recovery").await?;
    album.take("07h-email-roles").await?;
    app.click("choose-cancel").await?;
    app.gone("choose-recovery").await?;
    app.click("role-change-primary").await?;
    app.click(&format!("primary-{KEIRI}")).await?;
    app.at("primary-loses").await?;
    album.take("07i-email-primary").await?;
    app.click("primary-cancel").await?;
    app.gone("change-primary").await
}

async fn send_through(album: &Album, post: &Post, operator_id: &str) -> Result<()> {
    let name = album.in_language("Kitahama Trading", "北浜商事");
    let own = json!({
        "host": "localhost", "port": post.port, "security": "starttls", "userName": post::USER,
        "senderName": name, "senderAddress": post::USER,
    });
    let settings = json!({
        "operatorId": operator_id, "through": "own", "own": own, "password": post.password,
    });
    seed::ask(album, "Mail:updateMailSettings", &settings).await?;
    Ok(())
}

async fn add(album: &Album, post: &Post, operator_id: &str, email: &str) -> Result<()> {
    let issue = json!({ "email": email, "password": owner::PASSWORD });
    seed::ask(album, "Email:issueAddEmailToken", &issue).await?;
    let code = post.letter(email, "").await?.code()?;
    let email_id = id_of(album, operator_id, email).await?;
    let verify = json!({ "operatorId": operator_id, "emailId": email_id, "code": code });
    seed::ask(album, "Email:verifyEmailCode", &verify).await?;
    Ok(())
}

async fn give(album: &Album, operator_id: &str, role: &str, email: &str) -> Result<()> {
    let email_id = id_of(album, operator_id, email).await?;
    let set = json!({ "operatorId": operator_id, "type": role, "emailIdList": [email_id] });
    seed::ask(album, "SystemNotification:setSystemNotification", &set).await?;
    Ok(())
}

async fn id_of(album: &Album, operator_id: &str, email: &str) -> Result<Value> {
    let list = json!({ "operatorId": operator_id });
    let emails = seed::ask(album, "Email:listEmails", &list).await?;
    let one = emails.as_array().into_iter().flatten();
    let found = one
        .filter(|one| one.get("email").is_some_and(|own| own == email))
        .find_map(|one| one.get("emailId"));
    Ok(found.cloned().unwrap_or_default())
}
