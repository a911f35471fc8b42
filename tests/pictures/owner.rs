//! What the owner sees: the first run, the users, one user, the settings.

use anyhow::Result;
use thirtyfour::prelude::*;

use crate::{album::Album, seed};

pub const EMAIL: &str = "haruka@kitahama.example";
pub const PASSWORD: &str = "granite lantern hollow fern 73";

/// Pages 01, 01c, the recovery sheet, 02, 02b, 02d, 03d. The owner is signed in afterwards.
pub async fn first_run(album: &mut Album) -> Result<String> {
    let app = &album.app;
    album.take("01-welcome").await?;
    app.click("welcome-local").await?;
    app.fill(
        "create-name",
        album.in_language("Kitahama Trading", "北浜商事"),
    )
    .await?;
    app.fill("create-email", EMAIL).await?;
    app.fill("create-password", PASSWORD).await?;
    album.take("01c-create-local").await?;
    app.click("create-submit").await?;
    let operator_id = app.text("recovery-operator-id").await?;
    album.take("01d-recovery-sheet").await?;
    app.click("recovery-confirm").await?;
    app.click("recovery-continue").await?;
    app.at("users-empty").await?;
    album.take("03d-users-empty").await?;
    seed::people(album, &operator_id).await?;
    app.click("account-switcher").await?;
    app.click("switch-sign-out").await?;
    app.at("sign-in-password").await?;
    album.take("02-signin-root").await?;
    app.click("to-sam").await?;
    album.take("02b-signin-sam").await?;
    app.fill("sign-in-username", "m.sato").await?;
    app.fill("sign-in-password", "not what she was told")
        .await?;
    app.click("sign-in-submit").await?;
    app.at("sign-in-wrong").await?;
    album.take("02d-signin-error").await?;
    sign_in(album).await?;
    Ok(operator_id)
}

pub async fn sign_in(album: &Album) -> Result<()> {
    let app = &album.app;
    if app.shows("to-root").await? {
        app.click("to-root").await?;
    }
    app.fill("sign-in-email", EMAIL).await?;
    app.fill("sign-in-password", PASSWORD).await?;
    app.click("sign-in-submit").await?;
    app.reads("Daniel Reyes").await
}

/// Pages 03, 03c, 03f, 03h, 04, 04c, 04e, 04f, 05, 12.
pub async fn users(album: &mut Album, _operator_id: &str) -> Result<()> {
    let app = &album.app;
    album.take("03-users").await?;
    app.click("users-create").await?;
    app.fill("create-name", "Saki Noguchi").await?;
    album.take("03c-users-create").await?;
    app.click("create-cancel").await?;
    app.fill("users-search", "nobody").await?;
    app.at("users-no-match").await?;
    album.take("03f-users-nomatch").await?;
    app.click("users-clear-search").await?;
    app.reads("Daniel Reyes").await?;
    app.click("user-actions").await?;
    app.click("user-delete").await?;
    app.at("delete-user").await?;
    album.take("03h-users-delete").await?;
    app.click("delete-cancel").await?;
    one_user(album).await?;
    app.keys(Key::Control + "k").await?;
    app.at("palette-input").await?;
    album.take("12-palette").await?;
    app.keys(Key::Escape + "").await
}

async fn one_user(album: &Album) -> Result<()> {
    let app = &album.app;
    album.go("#/users/m.sato").await?;
    app.at("user-tab-overview").await?;
    app.becomes("the user is loaded", async |app| {
        Ok(app.words().await?.contains("Mei Sato"))
    })
    .await?;
    album.take("04-user-overview").await?;
    app.click("user-tab-permissions").await?;
    app.at("means").await?;
    album.take("04b-user-permissions").await?;
    app.click("template-picker").await?;
    app.at("template-search").await?;
    album.take("04f-user-templates").await?;
    app.keys(Key::Escape + "").await?;
    app.gone("template-search").await?;
    app.open_json("m.sato").await?;
    app.write_json("{\n  \"statements\": [\n    {\n      \"efect\": \"allow\",\n      \"api\": [\"Payment:getPayerInfo\"]\n    }\n  ]\n}\n").await?;
    app.at("means-fix-first").await?;
    album.take("04c-user-permissions-json").await?;
    app.write_json("{\n  \"statements\": [\n    {\n      \"effect\": \"allow\",\n      \"api\": [\"Billing:get*\", \"User:listUsers\"]\n    }\n  ]\n}\n")
        .await?;
    app.click("permissions-review").await?;
    app.at("review-gains").await?;
    album.take("04e-user-review").await?;
    app.click("review-keep").await?;
    app.gone("review").await?;
    app.click("permissions-discard").await?;
    album.go("#/users/m.sato/sign-in").await?;
    app.at("user-tab-sign-in").await?;
    album.take("05-user-sign-in").await?;
    album.go("#/users/m.sato/activity").await?;
    album.take("04g-user-activity").await
}

/// Pages 10, 10b, 10c, 11.
pub async fn settings(album: &mut Album) -> Result<()> {
    let app = &album.app;
    for (page, address) in [
        ("10-settings-account", "#/settings/account"),
        ("10b-settings-appearance", "#/settings/appearance"),
        ("10c-settings-autolock", "#/settings/lock"),
    ] {
        album.go(address).await?;
        app.visible("h1, h2").await?;
        album.take(page).await?;
    }
    app.keys(Key::Control + "l").await?;
    app.at("unlock-password").await?;
    album.take("11-lock").await?;
    app.fill("unlock-password", PASSWORD).await?;
    app.click("unlock-submit").await?;
    app.at("account-switcher").await?;
    Ok(())
}
