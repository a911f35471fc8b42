//! Page 01b: an address is typed, and what answers there is told before anything is trusted or sent.

use anyhow::{Result, ensure};
use latchkey_tests::{
    app::App,
    certificate::Authority,
    desktop::Keychain,
    front::{Front, Kind},
    server::Server,
    story::Story,
};

use crate::steps;

/// Waits until looking at what is typed came to this.
async fn comes_to(app: &App, outcome: &str) -> Result<()> {
    let script = "return document.querySelector('[data-testid=connect-server]')?.dataset.look";
    app.becomes(&format!("looking comes to {outcome}"), async |app| {
        Ok(app.script(script).await? == outcome)
    })
    .await
}

// R80: plain http is for this computer; nothing is sent anywhere before a person goes on
#[tokio::test]
async fn what_answers_at_an_address_is_told_before_anybody_goes_on() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let password = story.canaries.password("the owner");
        let folder = story.desktop.folder();
        let mut server = Server::make(folder, "server").await?;
        server.set("name", "\"Kitahama Trading\"")?;
        server.create_account(steps::EMAIL, steps::NAME, &password)?;
        server.serve()?;
        let page = Front::start(Kind::Page).await?;
        let app = story.app()?;
        app.click("welcome-server").await?;
        app.reads("Your IT admin can give you this address.")
            .await?;
        app.accessible("connecting to a server").await?;

        // a public server, on a computer without a network
        app.click("preset-soracomJapan").await?;
        comes_to(app, "missing").await?;
        app.reads("No server was found there.").await?;
        app.reads("Check that this computer is online").await?;

        app.fill("connect-address", "http://id.example.com").await?;
        app.reads("is not encrypted and is for this computer only")
            .await?;

        app.fill("connect-address", page.address()).await?;
        comes_to(app, "foreign").await?;
        app.reads("This is not a server that Latchkey can use.")
            .await?;
        ensure!(!app.shows("connect-continue").await?, "one can go on");

        app.fill("connect-address", &server.typed()).await?;
        comes_to(app, "found").await?;
        app.reads("Kitahama Trading").await?;
        app.reads("Latchkey 0.1.0").await?;
        app.reads("This connection is not encrypted.").await?;
        app.accessible("a server that was found").await?;
        ensure!(server.asked_by_somebody()?.is_empty(), "somebody signed in");
        app.click("connect-continue").await?;
        steps::sign_in_as_root(app, &password).await?;
        app.at("users-empty").await?;
        Ok(())
    })
    .await
}

// R78: no way around a certificate that does not stand
#[tokio::test]
async fn a_certificate_that_is_over_or_for_another_name_has_no_way_around() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let authority = Authority::new("Kitahama Root")?;
        let mut server = Server::make(story.desktop.folder(), "server").await?;
        server.prove_by(&authority.expired("localhost")?)?;
        server.serve()?;
        let app = story.app()?;
        app.click("welcome-server").await?;
        app.fill("connect-address", &server.typed()).await?;
        // not even with the authority that vouches for it
        looked(app).await?;
        if app.shows("connect-untrusted").await? {
            steps::import(app, &authority.pem()).await?;
        }
        comes_to(app, "flawed").await?;
        app.reads("The certificate of this server has expired.")
            .await?;
        app.accessible("an expired certificate").await?;
        no_way_on(app, &server, &authority).await?;

        server.stop()?;
        server.prove_by(&authority.vouch_for("id.kitahama.example")?)?;
        server.serve()?;
        app.click("connect-look").await?;
        looked(app).await?;
        if app.shows("connect-untrusted").await? {
            steps::import(app, &authority.pem()).await?;
        }
        app.reads("This certificate belongs to another server.")
            .await?;
        no_way_on(app, &server, &authority).await?;
        ensure!(server.asked()?.is_empty(), "something was asked of it");
        Ok(())
    })
    .await
}

/// Waits until looking came to an end.
async fn looked(app: &App) -> Result<()> {
    let script = "return document.querySelector('[data-testid=connect-server]')?.dataset.look";
    app.becomes("it was looked at", async |app| {
        let now = app.script(script).await?;
        Ok(now != "searching" && now != "empty")
    })
    .await
}

/// Neither on the page nor behind it.
async fn no_way_on(app: &App, server: &Server, authority: &Authority) -> Result<()> {
    for way in ["connect-continue", "connect-known", "authority-paste"] {
        ensure!(!app.shows(way).await?, "{way} is offered");
    }
    let fingerprint = app.at("connect-fingerprint").await?;
    let fingerprint = fingerprint.attr("data-fingerprint").await?;
    let given = serde_json::json!({
        "address": server.address(), "authority": authority.pem(), "fingerprint": fingerprint,
    });
    let refused = app.asks("add_connection", &given.to_string()).await?;
    ensure!(
        steps::code_of(&refused) == "certificate_untrusted",
        "answered {refused}"
    );
    Ok(())
}
