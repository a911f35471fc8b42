//! The recovery sheet: saved as a file, printed, confirmed. The key leaves memory with the confirmation.

use super::Shell;
use crate::{
    folder,
    refusal::{Answer, Refusal},
    sheet,
    view::{Saved, ShellState},
};
use latchkey_api::say;
use tauri::WebviewWindow;
use tauri_plugin_dialog::DialogExt;
use zeroize::Zeroizing;

impl Shell {
    /// Asks where, and writes the sheet there, readable by its owner only.
    pub async fn save_recovery_sheet(&self, connection: &str) -> Answer<Saved> {
        let language = self.language();
        let (operator_id, text) = {
            let inner = self.inner.read().await;
            let account = inner.account(connection, language)?;
            account.owned(language)?;
            let key = account.recovery.as_ref().ok_or_else(|| {
                Refusal::new(
                    "key_gone",
                    say(
                        language,
                        "The recovery key is shown only until it is confirmed as saved.",
                        "復旧キーは、保存を確認するまでの間だけ表示されます。",
                    ),
                )
            })?;
            let name = self.preferences.memory(connection).name.unwrap_or_default();
            let text = Zeroizing::new(sheet::text(
                language,
                &account.operator_id(),
                &name,
                key.expose(),
            ));
            (account.operator_id(), text)
        };
        let (tell, chosen) = tokio::sync::oneshot::channel();
        self.app
            .dialog()
            .file()
            .set_file_name(sheet::file_name(language, &operator_id))
            .save_file(move |file| {
                // the window may be gone by now
                let _ = tell.send(file);
            });
        let Ok(Some(file)) = chosen.await else {
            return Ok(Saved {
                saved: false,
                file_name: None,
            });
        };
        let unwritten = || {
            Refusal::new(
                "folder_unwritable",
                say(
                    language,
                    "The sheet could not be written there. Choose another folder.",
                    "その場所には保存できませんでした。別のフォルダーを選んでください。",
                ),
            )
        };
        let path = file.into_path().map_err(|_| unwritten())?;
        folder::write_private(&path, text.as_bytes()).map_err(|_| unwritten())?;
        Ok(Saved {
            saved: true,
            file_name: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned()),
        })
    }

    /// Prints what the window shows; the page has a style for paper.
    pub fn print(&self, window: &WebviewWindow) -> Answer<()> {
        window.print().map_err(|_| {
            Refusal::new(
                "unprinted",
                say(
                    self.language(),
                    "Printing did not start. Save the sheet as a file instead.",
                    "印刷を開始できませんでした。代わりにファイルとして保存してください。",
                ),
            )
        })
    }

    /// The person has the sheet: the key is not needed here any more.
    pub async fn recovery_saved(&self, connection: &str) -> Answer<ShellState> {
        let language = self.language();
        {
            let mut inner = self.inner.write().await;
            let account = inner.account_mut(connection, language)?;
            account.owned(language)?;
            account.recovery = None;
        }
        self.preferences
            .remember(connection, |memory| memory.recovery_open = false);
        Ok(self.announce().await)
    }
}
