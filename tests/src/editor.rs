//! Text that is pasted: into a field, and into the JSON editor of a user's permissions, which lives in a shadow root,
//! where its own styles are allowed.

use anyhow::Result;
use thirtyfour::prelude::*;

use crate::app::App;

const EDITOR: &str = "return document.querySelector('[data-testid=json-editor]')?.shadowRoot?.querySelector('.cm-content') ?? null";

impl App {
    /// Pastes over what a field holds.
    ///
    /// # Errors
    /// When the field does not come.
    pub async fn paste(&self, id: &str, text: &str) -> Result<()> {
        let field = self.at(id).await?;
        let script = "arguments[0].focus(); arguments[0].select();
            document.execCommand('insertText', false, arguments[1]);";
        self.web()
            .execute(script, vec![field.to_json()?, text.into()])
            .await?;
        Ok(())
    }

    /// Opens a user's permissions in the JSON view.
    ///
    /// # Errors
    /// When the editor does not come.
    pub async fn open_json(&self, user_name: &str) -> Result<()> {
        self.script(&format!(
            "location.hash = '#/users/{user_name}/permissions'"
        ))
        .await?;
        self.click("permissions-view-json").await?;
        self.becomes("the editor is there", async |app| {
            Ok(!app.script(EDITOR).await?.is_null())
        })
        .await
    }

    /// Replaces the whole document, pasted: the editor completes brackets that are typed.
    ///
    /// # Errors
    /// When there is no editor.
    pub async fn write_json(&self, text: &str) -> Result<()> {
        let editor = self.web().execute(EDITOR, vec![]).await?.element()?;
        editor.click().await?;
        self.keys(Key::Control + "a").await?;
        let script = "const editor = arguments[0];
            const data = new DataTransfer(); data.setData('text/plain', arguments[1]);
            editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
        self.web()
            .execute(script, vec![editor.to_json()?, text.into()])
            .await?;
        Ok(())
    }

    /// What the editor holds.
    ///
    /// # Errors
    /// When there is no editor.
    pub async fn held_json(&self) -> Result<String> {
        let editor = self.web().execute(EDITOR, vec![]).await?.element()?;
        let script = "return [...arguments[0].querySelectorAll('.cm-line')].map((line) => line.textContent).join('\\n')";
        let held = self.web().execute(script, vec![editor.to_json()?]).await?;
        Ok(held.json().as_str().unwrap_or_default().to_owned())
    }
}
