//! Links out of mails: on this computer they open the application at the right place, on a server a page with one button.
//! Neither acts by itself.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{
    browser,
    desktop::Keychain,
    places,
    story::{Place, Story},
};
use serde_json::json;
use std::time::Duration;
use thirtyfour::prelude::*;

use crate::{
    mail,
    steps::{self, Account},
};

const KEIRI: &str = "keiri@kitahama.example";
/// How long a page is left open: what acts by itself would have acted by then (R39).
const STAYS: Duration = Duration::from_secs(10);

/// A link is clicked in a mail program: the system starts the application once more, with the link.
fn click(story: &Story, link: &str) -> Result<()> {
    let status = story
        .desktop
        .command(places::application()?)
        .arg(link)
        .status()?;
    ensure!(status.success(), "the second start ended with {status}");
    Ok(())
}

async fn is_verified(story: &Story, account: &Account, email: &str) -> Result<bool> {
    let request = json!({ "operatorId": account.operator_id });
    let all = steps::asks(story.app()?, account, "Email:listEmails", &request).await?;
    let all = all.as_array().context("no addresses")?;
    let one = all
        .iter()
        .find(|one| one.get("email") == Some(&email.into()))
        .with_context(|| format!("{email} is not there"))?;
    Ok(one.get("verified") == Some(&true.into()))
}

// R39, R76
#[tokio::test]
async fn a_link_on_this_computer_opens_the_window_and_waits_for_the_button() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        let (account, post) = mail::office(story).await?;
        mail::add(story.app()?, &account, KEIRI).await?;
        story.app()?.click("code-later").await?;
        let link = post.letter(KEIRI, "").await?.link()?;
        ensure!(link.starts_with("latchkey://mail/"), "the link is {link}");
        for hostile in [
            "latchkey://mail/OP0000000000/lkm_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "latchkey://open/../../etc/passwd",
            "latchkey://mail/x?then=https://evil.example",
        ] {
            click(story, hostile)?;
        }
        ensure!(
            !is_verified(story, &account, KEIRI).await?,
            "something acted by itself"
        );
        click(story, &link)?;
        let app = story.app()?;
        app.at("mail-link").await?;
        app.reads("Verify this address?").await?;
        app.accessible("an opened link").await?;
        ensure!(
            !is_verified(story, &account, KEIRI).await?,
            "the link acted by itself"
        );
        let app = story.app()?;
        app.click("link-use").await?;
        app.at("link-done").await?;
        let focused = "return document.activeElement?.dataset.testid ?? ''";
        app.becomes("the focus is on what is left to press", async |app| {
            Ok(app.script(focused).await? == "link-close")
        })
        .await?;
        app.click("link-close").await?;
        ensure!(
            is_verified(story, &account, KEIRI).await?,
            "the button did nothing"
        );
        // it worked once
        click(story, &link)?;
        story.app()?.at("link-failed").await?;
        Ok(())
    })
    .await
}

// R37, R39
#[tokio::test]
async fn a_link_to_a_server_is_a_page_with_one_button() -> Result<()> {
    Story::tell_at(Place::Server, async |story| {
        let (account, post) = mail::office(story).await?;
        mail::add(story.app()?, &account, KEIRI).await?;
        let link = post.letter(KEIRI, "").await?.link()?;
        let address = story.server()?.address();
        ensure!(
            link.starts_with(&address),
            "{link} does not lead to {address}"
        );
        let http = reqwest::Client::new();
        for agent in ["Mozilla/5.0 (scanner)", "curl/8", "BingPreview"] {
            for _ in 0..3 {
                let seen = http.get(&link).header("user-agent", agent).send().await?;
                ensure!(seen.status() == 200, "answered {}", seen.status());
                http.head(&link).header("user-agent", agent).send().await?;
            }
        }
        // a browser that runs what it finds, as some scanners do, and leaves the page open
        browser::visit(&story.desktop, &link, async |page| {
            page.find(By::Css("form button")).await?;
            tokio::time::sleep(STAYS).await;
            Ok(())
        })
        .await?;
        let pressed_blindly = http.post(&link).body("").send().await?.text().await?;
        ensure!(
            !is_verified(story, &account, KEIRI).await?,
            "looking at it acted: {pressed_blindly}"
        );
        let page = http.get(&link).send().await?.text().await?;
        ensure!(page.matches("<button").count() == 1, "the page is {page}");
        ensure!(!page.contains("<script"), "the page runs something");
        let hidden = |name: &str| {
            let part = page.split_once(&format!("name=\"{name}\""))?.1;
            let part = part.split_once("value=\"")?.1;
            Some(part.split_once('"')?.0.to_owned())
        };
        let proof = hidden("proof").with_context(|| format!("no proof in {page}"))?;
        let done = http
            .post(&link)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("proof={proof}"))
            .send()
            .await?;
        ensure!(done.status() == 200, "answered {}", done.status());
        ensure!(
            is_verified(story, &account, KEIRI).await?,
            "the button did nothing"
        );
        // the window that waited for the code notices
        let app = story.app()?;
        app.reads(&format!("Verified: {KEIRI}")).await
    })
    .await
}
