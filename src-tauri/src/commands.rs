//! What the window may ask of the shell. Each command takes typed values, and answers with a view or a refusal.
//! The list stands here, in build.rs and in capabilities/main.json; a test compares the three.

use crate::{
    keeping::Keep,
    preferences::Preferences,
    refusal::Answer,
    shell::{ConnectionPatch, NewAccountForm, OpenBy, Shell, SignInForm},
    view::{FoundServer, NewAccount, Saved, ShellState, Strength},
};
use latchkey_api::{MailToken, Secret};
use serde_json::Value;
use std::collections::BTreeMap;
use tauri::{AppHandle, State, WebviewWindow};

#[tauri::command]
pub async fn state(shell: State<'_, Shell>) -> Answer<ShellState> {
    Ok(shell.opened().await)
}

#[tauri::command]
pub async fn create_account(
    shell: State<'_, Shell>,
    form: NewAccountForm,
    keep: Keep,
) -> Answer<NewAccount> {
    shell.create_account(form, keep).await
}

#[tauri::command]
pub async fn save_recovery_sheet(shell: State<'_, Shell>, connection: String) -> Answer<Saved> {
    shell.save_recovery_sheet(&connection).await
}

#[tauri::command]
pub async fn print_recovery_sheet(shell: State<'_, Shell>, window: WebviewWindow) -> Answer<()> {
    shell.print(&window)
}

#[tauri::command]
pub async fn recovery_saved(shell: State<'_, Shell>, connection: String) -> Answer<ShellState> {
    shell.recovery_saved(&connection).await
}

#[tauri::command]
pub async fn open_account(
    shell: State<'_, Shell>,
    connection: String,
    by: OpenBy,
) -> Answer<ShellState> {
    shell.open_account(&connection, by).await
}

#[tauri::command]
pub async fn select_connection(
    shell: State<'_, Shell>,
    connection: Option<String>,
) -> Answer<ShellState> {
    shell.select(connection).await
}

#[tauri::command]
pub async fn sign_in(
    shell: State<'_, Shell>,
    connection: String,
    form: SignInForm,
) -> Answer<ShellState> {
    shell.sign_in(&connection, form).await
}

#[tauri::command]
pub async fn sign_in_again(
    shell: State<'_, Shell>,
    connection: String,
    password: Secret,
) -> Answer<ShellState> {
    shell.sign_in_again(&connection, password).await
}

#[tauri::command]
pub async fn sign_out(shell: State<'_, Shell>, connection: String) -> Answer<ShellState> {
    shell.sign_out(&connection).await
}

#[tauri::command]
pub async fn lock(shell: State<'_, Shell>) -> Answer<ShellState> {
    Ok(shell.lock().await)
}

#[tauri::command]
pub async fn unlock(shell: State<'_, Shell>, password: Secret) -> Answer<ShellState> {
    shell.unlock(password).await
}

#[tauri::command]
pub async fn call(
    shell: State<'_, Shell>,
    connection: String,
    operation: String,
    request: Value,
    if_match: Option<String>,
    ticket: Option<String>,
) -> Answer<Value> {
    match ticket {
        None => shell.call(&connection, &operation, request, if_match).await,
        Some(ticket) => {
            shell
                .call_with_ticket(&ticket, &connection, &operation, request, if_match)
                .await
        }
    }
}

#[tauri::command]
pub async fn call_public(
    shell: State<'_, Shell>,
    connection: String,
    operation: String,
    request: Value,
) -> Answer<Value> {
    shell.call_public(&connection, &operation, request).await
}

#[tauri::command]
pub async fn mail_token(shell: State<'_, Shell>, number: u32) -> Answer<MailToken> {
    shell.mail_token(number).await
}

#[tauri::command]
pub async fn use_mail_token(
    shell: State<'_, Shell>,
    number: u32,
    password: Option<Secret>,
) -> Answer<ShellState> {
    shell.use_mail_token(number, password).await
}

#[tauri::command]
pub async fn forget_mail_token(shell: State<'_, Shell>, number: u32) -> Answer<ShellState> {
    shell.forget_mail_token(number).await
}

#[tauri::command]
pub async fn cancel_call(shell: State<'_, Shell>, ticket: String) -> Answer<()> {
    shell.cancel_call(&ticket);
    Ok(())
}

#[tauri::command]
pub async fn set_preferences(shell: State<'_, Shell>, patch: Value) -> Answer<Preferences> {
    shell.preferences.change(patch)
}

#[tauri::command]
pub async fn password_strength(
    shell: State<'_, Shell>,
    password: Secret,
    context: Vec<String>,
) -> Answer<Strength> {
    Ok(shell.assess(&password, &context))
}

#[tauri::command]
pub async fn suggest_passphrase() -> Answer<String> {
    Ok(Shell::suggest_passphrase())
}

#[tauri::command]
pub async fn copy_text(
    app: AppHandle,
    shell: State<'_, Shell>,
    text: String,
    secret: bool,
) -> Answer<()> {
    shell.copy(&app, text, secret)
}

#[tauri::command]
pub async fn keep_draft(
    shell: State<'_, Shell>,
    connection: String,
    key: String,
    text: String,
) -> Answer<()> {
    shell.keep_draft(&connection, &key, text).await
}

#[tauri::command]
pub async fn take_drafts(
    shell: State<'_, Shell>,
    connection: String,
) -> Answer<BTreeMap<String, String>> {
    shell.take_drafts(&connection).await
}

#[tauri::command]
pub async fn activity(shell: State<'_, Shell>) -> Answer<()> {
    shell.used();
    Ok(())
}

#[tauri::command]
pub async fn look_at_server(
    shell: State<'_, Shell>,
    address: String,
    authority: Option<String>,
) -> Answer<FoundServer> {
    shell.look(&address, authority).await
}

#[tauri::command]
pub async fn add_connection(
    shell: State<'_, Shell>,
    address: String,
    authority: Option<String>,
    fingerprint: Option<String>,
) -> Answer<ShellState> {
    shell
        .add_connection(address, authority, fingerprint.as_deref())
        .await
}

#[tauri::command]
pub async fn remove_connection(shell: State<'_, Shell>, connection: String) -> Answer<ShellState> {
    shell.remove_connection(&connection).await
}

#[tauri::command]
pub async fn change_connection(
    shell: State<'_, Shell>,
    connection: String,
    patch: ConnectionPatch,
) -> Answer<ShellState> {
    shell.change_connection(&connection, patch).await
}

#[tauri::command]
pub async fn look_again(shell: State<'_, Shell>, connection: String) -> Answer<FoundServer> {
    shell.look_again(&connection).await
}

#[tauri::command]
pub async fn trust_certificate(
    shell: State<'_, Shell>,
    connection: String,
    fingerprint: String,
) -> Answer<ShellState> {
    shell.trust_certificate(&connection, &fingerprint).await
}

#[tauri::command]
pub async fn try_now(shell: State<'_, Shell>, connection: String) -> Answer<ShellState> {
    shell.try_now(&connection).await
}

#[tauri::command]
pub async fn sign_up(
    shell: State<'_, Shell>,
    connection: String,
    form: NewAccountForm,
    invitation: Option<Secret>,
) -> Answer<ShellState> {
    shell.sign_up(&connection, form, invitation).await
}
