//! Buttons that are off, and why: the reason is what a reader hears and a tooltip shows.

use anyhow::Result;

use crate::app::App;

impl App {
    /// Waits until the element with this `data-testid` cannot be pressed, and says why.
    ///
    /// # Errors
    /// When it stays as it is, or says something else.
    pub async fn is_off_because(&self, id: &str, reason: &str) -> Result<()> {
        let script =
            "const one = document.querySelector(`[data-testid=${JSON.stringify(arguments[0])}]`);
            const ids = (one?.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
            return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');";
        self.becomes(&format!("{id} is off because {reason:?}"), async |app| {
            let told = app.web().execute(script, vec![id.into()]).await?;
            let told = told.json().as_str().unwrap_or_default().contains(reason);
            Ok(told && !app.can_press(id).await?)
        })
        .await
    }
}
