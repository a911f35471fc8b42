//! Names the window's commands, so that nothing else in the program can be asked for from a page.
// The same list stands in src/lib.rs and capabilities/main.json; a test compares the three.
fn main() {
    let commands = tauri_build::AppManifest::new().commands(&[
        "state",
        "create_account",
        "save_recovery_sheet",
        "print_recovery_sheet",
        "recovery_saved",
        "open_account",
        "select_connection",
        "sign_in",
        "sign_in_again",
        "sign_out",
        "lock",
        "unlock",
        "call",
        "set_preferences",
        "password_strength",
        "suggest_passphrase",
        "copy_text",
        "keep_draft",
        "take_drafts",
        "activity",
        "look_at_server",
        "add_connection",
        "remove_connection",
        "change_connection",
        "look_again",
        "trust_certificate",
        "try_now",
        "sign_up",
        "cancel_call",
        "call_public",
        "mail_token",
        "use_mail_token",
        "forget_mail_token",
    ]);
    if let Err(error) =
        tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))
    {
        println!("cargo::error={error:#}");
    }
}
