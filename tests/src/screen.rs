//! What a person does to the window from outside, and no driver can: the cross in its corner.

use anyhow::{Context, Result, ensure};
use x11rb::{
    connection::Connection as _,
    protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, MapState},
    rust_connection::RustConnection,
};

/// Asks the windows of a process to close, as a window manager does for whoever presses the cross.
///
/// # Errors
/// When it shows none that can be asked.
pub fn close_window(display: &str, process: u32) -> Result<()> {
    let (screen, number) = RustConnection::connect(Some(display))?;
    let name = |word: &str| -> Result<u32> {
        Ok(screen.intern_atom(false, word.as_bytes())?.reply()?.atom)
    };
    let (owner, protocols, delete) = (
        name("_NET_WM_PID")?,
        name("WM_PROTOCOLS")?,
        name("WM_DELETE_WINDOW")?,
    );
    let holds = |window: u32, property: u32, kind: AtomEnum, wanted: u32| -> Result<bool> {
        let found = screen
            .get_property(false, window, property, kind, 0, 64)?
            .reply()?;
        Ok(found
            .value32()
            .is_some_and(|mut all| all.any(|one| one == wanted)))
    };
    let root = screen.setup().roots.get(number).context("no screen")?.root;
    let mut asked = 0;
    for window in screen.query_tree(root)?.reply()?.children {
        let shown = screen.get_window_attributes(window)?.reply()?.map_state == MapState::VIEWABLE;
        if shown
            && holds(window, owner, AtomEnum::CARDINAL, process)?
            && holds(window, protocols, AtomEnum::ATOM, delete)?
        {
            let words = [delete, x11rb::CURRENT_TIME, 0, 0, 0];
            let message = ClientMessageEvent::new(32, window, protocols, words);
            screen
                .send_event(false, window, EventMask::NO_EVENT, message)?
                .check()?;
            asked += 1;
        }
    }
    ensure!(asked > 0, "process {process} shows no window");
    Ok(())
}
