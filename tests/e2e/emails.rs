//! The account's addresses: added with a code, given a role, corrected, handed over and deleted, and who may do so.

use anyhow::{Result, ensure};
use latchkey_tests::{elsewhere::Elsewhere, story::Story};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::{mail, steps};

everywhere!(
    an_address_is_confirmed_with_its_code_and_given_a_role,
    a_typing_error_is_corrected_and_what_waits_is_withdrawn,
    an_address_that_receives_invoices_is_deleted_once_somebody_else_does,
    the_owner_signs_in_with_another_address_from_the_next_time_on,
    somebody_else_is_told_who_manages_addresses,
    the_owner_decides_what_is_sent_and_tries_an_address,
);

const KEIRI: &str = "keiri@kitahama.example";
const HOME: &str = "hana.home@mail.example";

async fn an_address_is_confirmed_with_its_code_and_given_a_role(story: &mut Story) -> Result<()> {
    let (account, post) = mail::office(story).await?;
    let app = story.app()?;
    mail::add(app, &account, KEIRI).await?;
    app.reads("Check your inbox").await?;
    app.accessible("the code of a mail").await?;
    let letter = post.letter(KEIRI, "").await?;
    story.canaries.also("code", &letter.code()?);
    let app = story.app()?;
    // a wrong one says how many are left, and changes nothing
    mail::type_code(app, "AAAA-AAAA").await?;
    app.reads("You have 4 tries left.").await?;
    app.visible("[data-testid=enter-code-dialog] input")
        .await?
        .send_keys(Key::Control + "a")
        .await?;
    mail::type_code(app, &letter.code()?).await?;
    app.reads(&format!("Verified: {KEIRI}")).await?;
    app.gone("enter-code-dialog").await?;
    app.accessible("email addresses").await?;

    app.click("role-change-billing").await?;
    app.click(&format!("choose-{KEIRI}")).await?;
    app.accessible("who receives invoices").await?;
    app.click("choose-save").await?;
    mail::receives(app, "billing", KEIRI).await?;
    let roles = json!({ "operatorId": account.operator_id, "type": "billing" });
    // the card shows it before it is stored
    app.becomes("it is stored", async |app| {
        let name = "SystemNotification:getSystemNotification";
        let stored = steps::asks(app, &account, name, &roles).await?;
        let ids = stored.get("emailIdList").and_then(|ids| ids.as_array());
        Ok(ids.is_some_and(|ids| ids.len() == 1))
    })
    .await
}

async fn a_typing_error_is_corrected_and_what_waits_is_withdrawn(story: &mut Story) -> Result<()> {
    let (account, post) = mail::office(story).await?;
    let app = story.app()?;
    mail::add(app, &account, "kieri@kitahama.example").await?;
    let first = post.letter("kieri@kitahama.example", "").await?.code()?;
    app.click("code-correct").await?;
    // given up, it leads back to the code
    app.click("correct-cancel").await?;
    app.visible("[data-testid=enter-code-dialog] input").await?;
    app.click("code-correct").await?;
    app.fill("correct-email-address", KEIRI).await?;
    app.click("correct-save").await?;
    let second = post.letter(KEIRI, "").await?.code()?;
    ensure!(first != second, "the right address got the old code");
    // what the wrong mailbox got does not work any more
    mail::type_code(app, &first).await?;
    app.reads("That code does not match.").await?;
    app.click("code-later").await?;
    app.gone("enter-code-dialog").await?;
    app.reads("Waiting for code").await?;
    app.press(&format!("Withdraw {KEIRI}")).await?;
    app.click("delete-email-confirm").await?;
    app.reads(&format!("{KEIRI} was withdrawn")).await?;
    app.becomes("one address is left", async |app| {
        Ok(app.text("emails-count").await? == "1")
    })
    .await
}

async fn an_address_that_receives_invoices_is_deleted_once_somebody_else_does(
    story: &mut Story,
) -> Result<()> {
    let (account, post) = mail::office(story).await?;
    let app = story.app()?;
    mail::add_verified(app, &account, &post, KEIRI).await?;
    app.click("role-change-billing").await?;
    app.click(&format!("choose-{KEIRI}")).await?;
    app.click("choose-save").await?;
    mail::receives(app, "billing", KEIRI).await?;
    app.press(&format!("Delete {KEIRI}")).await?;
    app.reads("Invoices go to this address").await?;
    app.accessible("an address that cannot go yet").await?;
    app.press("Move Billing and delete").await?;
    app.reads(&format!("{KEIRI} was deleted")).await?;
    mail::receives(app, "billing", "Primary only").await
}

async fn the_owner_signs_in_with_another_address_from_the_next_time_on(
    story: &mut Story,
) -> Result<()> {
    let (account, post) = mail::office(story).await?;
    let app = story.app()?;
    mail::add_verified(app, &account, &post, HOME).await?;
    app.click("role-change-primary").await?;
    app.click(&format!("primary-{HOME}")).await?;
    app.at("change-primary").await?;
    app.accessible("another primary address").await?;
    app.fill("root-password", &account.password).await?;
    app.click("primary-confirm").await?;
    app.reads(&format!("{HOME} is the primary address now"))
        .await?;
    // both are written to; the old one can take it back
    post.letter(HOME, "").await?;
    let undo = post.letter(steps::EMAIL, "").await?;
    undo.link()?;
    // who is signed in stays so, also through the lock
    app.click("lock-now").await?;
    app.fill("unlock-password", &account.password).await?;
    app.click("unlock-submit").await?;
    app.reads("Email addresses").await?;
    steps::sign_out(app).await?;
    app.becomes("the form knows the new address", async |app| {
        let field = app.at("sign-in-email").await?;
        Ok(field.prop("value").await?.as_deref() == Some(HOME))
    })
    .await?;
    app.fill("sign-in-email", steps::EMAIL).await?;
    app.fill("sign-in-password", &account.password).await?;
    app.click("sign-in-submit").await?;
    app.at("sign-in-wrong").await?;
    app.fill("sign-in-email", HOME).await?;
    app.fill("sign-in-password", &account.password).await?;
    app.click("sign-in-submit").await?;
    app.reads("Email addresses").await?;
    if let Some(server) = &story.server {
        let elsewhere = Elsewhere::owner(server, HOME, &account.password).await;
        ensure!(elsewhere.is_ok(), "a program cannot sign in with it");
    }
    Ok(())
}

// what the wire answers her is in the access matrix
async fn somebody_else_is_told_who_manages_addresses(story: &mut Story) -> Result<()> {
    let account = steps::first_run(story).await?;
    let mut daniel = steps::create_user(story, "Daniel Reyes", "d.reyes", "administrator").await?;
    let app = story.app()?;
    steps::sign_out(app).await?;
    steps::sign_in_as(app, &account, &daniel.user_name, &daniel.password).await?;
    steps::choose_own_password(story, &mut daniel).await?;
    let app = story.app()?;
    app.reads("Users").await?;
    let offered = steps::sidebar(app).await?;
    ensure!(
        !offered.contains(&"Email addresses".to_owned()),
        "the sidebar offers {offered:?}"
    );
    app.script("location.hash = '#/emails'").await?;
    app.reads("Email addresses is not part of your access")
        .await?;
    // who has it is said, and nothing of what is in it
    app.reads("Only the account owner (root)").await?;
    app.reads(steps::EMAIL).await?;
    ensure!(!app.shows("emails-table").await?, "the addresses are shown");
    let request = json!({ "operatorId": account.operator_id });
    let refused = steps::asks(app, &account, "Email:listEmails", &request).await?;
    ensure!(
        steps::code_of(&refused) == "root_only_read",
        "answered {refused}"
    );
    Ok(())
}

async fn the_owner_decides_what_is_sent_and_tries_an_address(story: &mut Story) -> Result<()> {
    let (account, post) = mail::office(story).await?;
    let app = story.app()?;
    mail::add_verified(app, &account, &post, KEIRI).await?;
    app.at("kinds").await?;
    app.click("kinds-test").await?;
    app.click(&format!("test-{KEIRI}")).await?;
    app.reads(&format!("A test is on its way to {KEIRI}"))
        .await?;
    post.letter_but(KEIRI, "", 1).await?;
    app.click("kind-switch-new_device").await?;
    app.becomes("it is off", async |app| {
        let switch = app.at("kind-switch-new_device").await?;
        Ok(switch.attr("aria-checked").await?.as_deref() == Some("false"))
    })
    .await?;
    // the switch does not wait for the server
    app.becomes("it is stored", async |app| {
        let request = json!({ "operatorId": account.operator_id });
        let kinds = steps::asks(app, &account, "Mail:listMailKinds", &request).await?;
        let mut kinds = kinds.as_array().into_iter().flatten();
        let device = kinds.find(|kind| kind.get("kind") == Some(&"new_device".into()));
        Ok(device.is_some_and(|kind| kind.get("on") == Some(&false.into())))
    })
    .await
}
