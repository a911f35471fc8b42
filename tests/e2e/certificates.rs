//! Servers of an office with an authority of its own, and certificates that change: nothing is sent before a person has
//! compared them.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{
    app::App,
    certificate::{Authority, Leaf},
    desktop::Keychain,
    server::Server,
    story::Story,
};

use crate::steps;

/// The fingerprint that is shown below this element.
async fn fingerprint(app: &App, id: &str) -> Result<String> {
    let selector =
        format!("[data-testid={id:?}] [data-fingerprint], [data-testid={id:?}][data-fingerprint]");
    let shown = app
        .visible(&selector)
        .await?
        .attr("data-fingerprint")
        .await?;
    shown.context("no fingerprint")
}

/// A server that stopped, got another certificate, and is there again.
fn renew(server: &mut Server, leaf: &Leaf) -> Result<()> {
    server.stop()?;
    server.prove_by(leaf)?;
    server.serve()
}

/// The owner connects to an office's server by its authority, and signs in.
async fn connected(story: &mut Story, authority: &Authority, leaf: &Leaf) -> Result<Server> {
    let password = story.canaries.password("the owner");
    let mut server = Server::make(story.desktop.folder(), "server").await?;
    server.create_account(steps::EMAIL, steps::NAME, &password)?;
    server.prove_by(leaf)?;
    server.serve()?;
    let app = story.app()?;
    app.click("welcome-server").await?;
    app.fill("connect-address", &server.typed()).await?;
    app.reads("This computer does not know who vouches for this server.")
        .await?;
    ensure!(!app.shows("connect-continue").await?, "one can go on");
    app.accessible("a server of an unknown authority").await?;
    app.click("authority-paste").await?;
    app.fill("authority-text", "not a certificate").await?;
    app.click("authority-use").await?;
    app.reads("This is not a certificate in PEM form.").await?;
    steps::import(app, &Authority::new("Another Root")?.pem()).await?;
    app.reads("is not from the authority that you imported")
        .await?;
    ensure!(server.asked()?.is_empty(), "something was asked of it");
    steps::import(app, &authority.pem()).await?;
    app.at("connect-continue").await?;
    let shown = fingerprint(app, "connect-fingerprint").await?;
    ensure!(shown == leaf.fingerprint, "shown: {shown}");
    app.click("connect-continue").await?;
    steps::sign_in_as_root(app, &password).await?;
    app.at("users-empty").await?;
    Ok(server)
}

// R78, R79
#[tokio::test]
async fn another_certificate_stops_everything_until_a_person_has_compared_it() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let authority = Authority::new("Kitahama Root")?;
        let first = authority.vouch_for("localhost")?;
        let mut server = connected(story, &authority, &first).await?;

        // while the window is open
        let second = authority.vouch_for("localhost")?;
        renew(&mut server, &second)?;
        let before = server.asked()?;
        let app = story.app()?;
        app.click("nav-settings").await?;
        app.click("nav-users").await?;
        app.at("certificate-stop").await?;
        app.reads("Latchkey stopped: nothing is sent to it, not even your sign-in.")
            .await?;
        app.accessible("another certificate").await?;
        ensure!(server.asked()? == before, "it was asked something");
        trust_deliberately(app, &first, &second).await?;
        app.gone("certificate-stop").await?;

        // and between two starts
        story.close().await?;
        let third = authority.vouch_for("localhost")?;
        renew(&mut server, &third)?;
        let before = server.asked()?;
        story.open().await?;
        let app = story.app()?;
        app.at("certificate-stop").await?;
        app.reads("Latchkey stopped").await?;
        ensure!(server.asked()? == before, "it was asked something");
        // the one that is trusted is back: that takes no trust
        renew(&mut server, &second)?;
        app.click("stop-compare").await?;
        app.at("compare-same").await?;
        app.click("compare-go-on").await?;
        app.gone("certificate-stop").await?;
        app.at("users-empty").await?;
        Ok(())
    })
    .await
}

/// Trust comes with the end of the fingerprint, as an administrator reads it out over the telephone.
async fn trust_deliberately(app: &App, old: &Leaf, new: &Leaf) -> Result<()> {
    app.click("stop-compare").await?;
    ensure!(fingerprint(app, "compare-before").await? == old.fingerprint);
    ensure!(fingerprint(app, "compare-now").await? == new.fingerprint);
    app.accessible("comparing certificates").await?;
    app.is_off_because("compare-trust", "Type the last 8 characters")
        .await?;
    let end = |leaf: &Leaf| leaf.fingerprint.chars().skip(84).collect::<String>();
    app.fill("compare-typed", &end(old)).await?;
    app.is_off_because("compare-trust", "Type the last 8 characters")
        .await?;
    app.fill("compare-typed", &end(new)).await?;
    app.click("compare-trust").await
}
