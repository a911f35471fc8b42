//! What somebody else does to the same account through another program acts on the window at once.

use anyhow::{Context, Result, anyhow, ensure};
use latchkey_api::{
    CreateUser, DocumentText, EndSession, ListSessions, UpdateUserPermission, UserName,
};
use latchkey_tests::{
    desktop::Keychain,
    elsewhere::Elsewhere,
    server::Server,
    story::{Place, Story},
};

use crate::steps;

// R21, screen 11b
#[tokio::test]
async fn a_session_that_somebody_else_ended_is_renewed_without_losing_an_edit() -> Result<()> {
    Story::tell_at(Place::Server, async |story| {
        let account = steps::first_run(story).await?;
        steps::create_user(story, "Mei Sato", "m.sato", "").await?;
        let app = story.app()?;
        app.open_json("m.sato").await?;
        let server = story.server()?;
        let elsewhere = Elsewhere::owner(server, steps::EMAIL, &account.password).await?;
        let all = elsewhere.ask(&ListSessions {}).await?;
        let windows = all.iter().find(|one| !one.current);
        let session_id = windows.context("no other session")?.session_id.clone();
        elsewhere.ask(&EndSession { session_id }).await?;

        let app = story.app()?;
        let edit = r#"{"statements":[{"effect":"allow","api":["User:listUsers"]}]}"#;
        app.write_json(edit).await?;
        app.reads("Sign in again to continue").await?;
        app.reads("1 unsaved change is kept").await?;
        ensure!(
            story.desktop.kept(&account.connection)?.is_none(),
            "a sign-in that is over is still kept"
        );
        let app = story.app()?;
        app.fill("ask-password", &account.password).await?;
        app.click("ask-password-confirm").await?;
        app.gone("ask-password").await?;
        app.becomes("the edit is back", async |app| {
            Ok(app.held_json().await.is_ok_and(|held| held == edit))
        })
        .await?;
        app.click("permissions-review").await?;
        app.click("review-save").await?;
        app.reads_no("Review changes for Mei").await
    })
    .await
}

// R20
#[tokio::test]
async fn a_permission_that_was_taken_away_stops_the_next_action_with_its_reason() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let password = story.canaries.password("the owner");
        let own = story.canaries.password("Mei");
        let folder = story.desktop.folder();
        let (server, operator_id) =
            Server::with_account(folder, "server", steps::EMAIL, steps::NAME, &password).await?;
        let owner = Elsewhere::owner(&server, steps::EMAIL, &password).await?;
        let mei: UserName = "m.sato".parse().map_err(|_| anyhow!("a user name"))?;
        let may = |api: &str| -> Result<DocumentText> {
            let text = format!(r#"{{"statements":[{{"effect":"allow","api":[{api}]}}]}}"#);
            text.parse().map_err(|_| anyhow!("a document"))
        };
        let request = CreateUser {
            operator_id: owner.operator_id.clone(),
            user_name: mei.clone(),
            description: None,
            permission: Some(may(r#""User:*""#)?),
            password: Some(own.as_str().into()),
            must_change_password: None,
            contact: None,
            invite: None,
        };
        owner.ask(&request).await?;

        let app = story.app()?;
        app.click("welcome-server").await?;
        steps::connect(app, &server.typed()).await?;
        let account = steps::Account {
            connection: steps::current(app).await?,
            operator_id,
            recovery_key: None,
            password,
        };
        steps::sign_in_as(app, &account, "m.sato", &own).await?;
        app.at("users-table").await?;
        app.click("users-create").await?;
        app.fill("create-name", "Hana Okada").await?;
        app.at("create-user-name-free").await?;
        let request = UpdateUserPermission {
            operator_id: owner.operator_id.clone(),
            user_name: mei,
            permission: may(r#""User:listUsers","User:getUser""#)?,
            description: None,
        };
        owner.ask(&request).await?;
        app.click("create-sign-in").await?;
        app.click("create-submit").await?;
        app.reads("Your permissions do not include this.").await?;
        app.reads("User:createUser").await?;
        app.accessible("an action that is not allowed any more")
            .await?;
        ensure!(
            app.held_by("Name").await? == "Hana Okada",
            "what was typed is gone"
        );
        let asked = server.asked()?;
        let last = asked.iter().rfind(|one| one.operation == "User:createUser");
        let outcome = last.context("it was not asked")?.outcome.clone();
        ensure!(outcome != "done", "a user was made");
        Ok(())
    })
    .await
}
