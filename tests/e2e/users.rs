//! The list of users: creating, finding, changing a name, deleting.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{app::App, story::Story};
use thirtyfour::prelude::*;

use crate::steps;

everywhere!(
    a_taken_name_is_said_while_typing_with_one_that_is_free,
    users_are_found_by_a_part_of_their_name_and_by_what_they_lack,
    deleting_a_user_names_what_is_lost_and_ends_her_access,
    a_name_that_looks_like_markup_is_shown_as_it_is,
    filters_say_how_many_they_show_and_show_those,
    names_are_sorted_both_ways_and_opened_by_keys,
);

async fn a_taken_name_is_said_while_typing_with_one_that_is_free(story: &mut Story) -> Result<()> {
    steps::first_run(story).await?;
    steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    let app = story.app()?;
    app.press("Create user").await?;
    app.fill("create-name", "Mika Sato").await?;
    app.fill("create-user-name", "M.SATO").await?;
    app.reads("is taken").await?;
    app.accessible("creating a user").await?;
    app.fill("create-user-name", "mika.sato").await?;
    app.at("create-user-name-free").await?;
    app.click("create-cancel").await?;
    app.gone("create-user").await
}

async fn users_are_found_by_a_part_of_their_name_and_by_what_they_lack(
    story: &mut Story,
) -> Result<()> {
    steps::first_run(story).await?;
    steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    steps::create_user(story, "Tomás Silva", "t.silva", "read_only").await?;
    let app = story.app()?;
    app.fill("users-search", "silv").await?;
    app.reads_no("Mei Sato").await?;
    app.reads("Tomás Silva").await?;
    app.fill("users-search", "nobody at all").await?;
    app.reads("No user matches “nobody at all”").await?;
    app.click("users-clear-search").await?;
    app.reads("Mei Sato").await?;
    app.reads("Tomás Silva").await
}

async fn deleting_a_user_names_what_is_lost_and_ends_her_access(story: &mut Story) -> Result<()> {
    let account = steps::first_run(story).await?;
    let mei = steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    let app = story.app()?;
    app.click("user-actions").await?;
    app.click("user-delete").await?;
    app.reads("This cannot be undone").await?;
    app.accessible("deleting a user").await?;
    app.click("delete-confirm").await?;
    app.reads("You are the only one with a key").await?;
    steps::sign_out(app).await?;
    steps::sign_in_as(app, &account, &mei.user_name, &mei.password).await?;
    app.reads("That username and password do not match.").await
}

// R63: what people are called is text, whatever it looks like
async fn a_name_that_looks_like_markup_is_shown_as_it_is(story: &mut Story) -> Result<()> {
    steps::first_run(story).await?;
    let name = "<img src=x onerror=alert(1)>";
    steps::create_user(story, name, "markup", "").await?;
    let app = story.app()?;
    app.reads(name).await?;
    let images = app
        .script("return document.querySelectorAll('img[src=x]').length")
        .await?;
    ensure!(images == 0, "the name became part of the page");
    Ok(())
}

/// Two who can sign in, one of whom has, and one who cannot.
async fn three_users(story: &mut Story) -> Result<()> {
    let account = steps::first_run(story).await?;
    steps::create_user(story, "Tomás Silva", "t.silva", "read_only").await?;
    let app = story.app()?;
    app.click("users-create").await?;
    app.fill("create-name", "Ana Ruiz").await?;
    app.fill("create-user-name", "a.ruiz").await?;
    app.click("create-sign-in").await?;
    app.click("create-submit").await?;
    app.click("handover-done").await?;
    app.gone("create-user").await?;
    let mut mei = steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    steps::sign_out(story.app()?).await?;
    steps::sign_in_as(story.app()?, &account, &mei.user_name, &mei.password).await?;
    steps::choose_own_password(story, &mut mei).await?;
    let app = story.app()?;
    app.reads("My access").await?;
    steps::sign_out(app).await?;
    steps::sign_in_as_root(app, &account.password).await?;
    app.reads("Mei Sato").await
}

/// Waits until the table lists exactly these, in this order.
async fn lists(app: &App, names: &[&str]) -> Result<()> {
    let script = "return [...document.querySelectorAll('[data-testid=users-table] .name')].map((one) => one.textContent.trim())";
    app.becomes(&format!("the table lists {names:?}"), async |app| {
        Ok(app.script(script).await? == serde_json::json!(names))
    })
    .await
}

async fn filters_say_how_many_they_show_and_show_those(story: &mut Story) -> Result<()> {
    three_users(story).await?;
    let app = story.app()?;
    app.click("users-sort-name").await?;
    for (filter, count, names) in [
        ("no-password", "1", &["Ana Ruiz"][..]),
        ("never-signed-in", "2", &["Ana Ruiz", "Tomás Silva"]),
        ("all", "3", &["Ana Ruiz", "Mei Sato", "Tomás Silva"]),
    ] {
        let chip = format!("users-filter-{filter}");
        app.click(&chip).await?;
        app.becomes("the chip is on", async |app| {
            Ok(app.at(&chip).await?.attr("aria-pressed").await?.as_deref() == Some("true"))
        })
        .await?;
        let said = app.text(&chip).await?;
        ensure!(said.ends_with(count), "{filter} says {said:?}");
        lists(app, names).await?;
    }
    Ok(())
}

async fn names_are_sorted_both_ways_and_opened_by_keys(story: &mut Story) -> Result<()> {
    three_users(story).await?;
    let app = story.app()?;
    // latest sign-in first, as usual
    app.becomes("Mei is on top", async |app| {
        let script = "return document.querySelector('[data-testid=users-table] .name')?.textContent.trim() ?? ''";
        Ok(app.script(script).await? == "Mei Sato")
    })
    .await?;
    app.click("users-sort-name").await?;
    lists(app, &["Ana Ruiz", "Mei Sato", "Tomás Silva"]).await?;
    sorted(app, "ascending").await?;
    app.click("users-sort-name").await?;
    lists(app, &["Tomás Silva", "Mei Sato", "Ana Ruiz"]).await?;
    sorted(app, "descending").await?;
    app.accessible("a sorted list of users").await?;

    // from the search into the table, two down, one up
    app.click("users-search").await?;
    app.keys(Key::Down + "").await?;
    at_row(app, 0).await?;
    app.keys(Key::Down + "").await?;
    at_row(app, 1).await?;
    app.keys(Key::Down + "").await?;
    at_row(app, 2).await?;
    app.keys(Key::Up + "").await?;
    at_row(app, 1).await?;
    app.keys(Key::Enter + "").await?;
    app.becomes("Mei is opened", async |app| {
        Ok(app.address().await? == "#/users/m.sato")
    })
    .await?;
    app.reads("m.sato").await
}

async fn sorted(app: &App, direction: &str) -> Result<()> {
    let head = app.visible("th:has([data-testid=users-sort-name])").await?;
    let said = head.attr("aria-sort").await?;
    ensure!(said.as_deref() == Some(direction), "sorted {said:?}");
    Ok(())
}

/// Waits until the keys act on this row, for eyes and for readers alike.
async fn at_row(app: &App, row: usize) -> Result<()> {
    let script = "const table = document.activeElement;
        const active = document.getElementById(table.getAttribute('aria-activedescendant'));
        return table.dataset.testid === 'users-table' && active?.classList.contains('is-cursor') ? Number(active.dataset.row) : -1";
    app.becomes(&format!("row {row} is current"), async |app| {
        let at = app.script(script).await?;
        Ok(at.as_i64().context("no row")? == i64::try_from(row)?)
    })
    .await
}
