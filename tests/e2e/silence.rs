//! Page 11c: the server is away. What was loaded stays readable, changes wait, and it heals by itself.

use anyhow::{Result, ensure};
use latchkey_api::CreateUser;
use latchkey_tests::{
    elsewhere::Elsewhere,
    story::{Place, Story},
};

use crate::steps;

// R85: what was typed is not lost, what was loaded can be read
#[tokio::test]
async fn a_silent_server_leaves_what_was_loaded_and_is_taken_up_when_it_is_back() -> Result<()> {
    Story::tell_at(Place::Server, async |story| {
        let account = steps::first_run(story).await?;
        steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
        let app = story.app()?;
        // seen once: it stays readable
        app.script("location.hash = '#/users/m.sato'").await?;
        app.at("user-tab-overview").await?;
        app.script("location.hash = '#/users'").await?;
        app.reads("Mei Sato").await?;
        app.click("users-create").await?;
        app.fill("create-name", "Hana Okada").await?;
        app.at("create-user-name-free").await?;
        story.server()?.stop()?;

        let app = story.app()?;
        app.fill("create-user-name", "hana.okada").await?;
        app.at("unreachable").await?;
        app.reads("cannot be reached.").await?;
        app.reads("Changes are paused.").await?;
        app.is_off_because(
            "create-submit",
            "Available again when the server is reachable.",
        )
        .await?;
        app.accessible("a server that cannot be reached").await?;

        // meanwhile somebody works through another instance
        let instance = story.server()?.instance()?;
        let elsewhere = Elsewhere::owner(&instance, steps::EMAIL, &account.password).await?;
        let yui = CreateUser {
            operator_id: elsewhere.operator_id.clone(),
            user_name: "y.tanaka"
                .parse()
                .map_err(|_| anyhow::anyhow!("a user name"))?,
            description: None,
            permission: None,
            password: None,
            must_change_password: None,
            contact: None,
            invite: None,
        };
        elsewhere.ask(&yui).await?;
        drop(instance);

        // what is typed is still there, and what was seen can be read
        let app = story.app()?;
        ensure!(
            app.held_by("Name").await? == "Hana Okada",
            "the form is empty"
        );
        app.click("create-cancel").await?;
        app.reads("Mei Sato").await?;
        ensure!(!app.words().await?.contains("y.tanaka"), "it was heard of");
        app.script("location.hash = '#/users/m.sato'").await?;
        app.at("user-tab-overview").await?;
        app.reads("m.sato").await?;
        app.script("location.hash = '#/users'").await?;
        app.reads("Mei Sato").await?;

        // nobody presses anything
        story.server()?.serve()?;
        let app = story.app()?;
        app.gone("unreachable").await?;
        app.reads("y.tanaka").await?;
        steps::create_user(story, "Kenji Mori", "k.mori", "billing").await?;
        story.app()?.reads("Kenji Mori").await
    })
    .await
}
