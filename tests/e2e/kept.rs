//! A sign-in to a server from one start to the next: in the keychain, or not at all.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{
    desktop::Keychain,
    story::{Place, Story},
};
use serde_json::Value;

use crate::steps;

// R73: tokens in the keychain only, and gone with the sign-out
#[tokio::test]
async fn a_sign_in_to_a_server_is_kept_in_the_keychain_until_the_sign_out() -> Result<()> {
    Story::tell_at(Place::Server, async |story| {
        let account = steps::first_run(story).await?;
        let kept = story.desktop.kept(&account.connection)?;
        let kept: Value = serde_json::from_str(&kept.context("nothing is kept")?)?;
        for name in ["apiKey", "token"] {
            let secret = kept.get(name).and_then(Value::as_str);
            let secret = secret.with_context(|| format!("no {name} is kept"))?;
            // and in no file: looked for at the end
            story.canaries.also(name, secret);
        }
        story.restart().await?;
        let app = story.app()?;
        app.at("users-empty").await?;
        steps::sign_out(app).await?;
        ensure!(
            story.desktop.kept(&account.connection)?.is_none(),
            "it is still kept"
        );
        story.restart().await?;
        let app = story.app()?;
        app.at("sign-in-password").await?;
        steps::sign_in_as_root(app, &account.password).await?;
        app.at("users-empty").await?;
        Ok(())
    })
    .await
}

// R74
#[tokio::test]
async fn without_a_keychain_a_sign_in_ends_with_the_window_which_says_so() -> Result<()> {
    Story::tell_of(Place::Server, Keychain::Missing, async |story| {
        steps::first_run(story).await?;
        let app = story.app()?;
        app.script("location.hash = '#/settings/connections'")
            .await?;
        app.reads("The sign-in ends when Latchkey closes.").await?;
        story.restart().await?;
        story.app()?.at("sign-in-password").await?;
        Ok(())
    })
    .await
}
