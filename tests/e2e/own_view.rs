//! The user's own view: what she can do, who can change that, her own password, a page that is not hers.

use anyhow::{Result, ensure};
use latchkey_tests::story::Story;
use serde_json::json;

use crate::steps;

everywhere!(
    my_access_says_what_she_can_do_and_who_can_change_it,
    a_page_that_is_not_hers_says_so_and_whom_to_ask,
    she_changes_her_own_password_when_her_permissions_say_so,
    what_the_page_does_not_offer_is_refused_behind_it_too,
);

async fn signed_in_as_mei(
    story: &mut Story,
    template: &str,
) -> Result<(steps::Account, steps::Person)> {
    let account = steps::first_run(story).await?;
    let mut mei = steps::create_user(story, "Mei Sato", "m.sato", template).await?;
    steps::sign_out(story.app()?).await?;
    steps::sign_in_as(story.app()?, &account, &mei.user_name, &mei.password).await?;
    steps::choose_own_password(story, &mut mei).await?;
    Ok((account, mei))
}

async fn my_access_says_what_she_can_do_and_who_can_change_it(story: &mut Story) -> Result<()> {
    signed_in_as_mei(story, "billing").await?;
    let app = story.app()?;
    app.click("nav-access").await?;
    app.reads("What you can").await?;
    app.reads("Who can change this").await?;
    app.reads("Account owner (root)").await?;
    app.accessible("my access").await
}

async fn a_page_that_is_not_hers_says_so_and_whom_to_ask(story: &mut Story) -> Result<()> {
    signed_in_as_mei(story, "billing").await?;
    let app = story.app()?;
    app.script("location.hash = '#/users'").await?;
    app.reads("Users is not part of your access").await?;
    app.reads("Message you can send").await?;
    app.reads("User:listUsers").await?;
    app.accessible("a page that is not hers").await?;
    app.click("nav-access").await?;
    app.reads("What you can").await
}

async fn she_changes_her_own_password_when_her_permissions_say_so(story: &mut Story) -> Result<()> {
    let (account, mei) = signed_in_as_mei(story, "change_own_password").await?;
    let fresh = story.canaries.password("Mei, changed");
    let app = story.app()?;
    app.click("nav-settings").await?;
    app.click("change-password").await?;
    app.fill("current-password", &mei.password).await?;
    app.fill("new-password", &fresh).await?;
    app.click("change-password-submit").await?;
    app.reads("Password changed").await?;
    steps::sign_out(app).await?;
    steps::sign_in_as(app, &account, &mei.user_name, &fresh).await?;
    app.reads("My access").await
}

// R20, R47: the owner's change acts on a session that is already there; nobody changes her own permissions
async fn what_the_page_does_not_offer_is_refused_behind_it_too(story: &mut Story) -> Result<()> {
    let (account, _) = signed_in_as_mei(story, "billing").await?;
    let app = story.app()?;
    let all = r#"{"statements":[{"effect":"allow","api":"*"}]}"#;
    let request =
        json!({ "operatorId": account.operator_id, "userName": "m.sato", "permission": all });
    let refused = steps::asks(app, &account, "User:updateUserPermission", &request).await?;
    let code = steps::code_of(&refused);
    ensure!(
        ["forbidden", "denied", "step_up_required"].contains(&code),
        "answered {refused}"
    );
    // a command that is not granted does not exist for the page
    let refused = app
        .asks("plugin:store|load", "{ path: 'preferences.json' }")
        .await?;
    ensure!(
        refused.to_string().contains("not allowed"),
        "answered {refused}"
    );
    Ok(())
}
