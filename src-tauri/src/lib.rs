//! The desktop shell: accounts on this computer and on servers, the keychain, the lock, preferences, and one command through
//! which the window asks for operations. What an operation does is the engine's business; what it looks like, the
//! UI's. Tokens and keys stay on this side.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing))]
// Tauri hands a command its arguments by value
#![allow(clippy::needless_pass_by_value)]

mod account;
mod backend;
mod commands;
mod demo;
mod drafts;
mod folder;
mod idle;
mod keeping;
mod kept;
mod key_file;
mod keychain;
mod link;
mod preferences;
mod proof;
mod refusal;
mod server;
mod sheet;
mod shell;
mod vault;
mod view;
mod worker;

use shell::Shell;
use std::time::Duration;
use tauri::Manager;

/// How often, and how far apart, to try again while a first instance is on its way out, or this one on its way in.
const TRIES: u32 = 20;
const APART: Duration = Duration::from_millis(500);

/// Opens the window and runs until it is closed. Ends the process with 1 when that cannot be.
#[allow(clippy::exit, reason = "there is nothing to go back to")]
pub fn run() {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    no_core_dumps();
    for _ in 0..TRIES {
        match application().build(tauri::generate_context!()) {
            Ok(app) => return app.run(until_the_end),
            // an instance that is ending still has the name, and does not answer any more
            Err(tauri::Error::PluginInitialization(plugin, why)) if plugin == "single-instance" => {
                tracing::info!(why, "another instance is on its way out");
                std::thread::sleep(APART);
            }
            Err(error) => {
                eprintln!("Latchkey cannot open its window: {error}");
                std::process::exit(1);
            }
        }
    }
    eprintln!("Latchkey is running already and does not answer. End it, then start again.");
    std::process::exit(1);
}

/// The window's program, without its window yet.
fn application() -> tauri::Builder<tauri::Wry> {
    let arguments: Vec<String> = std::env::args_os()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let demo = arguments.iter().any(|argument| argument == "--demo");
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            focus(app);
            open_link(app, link::among(&arguments));
        }))
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .setup(move |app| {
            let shell = Shell::start(app.handle(), demo)?;
            app.manage(shell);
            idle::watch(app.handle().clone());
            open_link(app.handle(), link::among(&arguments));
            Ok(())
        })
        .invoke_handler(tauri::generate_handler![
            commands::state,
            commands::create_account,
            commands::save_recovery_sheet,
            commands::print_recovery_sheet,
            commands::recovery_saved,
            commands::open_account,
            commands::select_connection,
            commands::sign_in,
            commands::sign_in_again,
            commands::sign_out,
            commands::lock,
            commands::unlock,
            commands::call,
            commands::set_preferences,
            commands::password_strength,
            commands::suggest_passphrase,
            commands::copy_text,
            commands::keep_draft,
            commands::take_drafts,
            commands::activity,
            commands::look_at_server,
            commands::add_connection,
            commands::remove_connection,
            commands::change_connection,
            commands::look_again,
            commands::trust_certificate,
            commands::try_now,
            commands::sign_up,
            commands::cancel_call,
            commands::call_public,
            commands::mail_token,
            commands::use_mail_token,
            commands::forget_mail_token,
        ])
}

fn until_the_end(app: &tauri::AppHandle, event: tauri::RunEvent) {
    // there a link is no argument of a new process
    #[cfg(target_os = "macos")]
    if let tauri::RunEvent::Opened { urls } = &event {
        focus(app);
        open_link(app, link::among(urls));
    }
    if matches!(event, tauri::RunEvent::Exit)
        && let Some(shell) = app.try_state::<Shell>()
    {
        shell.end();
    }
}

/// Hands a link out of a mail to the shell, which keeps it for the person at the window.
fn open_link(app: &tauri::AppHandle, link: Option<Result<link::MailLink, link::NoLink>>) {
    let Some(link) = link else { return };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        // a link can come before the shell is there
        for _ in 0..TRIES {
            if let Some(shell) = app.try_state::<Shell>() {
                return shell.take_link(link).await;
            }
            tokio::time::sleep(APART).await;
        }
    });
}

/// A second start brings the first window to the front instead.
fn focus(app: &tauri::AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // each may fail on some desktop; the others still help
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// A core file would hold keys and tokens.
#[cfg(unix)]
fn no_core_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "core dumps stay on");
    }
}

#[cfg(not(unix))]
fn no_core_dumps() {}
