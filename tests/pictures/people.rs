//! What Mei sees, who may only see and download bills.

use anyhow::Result;

use crate::{album::Album, seed};

/// The forced new password, "My access", and page 11d.
pub async fn own_view(album: &mut Album, _operator_id: &str) -> Result<()> {
    let app = &album.app;
    app.click("account-switcher").await?;
    app.click("switch-sign-out").await?;
    app.at("sign-in-password").await?;
    if app.shows("to-sam").await? {
        app.click("to-sam").await?;
    }
    app.fill("sign-in-username", "m.sato").await?;
    app.fill("sign-in-password", seed::MEI_PASSWORD).await?;
    app.click("sign-in-submit").await?;
    app.at("must-current").await?;
    album.take("02e-choose-own-password").await?;
    app.fill("must-current", seed::MEI_PASSWORD).await?;
    app.fill("must-new", "velvet anchor maple comet 58").await?;
    app.click("must-submit").await?;
    app.gone("must-current").await?;
    app.at("account-switcher").await?;
    app.click("toast-dismiss").await?;
    app.gone("toast").await?;
    album.go("#/access").await?;
    app.at("access-helpers").await?;
    album.take("11e-my-access").await?;
    album.go("#/users").await?;
    app.at("not-in-access").await?;
    album.take("11d-permission-denied").await?;
    album.go("#/emails").await?;
    app.at("owner-only").await?;
    album.take("11f-owner-only").await
}
