//! The floor: one window, one sentence, no commands, no plugins.

fn main() {
    let context = tauri::generate_context!();
    if let Err(error) = tauri::Builder::default().run(context) {
        eprintln!("The empty window could not be opened: {error}.");
    }
}
