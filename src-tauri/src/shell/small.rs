//! What the window needs besides accounts: passwords judged and suggested, copying, drafts.

use super::Shell;
use crate::{
    refusal::{Answer, Refusal},
    view::Strength,
};
use latchkey_api::{Secret, say};
use latchkey_engine::{SystemRandomness, password};
use std::{collections::BTreeMap, sync::PoisonError, time::Duration};
use tauri::AppHandle;
use tauri_plugin_clipboard_manager::ClipboardExt;
use zeroize::Zeroizing;

/// How long a secret stays in the clipboard.
const CLIPBOARD: Duration = Duration::from_mins(1);

impl Shell {
    /// How strong a password is, in the window's language.
    pub fn assess(&self, secret: &Secret, context: &[String]) -> Strength {
        let context: Vec<&str> = context.iter().take(8).map(String::as_str).collect();
        let password::Assessment {
            score,
            acceptable,
            message,
        } = password::assess(secret.expose(), &context, self.language());
        Strength {
            score,
            acceptable,
            message,
        }
    }

    /// Words that are easy to type and hard to guess.
    pub fn suggest_passphrase() -> String {
        password::suggest_passphrase(&SystemRandomness)
            .as_str()
            .to_owned()
    }

    /// Copies a text. A secret is taken back after a minute, unless something else was copied meanwhile.
    pub fn copy(&self, app: &AppHandle, text: String, secret: bool) -> Answer<()> {
        app.clipboard().write_text(&text).map_err(|_| {
            let words = say(
                self.language(),
                "Nothing was copied. Select the text and copy it yourself.",
                "コピーできませんでした。文字を選択してコピーしてください。",
            );
            Refusal::new("not_copied", words)
        })?;
        let text = secret.then(|| Zeroizing::new(text));
        if let Some(text) = text.clone() {
            let app = app.clone();
            tauri::async_runtime::spawn(async move {
                tokio::time::sleep(CLIPBOARD).await;
                take_back(&app, &text);
            });
        }
        *self.copied.lock().unwrap_or_else(PoisonError::into_inner) = text;
        Ok(())
    }

    /// A secret does not stay in the clipboard when the application ends before its minute is over.
    pub(super) fn clear_clipboard(&self) {
        let copied = self
            .copied
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(text) = copied {
            take_back(&self.app, &text);
        }
    }

    /// Keeps an unsaved edit for the person who is signed in, also while she is locked out of the window.
    pub async fn keep_draft(&self, connection: &str, key: &str, text: String) -> Answer<()> {
        let language = self.language();
        let mut inner = self.inner.write().await;
        let session = inner
            .known(connection, language)?
            .session
            .as_ref()
            .ok_or_else(|| Refusal::not_signed_in(language))?;
        let person = session.identity.user_name().map(str::to_owned);
        if inner.drafts.keep(connection, person.as_deref(), key, text) {
            return Ok(());
        }
        let words = say(
            language,
            "Too much is unsaved. Save or discard something first.",
            "保存されていない変更が多すぎます。先に保存するか破棄してください。",
        );
        Err(Refusal::new("too_large", words))
    }

    /// Gives the unsaved edits back.
    pub async fn take_drafts(&self, connection: &str) -> Answer<BTreeMap<String, String>> {
        let language = self.language();
        let mut inner = self.inner.write().await;
        let session = inner
            .account(connection, language)?
            .session
            .as_ref()
            .filter(|session| !session.expired);
        let person = session
            .ok_or_else(|| Refusal::not_signed_in(language))?
            .identity
            .user_name()
            .map(str::to_owned);
        Ok(inner.drafts.take(connection, person.as_deref()))
    }
}

/// Clears the clipboard, if this is still what it holds.
fn take_back(app: &AppHandle, text: &str) {
    if app.clipboard().read_text().is_ok_and(|now| now == text)
        && let Err(error) = app.clipboard().clear()
    {
        tracing::warn!(%error, "the clipboard was not cleared");
    }
}
