//! Several connections in one window: kept apart, told apart, and locked against changes.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{
    app::App,
    server::Server,
    story::{Place, Story},
};
use serde_json::{Value, json};

use crate::steps;

everywhere!(a_read_only_lock_stops_every_change_in_the_window_and_behind_it);

#[tokio::test]
async fn several_connections_stand_side_by_side_each_with_its_mark() -> Result<()> {
    Story::tell_at(Place::Server, async |story| {
        let first = steps::first_run(story).await?;
        steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
        let password = story.canaries.password("the second owner");
        let folder = story.desktop.folder();
        let (other, _) = Server::with_account(
            folder,
            "other",
            steps::EMAIL,
            "Tosabori Logistics",
            &password,
        )
        .await?;
        let app = story.app()?;
        app.click("account-switcher").await?;
        app.click("switch-add").await?;
        app.click("welcome-server").await?;
        steps::connect(app, &other.typed()).await?;
        steps::sign_in_as_root(app, &password).await?;
        app.at("users-empty").await?;
        app.reads("Tosabori Logistics").await?;
        let second = steps::current(app).await?;

        mark(app, &other.place(), "red").await?;
        ensure!(edge(app).await?.as_deref() == Some("red"), "no red edge");
        app.accessible("connections").await?;
        app.keys(key_of(app, &first.connection).await?).await?;
        app.reads("Mei Sato").await?;
        ensure!(edge(app).await?.is_none(), "the other account's mark");
        app.click("account-switcher").await?;
        app.at(&format!("switch-{}", other.place())).await?;
        app.accessible("the account switcher").await?;
        app.keys(thirtyfour::Key::Escape + "").await?;
        app.keys(key_of(app, &second).await?).await?;
        app.at("users-empty").await?;

        // both are there again after a restart, with what marks them
        story.restart().await?;
        let app = story.app()?;
        app.at("users-empty").await?;
        ensure!(edge(app).await?.as_deref() == Some("red"), "no red edge");
        app.keys(key_of(app, &first.connection).await?).await?;
        app.reads("Mei Sato").await
    })
    .await
}

/// Gives a connection its colour.
async fn mark(app: &App, place: &str, color: &str) -> Result<()> {
    app.click("account-switcher").await?;
    app.click("switch-manage").await?;
    app.click(&format!("connection-actions-{place}")).await?;
    app.click("connection-color").await?;
    app.click(&format!("color-{color}")).await?;
    app.click("color-done").await?;
    app.gone("choose-color").await
}

/// The colour along the window.
async fn edge(app: &App) -> Result<Option<String>> {
    let script = "return document.querySelector('[data-testid=edge]')?.dataset.color ?? null";
    Ok(app.script(script).await?.as_str().map(str::to_owned))
}

/// The keys that show a connection: Ctrl and its place in the list.
async fn key_of(app: &App, connection: &str) -> Result<thirtyfour::TypingData> {
    let state = app.asks("state", "{}").await?;
    let all = state.get("connections").and_then(Value::as_array);
    let all = all.context("no connections")?;
    let at = all
        .iter()
        .position(|one| one.get("id").is_some_and(|id| id == connection))
        .context("no such connection")?;
    Ok(thirtyfour::Key::Control + (at + 1).to_string())
}

// the lock is the shell's: a page that was taken over does not get past it
async fn a_read_only_lock_stops_every_change_in_the_window_and_behind_it(
    story: &mut Story,
) -> Result<()> {
    let account = steps::first_run(story).await?;
    steps::create_user(story, "Mei Sato", "m.sato", "billing").await?;
    let place = match &story.server {
        Some(server) => server.place(),
        None => account.operator_id.clone(),
    };
    let app = story.app()?;
    app.script("location.hash = '#/settings/connections'")
        .await?;
    app.click(&format!("connection-actions-{place}")).await?;
    app.click("connection-lock").await?;
    app.at("read-only").await?;
    app.at("connection-is-locked").await?;
    app.script("location.hash = '#/users'").await?;
    app.reads("Mei Sato").await?;
    let why = "Read-only lock is on for this connection.";
    app.is_off_because("users-create", why).await?;
    app.accessible("an account under a lock").await?;
    app.script("location.hash = '#/users/m.sato/sign-in'")
        .await?;
    app.is_off_because("password-set", why).await?;

    let before = requests(story)?;
    let app = story.app()?;
    let user = json!({ "operatorId": account.operator_id, "userName": "k.mori" });
    let mei = json!({ "operatorId": account.operator_id, "userName": "m.sato" });
    for (operation, request) in [
        ("User:createUser", &user),
        ("User:deleteUser", &mei),
        (
            "Session:confirmPassword",
            &json!({ "password": account.password }),
        ),
    ] {
        let refused = steps::asks(app, &account, operation, request).await?;
        ensure!(
            steps::code_of(&refused) == "read_only",
            "{operation} answered {refused}"
        );
    }
    ensure!(requests(story)? == before, "something reached the server");
    // reading goes on
    let app = story.app()?;
    let read = steps::ask_about(app, &account, "User:getUser", "m.sato").await?;
    ensure!(read.get("userName").is_some(), "answered {read}");

    app.click("read-only").await?;
    app.reads("Changes in this account are possible again")
        .await?;
    app.accessible("taking the lock off").await?;
    app.click("lock-off-confirm").await?;
    app.gone("read-only").await?;
    app.script("location.hash = '#/users'").await?;
    steps::create_user(story, "Kenji Mori", "k.mori", "billing").await?;
    story.app()?.reads("Kenji Mori").await
}

/// Changes that arrived at the server; none for an account on this computer.
fn requests(story: &Story) -> Result<usize> {
    let Some(server) = &story.server else {
        return Ok(0);
    };
    let changes = [
        "User:createUser",
        "User:deleteUser",
        "Session:confirmPassword",
    ];
    let asked = server.asked()?;
    let arrived = asked
        .iter()
        .filter(|one| changes.contains(&one.operation.as_str()));
    Ok(arrived.count())
}
