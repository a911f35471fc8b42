//! A server that speaks the public API and nothing of what Latchkey adds: what it lacks is told, the rest works.

use anyhow::{Result, ensure};
use latchkey_tests::{
    desktop::Keychain,
    front::{Front, Kind},
    server::Server,
    story::Story,
};

use crate::steps;

#[tokio::test]
async fn users_are_managed_on_a_server_of_another_make_and_what_it_lacks_is_told() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let password = story.canaries.password("the owner");
        let folder = story.desktop.folder();
        let (server, _) =
            Server::with_account(folder, "server", steps::EMAIL, steps::NAME, &password).await?;
        let behind = server.place();
        let front = Front::start(Kind::OtherMake { behind }).await?;
        let app = story.app()?;
        app.click("welcome-server").await?;
        app.fill("connect-address", front.address()).await?;
        app.at("connect-continue").await?;
        app.reads("Server of another make").await?;
        app.click("connect-continue").await?;
        steps::sign_in_as_root(app, &password).await?;
        app.at("users-empty").await?;

        steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
        let app = story.app()?;
        app.reads("Mei Sato").await?;
        app.accessible("users on a server of another make").await?;
        let made: Vec<String> = server
            .asked()?
            .into_iter()
            .filter(|one| one.outcome == "done" && one.operation.contains("User"))
            .map(|one| one.operation)
            .filter(|name| !name.contains(":list") && !name.contains(":get"))
            .collect();
        let steps = [
            "User:createUser",
            "User:updateUserPermission",
            "User:createUserPassword",
        ];
        ensure!(made == steps, "asked: {made:?}");

        app.fill("users-search", "nobody").await?;
        app.at("users-no-match").await?;
        app.script("location.hash = '#/users/m.sato'").await?;
        app.at("user-tab-overview").await?;
        app.reads("Mei Sato can see bills and download invoices.")
            .await?;
        app.accessible("a user on a server of another make").await?;
        app.script("location.hash = '#/access'").await?;
        app.at("not-served").await?;
        app.reads("is not part of this server").await?;
        app.accessible("a screen that a server lacks").await
    })
    .await
}
