//! What an office has: a server with a certificate of its own authority, beside the account on this computer.

use anyhow::Result;
use latchkey_tests::{certificate::Authority, desktop::Desktop, server::Server};
use thirtyfour::prelude::*;

use crate::{album::Album, owner, seed};

/// Pages 01b, 03 under a lock, 10d, 12c, 11c and the stop at another certificate.
pub async fn pages(album: &Album, desktop: &Desktop) -> Result<()> {
    let name = album.in_language("Tosabori Logistics", "土佐堀物流");
    let authority = Authority::new("Tosabori Root CA")?;
    let mut server = Server::make(desktop.folder(), "server").await?;
    server.set("name", &format!("{name:?}"))?;
    server.prove_by(&authority.vouch_for("localhost")?)?;
    let operator_id = server.create_account(owner::EMAIL, name, owner::PASSWORD)?;
    server.serve()?;
    connect(album, &server, &authority).await?;
    seed::people(album, &operator_id).await?;
    album.go("#/settings/connections").await?;
    locked(album, &server).await?;
    connections(album).await?;
    away(album, &mut server).await?;

    server.prove_by(&authority.vouch_for("localhost")?)?;
    server.serve()?;
    let app = &album.app;
    app.at("certificate-stop").await?;
    album.take("01e-certificate-stop").await?;
    app.click("stop-compare").await?;
    app.at("compare-typed").await?;
    album.take("01f-compare-certificates").await?;
    app.click("compare-close").await
}

async fn connect(album: &Album, server: &Server, authority: &Authority) -> Result<()> {
    let app = &album.app;
    app.click("account-switcher").await?;
    app.click("switch-add").await?;
    app.click("welcome-server").await?;
    app.at("connect-address").await?;
    album.take("01b-connect-server-empty").await?;
    app.fill("connect-address", &server.typed()).await?;
    app.at("connect-untrusted").await?;
    album.take("01b-connect-server-untrusted").await?;
    app.click("authority-paste").await?;
    app.paste("authority-text", &authority.pem()).await?;
    app.click("authority-use").await?;
    app.at("connect-continue").await?;
    album.take("01b-connect-server").await?;
    app.click("connect-continue").await?;
    app.fill("sign-in-email", owner::EMAIL).await?;
    app.fill("sign-in-password", owner::PASSWORD).await?;
    app.click("sign-in-submit").await?;
    app.at("users-empty").await?;
    Ok(())
}

async fn locked(album: &Album, server: &Server) -> Result<()> {
    let app = &album.app;
    let place = server.place();
    app.click(&format!("connection-actions-{place}")).await?;
    app.click("connection-color").await?;
    app.click("color-blue").await?;
    app.click("color-done").await?;
    app.gone("choose-color").await?;
    app.click(&format!("connection-actions-{place}")).await?;
    app.click("connection-lock").await?;
    app.at("read-only").await?;
    album.go("#/users").await?;
    app.reads("Daniel Reyes").await?;
    album.take("03-users-read-only").await?;
    app.click("read-only").await?;
    app.click("lock-off-confirm").await?;
    app.gone("read-only").await
}

async fn connections(album: &Album) -> Result<()> {
    let app = &album.app;
    album.go("#/settings/connections").await?;
    app.at("add-connection").await?;
    album.take("10d-settings-connections").await?;
    album.go("#/users").await?;
    app.reads("Daniel Reyes").await?;
    app.click("account-switcher").await?;
    app.at("switch-sign-out").await?;
    album.take("12c-account-switcher").await?;
    app.keys(Key::Escape + "").await
}

async fn away(album: &Album, server: &mut Server) -> Result<()> {
    let app = &album.app;
    app.gone("switch-sign-out").await?;
    server.stop()?;
    album.go("#/users/m.sato").await?;
    app.at("unreachable").await?;
    album.go("#/users").await?;
    app.reads("Daniel Reyes").await?;
    album.take("11c-unreachable").await
}
