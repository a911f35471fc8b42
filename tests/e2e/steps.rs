//! What many tests begin with: an account, a user, a sign-in.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{
    app::App,
    server::Server,
    story::{Place, Story},
};
use serde_json::{Value, json};

pub const NAME: &str = "Kitahama Trading";
pub const EMAIL: &str = "hana@kitahama.example";

/// An account and what its owner knows.
pub struct Account {
    /// The window's name for the place where it lives.
    pub connection: String,
    pub operator_id: String,
    /// Of an account on this computer.
    pub recovery_key: Option<String>,
    pub password: String,
}

/// A user and what she was told.
pub struct Person {
    pub user_name: String,
    pub name: String,
    pub password: String,
}

/// First run: an account is made and its sheet confirmed, or the window is connected to the server that has one; the
/// owner is signed in.
pub async fn first_run(story: &mut Story) -> Result<Account> {
    story
        .app()?
        .reads("One account. A key for each person.")
        .await?;
    match story.place {
        Place::ThisComputer => {
            story.app()?.click("welcome-local").await?;
            create_account(story, NAME, EMAIL).await
        }
        Place::Server => account_on_a_server(story).await,
    }
}

/// The administrator makes server and account; the owner connects and signs in.
async fn account_on_a_server(story: &mut Story) -> Result<Account> {
    let password = story.canaries.password("the owner");
    let folder = story.desktop.folder();
    let (server, operator_id) =
        Server::with_account(folder, "server", EMAIL, NAME, &password).await?;
    let app = story.app()?;
    app.click("welcome-server").await?;
    connect(app, &server.typed()).await?;
    sign_in_as_root(app, &password).await?;
    app.at("users-empty").await?;
    let connection = current(app).await?;
    story.server = Some(server);
    Ok(Account {
        connection,
        operator_id,
        recovery_key: None,
        password,
    })
}

/// On page 01b: an address is typed, what is found there is taken.
pub async fn connect(app: &App, address: &str) -> Result<()> {
    app.fill("connect-address", address).await?;
    app.click("connect-continue").await?;
    app.at("sign-in-password").await?;
    Ok(())
}

/// On page 01b: the certificate of an authority is pasted.
pub async fn import(app: &App, pem: &str) -> Result<()> {
    app.at("connect-untrusted").await?;
    if !app.shows("authority-text").await? {
        app.click("authority-paste").await?;
    }
    app.paste("authority-text", pem).await?;
    app.click("authority-use").await
}

/// The window's name for the account that it shows.
pub async fn current(app: &App) -> Result<String> {
    let state = app.asks("state", "{}").await?;
    let id = state.get("current").and_then(Value::as_str);
    Ok(id.context("no account is shown")?.to_owned())
}

/// The form of a new account and its recovery sheet.
pub async fn create_account(story: &mut Story, name: &str, email: &str) -> Result<Account> {
    let password = story.canaries.password("the owner");
    let app = story.app()?;
    fill_account(app, name, email, &password).await?;
    app.press("Create account").await?;
    app.reads("Keep your recovery sheet").await?;
    let (operator_id, recovery_key) = sheet(app).await?;
    story.canaries.also("recovery key", &recovery_key);
    confirm_sheet(story.app()?).await?;
    story.app()?.at("users-empty").await?;
    Ok(Account {
        connection: format!("local:{operator_id}"),
        operator_id,
        recovery_key: Some(recovery_key),
        password,
    })
}

pub async fn fill_account(app: &App, name: &str, email: &str, password: &str) -> Result<()> {
    app.type_into("Organisation name", name).await?;
    app.type_into("Your email", email).await?;
    app.type_into("Password", password).await
}

/// Operator ID and recovery key as the sheet shows them.
pub async fn sheet(app: &App) -> Result<(String, String)> {
    let operator_id = app.text("recovery-operator-id").await?;
    let key = app.text("recovery-key").await?;
    ensure!(
        is_operator_id(&operator_id),
        "{operator_id:?} is no operator ID"
    );
    ensure!(
        key.chars().filter(char::is_ascii_alphanumeric).count() >= 52,
        "the key is too short"
    );
    Ok((operator_id, key))
}

pub async fn confirm_sheet(app: &App) -> Result<()> {
    app.click("recovery-confirm").await?;
    app.click("recovery-continue").await
}

pub fn is_operator_id(text: &str) -> bool {
    let digits = text.strip_prefix("OP");
    digits.is_some_and(|digits| digits.len() == 10 && digits.chars().all(|c| c.is_ascii_digit()))
}

/// The owner makes a user from a template, with a first password of the owner's choosing.
pub async fn create_user(
    story: &mut Story,
    name: &str,
    user_name: &str,
    template: &str,
) -> Result<Person> {
    let password = story.canaries.password(name);
    let app = story.app()?;
    app.click("users-create").await?;
    app.fill("create-name", name).await?;
    app.fill("create-user-name", user_name).await?;
    choose_template(app, template).await?;
    // where mail gets out, an invitation is what is offered first
    if app.shows("create-by-password").await? {
        app.click("create-by-password").await?;
    }
    app.fill("create-password", &password).await?;
    app.click("create-submit").await?;
    // told once, then gone
    app.click("handover-done").await?;
    app.gone("create-user").await?;
    Ok(Person {
        user_name: user_name.to_owned(),
        name: name.to_owned(),
        password,
    })
}

/// A template of the dialog, among the first ones or behind "More templates".
pub async fn choose_template(app: &App, template: &str) -> Result<()> {
    let mark = format!("create-access-{template}");
    app.at("create-access").await?;
    if !app.shows(&mark).await? {
        app.press("More templates").await?;
    }
    app.click(&mark).await
}

pub async fn sign_out(app: &App) -> Result<()> {
    app.click("account-switcher").await?;
    app.click("switch-sign-out").await?;
    app.at("sign-in-password").await?;
    Ok(())
}

pub async fn sign_in_as_root(app: &App, password: &str) -> Result<()> {
    app.becomes("somebody can sign in", async |app| {
        app.shows("sign-in-password").await
    })
    .await?;
    if app.shows("to-root").await? {
        app.click("to-root").await?;
    }
    app.fill("sign-in-email", EMAIL).await?;
    app.fill("sign-in-password", password).await?;
    app.click("sign-in-submit").await
}

/// By operator ID, user name and password.
pub async fn sign_in_as(
    app: &App,
    account: &Account,
    user_name: &str,
    password: &str,
) -> Result<()> {
    app.becomes("somebody can sign in", async |app| {
        app.shows("sign-in-password").await
    })
    .await?;
    if app.shows("to-sam").await? {
        app.click("to-sam").await?;
    }
    app.fill("sign-in-username", user_name).await?;
    name_account(app, &account.operator_id).await?;
    app.fill("sign-in-password", password).await?;
    app.click("sign-in-submit").await
}

/// The account that a user signs in to: remembered, or typed.
async fn name_account(app: &App, operator_id: &str) -> Result<()> {
    if !app.shows("operator-id").await? {
        if app.text("sign-in-operator-id").await? == operator_id {
            return Ok(());
        }
        app.click("operator-id-change").await?;
    }
    app.fill("operator-id", operator_id).await?;
    // here it is one of the accounts on this computer; a server is asked with the rest of the form
    if app.shows("operator-id-use").await? {
        app.click("operator-id-use").await?;
    }
    Ok(())
}

/// The window is gone without a sign-out, as with a computer that was switched off and is not used again: the session
/// goes on, and whoever comes next signs in.
pub async fn leave_without_sign_out(story: &mut Story) -> Result<()> {
    story.cut().await?;
    if story.place == Place::Server {
        // there the sign-in would be taken up again
        story.desktop.forget_keychain()?;
    }
    story.open().await
}

/// She replaces the password that she was given.
pub async fn choose_own_password(story: &mut Story, person: &mut Person) -> Result<()> {
    let own = story
        .canaries
        .password(&format!("{}, her own", person.name));
    let app = story.app()?;
    app.reads("Choose your own password").await?;
    app.type_into("The password you were given", &person.password)
        .await?;
    app.type_into("New password", &own).await?;
    app.press("Save and continue").await?;
    app.reads_no("Choose your own password").await?;
    person.password = own;
    Ok(())
}

/// What the sidebar offers, top to bottom.
pub async fn sidebar(app: &App) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('.sidebar .nav a, .sidebar .nav button')].map((one) => one.innerText.trim().split('\\n')[0])";
    let found = app.script(script).await?;
    let list = found.as_array().context("no sidebar")?;
    Ok(list
        .iter()
        .filter_map(|one| Some(one.as_str()?.to_owned()))
        .collect())
}

/// Ends the session behind the page, as the owner could from another window.
pub async fn end_session(app: &App, account: &Account) -> Result<()> {
    let listed = asks(app, account, "Session:listSessions", &json!({})).await?;
    let own = listed.as_array().and_then(|all| {
        all.iter()
            .find(|one| one.get("current") == Some(&true.into()))
    });
    let id = own
        .and_then(|one| one.get("sessionId")?.as_str())
        .with_context(|| format!("no session of its own: {listed}"))?;
    let request = json!({ "sessionId": id });
    let ended = asks(app, account, "Session:endSession", &request).await?;
    ensure!(ended.is_null(), "answered {ended}");
    Ok(())
}

/// What an operation on a user answers, asked past the page.
pub async fn ask_about(
    app: &App,
    account: &Account,
    operation: &str,
    user_name: &str,
) -> Result<Value> {
    let request = json!({ "operatorId": account.operator_id, "userName": user_name });
    asks(app, account, operation, &request).await
}

/// What an operation answers, or what it is refused with, asked past the page.
pub async fn asks(app: &App, account: &Account, operation: &str, request: &Value) -> Result<Value> {
    let given = json!({
        "connection": account.connection, "operation": operation, "request": request, "ifMatch": null, "ticket": null,
    });
    app.asks("call", &given.to_string()).await
}

/// The code of a refusal; nothing of an answer.
pub fn code_of(answer: &Value) -> &str {
    let code = answer.get("code").and_then(Value::as_str);
    code.unwrap_or_default()
}
