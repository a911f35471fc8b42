//! A new account on a server that lets people make one.

use anyhow::{Result, ensure};
use latchkey_tests::{desktop::Keychain, server::Server, story::Story};

use crate::steps;

#[tokio::test]
async fn an_account_is_made_on_a_server_with_an_invitation_that_works_once() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let password = story.canaries.password("the owner");
        let mut server = Server::make(story.desktop.folder(), "server").await?;
        server.set("sign-up", "\"invitation\"")?;
        server.serve()?;
        let code = server.invite()?;
        story.canaries.also("invitation", &code);
        let app = story.app()?;
        app.click("welcome-server").await?;
        steps::connect(app, &server.typed()).await?;
        app.click("to-sign-up").await?;
        app.accessible("a new account on a server").await?;
        steps::fill_account(app, steps::NAME, steps::EMAIL, &password).await?;
        app.click("sign-up-submit").await?;
        app.reads("Enter the invitation code.").await?;
        app.fill("sign-up-invitation", "AAAA-BBBB-CCCC-DDDD")
            .await?;
        app.click("sign-up-submit").await?;
        app.at("field-error").await?;
        app.fill("sign-up-invitation", &code.to_lowercase()).await?;
        app.click("sign-up-submit").await?;
        app.at("users-empty").await?;
        app.reads(steps::NAME).await?;
        ensure!(
            story.desktop.stores()?.is_empty(),
            "an account was made here"
        );

        // nobody else comes in with it
        steps::sign_out(app).await?;
        app.click("to-sign-up").await?;
        steps::fill_account(app, "Second Trading", "ren@second.example", &password).await?;
        app.fill("sign-up-invitation", &code).await?;
        app.click("sign-up-submit").await?;
        app.at("field-error").await?;
        Ok(())
    })
    .await
}
