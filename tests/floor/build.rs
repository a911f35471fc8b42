//! What every Tauri application does before it is compiled.

fn main() {
    tauri_build::build();
}
