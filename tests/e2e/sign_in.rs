//! Signing in, being wrong, the lock, and coming back.

use std::time::Duration;

use anyhow::{Result, ensure};
use latchkey_tests::{
    app::App,
    story::{Place, Story},
};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::steps;

everywhere!(
    a_wrong_password_and_an_unknown_user_read_the_same,
    sign_in_pauses_after_five_wrong_passwords_and_shows_for_how_long,
    the_window_locks_by_key_and_opens_again_where_it_was,
    the_operator_id_is_remembered_for_the_next_sign_in,
    a_session_that_is_over_is_renewed_over_the_list_of_users,
);

// R10: one message, whatever was wrong
async fn a_wrong_password_and_an_unknown_user_read_the_same(story: &mut Story) -> Result<()> {
    let account = steps::first_run(story).await?;
    let mei = steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    let app = story.app()?;
    steps::sign_out(app).await?;
    let mut said = Vec::new();
    for user_name in ["m.sato", "nobody"] {
        steps::sign_in_as(app, &account, user_name, "wrong but long enough").await?;
        app.reads("That username and password do not match.")
            .await?;
        said.push(app.text("sign-in-wrong").await?);
    }
    let same =
        said.first().map(|one| one.lines().next()) == said.get(1).map(|one| one.lines().next());
    ensure!(same, "{said:?}");
    steps::sign_in_as(app, &account, &mei.user_name, &mei.password).await?;
    app.reads("Choose your own password").await
}

// R13
async fn sign_in_pauses_after_five_wrong_passwords_and_shows_for_how_long(
    story: &mut Story,
) -> Result<()> {
    let account = steps::first_run(story).await?;
    let app = story.app()?;
    steps::sign_out(app).await?;
    let mut said = String::new();
    for _ in 0..5 {
        steps::sign_in_as_root(app, "wrong but long enough").await?;
        // each answer differs from the last: the tries that are left
        app.becomes("another answer is shown", async |app| {
            Ok(answer(app).await?.is_some_and(|now| now != said))
        })
        .await?;
        said = answer(app).await?.unwrap_or_default();
    }
    // now even the right one is not looked at
    steps::sign_in_as_root(app, &account.password).await?;
    app.reads("Too many tries. You can try again in").await?;
    ensure!(
        !app.can_press("sign-in-submit").await?,
        "one can go on trying"
    );
    app.accessible("a pause").await?;
    // it passes by itself, and the right password opens then
    app.becomes_within(Duration::from_mins(1), "the pause is over", async |app| {
        app.can_press("sign-in-submit").await
    })
    .await?;
    steps::sign_in_as_root(app, &account.password).await?;
    app.reads("You are the only one with a key").await
}

/// What is said above the form.
async fn answer(app: &App) -> Result<Option<String>> {
    for id in ["sign-in-wrong", "sign-in-pause"] {
        if app.shows(id).await? {
            return Ok(app.text(id).await.ok());
        }
    }
    Ok(None)
}

async fn the_window_locks_by_key_and_opens_again_where_it_was(story: &mut Story) -> Result<()> {
    let account = steps::first_run(story).await?;
    steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    let app = story.app()?;
    app.reads("Mei Sato").await?;
    app.keys(Key::Control + "l").await?;
    app.reads("Your work is where you left it.").await?;
    ensure!(
        !app.words().await?.contains("Mei Sato"),
        "the locked window shows what was behind it"
    );
    app.accessible("the locked window").await?;
    // R27: what is locked cannot be asked behind the page's back
    let request = json!({ "operatorId": account.operator_id });
    let refused = steps::asks(app, &account, "User:listUsers", &request).await?;
    ensure!(steps::code_of(&refused) == "locked", "answered {refused}");
    // and nobody else's password gets in beside it
    let connection = format!("'{}'", account.connection);
    let form =
        "{ email: null, operatorId: null, userName: 'm.sato', password: 'x', remember: false }";
    let owner =
        "{ name: 'Other', email: 'o@kitahama.example', password: 'five plain words in here' }";
    for (command, given) in [
        (
            "create_account",
            format!("{{ form: {owner}, keep: {{ by: 'session' }} }}"),
        ),
        (
            "sign_in",
            format!("{{ connection: {connection}, form: {form} }}"),
        ),
        (
            "sign_in_again",
            format!("{{ connection: {connection}, password: 'x' }}"),
        ),
        (
            "open_account",
            format!("{{ connection: {connection}, by: {{ by: 'keychain' }} }}"),
        ),
        ("select_connection", "{ connection: null }".to_owned()),
        (
            "save_recovery_sheet",
            format!("{{ connection: {connection} }}"),
        ),
        ("recovery_saved", format!("{{ connection: {connection} }}")),
        (
            "change_connection",
            format!("{{ connection: {connection}, patch: {{ readOnly: false }} }}"),
        ),
        (
            "look_at_server",
            "{ address: 'localhost', authority: null }".to_owned(),
        ),
        ("look_again", format!("{{ connection: {connection} }}")),
        (
            "remove_connection",
            format!("{{ connection: {connection} }}"),
        ),
        (
            "trust_certificate",
            format!("{{ connection: {connection}, fingerprint: '' }}"),
        ),
        ("take_drafts", format!("{{ connection: {connection} }}")),
    ] {
        let refused = app.asks(command, &given).await?;
        ensure!(
            steps::code_of(&refused) == "locked",
            "{command} answered {refused}"
        );
    }
    app.fill("unlock-password", "not the password at all")
        .await?;
    app.click("unlock-submit").await?;
    app.reads("That is not your password.").await?;
    app.fill("unlock-password", &account.password).await?;
    app.click("unlock-submit").await?;
    app.reads("Mei Sato").await
}

async fn the_operator_id_is_remembered_for_the_next_sign_in(story: &mut Story) -> Result<()> {
    let account = steps::first_run(story).await?;
    let mut mei = steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    steps::sign_out(story.app()?).await?;
    steps::sign_in_as(story.app()?, &account, &mei.user_name, &mei.password).await?;
    steps::choose_own_password(story, &mut mei).await?;
    steps::sign_out(story.app()?).await?;
    story.restart().await?;
    let app = story.app()?;
    app.at("sign-in-password").await?;
    if app.shows("to-sam").await? {
        app.click("to-sam").await?;
    }
    app.at("sign-in-username").await?;
    app.reads(&account.operator_id).await?;
    ensure!(
        app.held_by("Username").await? == "m.sato",
        "the username is not remembered"
    );
    ensure!(
        app.held_by("Password").await?.is_empty(),
        "a password was remembered"
    );
    Ok(())
}

// screen 11b, over the page that most people have open
async fn a_session_that_is_over_is_renewed_over_the_list_of_users(story: &mut Story) -> Result<()> {
    let place = story.place;
    let account = steps::first_run(story).await?;
    steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    let app = story.app()?;
    app.reads("Mei Sato").await?;
    steps::end_session(app, &account).await?;
    app.click("users-sort-name").await?;
    app.reads("Your session has ended. Nothing you entered is lost.")
        .await?;
    ensure!(
        !app.words().await?.contains("Mei Sato"),
        "what was on the page is still shown"
    );
    // the address that is asked for may be another one by now: on a server that is said, here the window would know
    let wrong = story.canaries.password("not the owner's");
    let app = story.app()?;
    app.fill("ask-password", &wrong).await?;
    app.click("ask-password-confirm").await?;
    app.at("sign-in-wrong").await?;
    ensure!(
        app.shows("ask-password-doubt").await? == (place == Place::Server),
        "what to do about another address is said in the wrong place"
    );
    app.fill("ask-password", &account.password).await?;
    app.click("ask-password-confirm").await?;
    app.gone("ask-password").await?;
    app.reads("Mei Sato").await?;
    ensure!(
        app.address().await?.contains("sort=name"),
        "what was asked for is forgotten"
    );
    Ok(())
}
