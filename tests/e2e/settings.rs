//! Language, theme and text size: at once, and still so after a restart.

use anyhow::{Result, ensure};
use latchkey_tests::{desktop::Keychain, story::Story};

use crate::steps;

#[tokio::test]
async fn language_theme_and_text_size_change_at_once_and_stay() -> Result<()> {
    Story::tell(Keychain::Open, async |story| {
        steps::first_run(story).await?;
        let app = story.app()?;
        app.click("nav-settings").await?;
        app.click("settings-appearance").await?;
        app.accessible("appearance").await?;
        app.click("theme-dark").await?;
        app.becomes("the window is dark", async |app| {
            Ok(app.script("return document.documentElement.dataset.theme").await? == "dark")
        })
        .await?;
        app.click("text-size-125").await?;
        app.becomes("the text is larger", async |app| {
            let size = app.script("return parseFloat(getComputedStyle(document.documentElement).fontSize)").await?;
            Ok(size.as_f64().unwrap_or_default() >= 19.5)
        })
        .await?;
        app.click("language").await?;
        app.press("日本語").await?;
        app.reads("表示と言語").await?;
        app.accessible("appearance in Japanese").await?;
        story.restart().await?;
        let app = story.app()?;
        app.reads("サインイン").await?;
        let kept = app
            .script("return [document.documentElement.dataset.theme, document.documentElement.lang, parseFloat(getComputedStyle(document.documentElement).fontSize)]")
            .await?;
        ensure!(kept == serde_json::json!(["dark", "ja", 20]), "kept {kept}");
        Ok(())
    })
    .await
}
