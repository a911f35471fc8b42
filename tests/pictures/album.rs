//! Taking one page's pictures, and where they go.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use latchkey_tests::{app::App, desktop::Desktop, places};

const SIZES: [(u32, u32); 2] = [(1200, 800), (900, 640)];

pub struct Album {
    pub app: App,
    folder: PathBuf,
    language: &'static str,
}

impl Album {
    /// Opens the window and sets its language.
    pub async fn open(desktop: &Desktop, folder: &Path, language: &'static str) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let app = App::open(desktop, &[]).await?;
        app.at("welcome-local").await?;
        app.asks(
            "set_preferences",
            &format!("{{ patch: {{ language: {language:?} }} }}"),
        )
        .await?;
        app.script("location.reload()").await?;
        app.becomes("the language is set", async |app| {
            let is = app.script("return document.documentElement.lang").await?;
            Ok(is == language && app.shows("welcome-local").await?)
        })
        .await?;
        Ok(Self {
            app,
            folder: folder.to_path_buf(),
            language,
        })
    }

    /// What is on the screen now, in both themes and sizes.
    pub async fn take(&self, page: &str) -> Result<()> {
        for (width, height) in SIZES {
            self.resize(width, height).await?;
            for theme in ["light", "dark"] {
                self.theme(Some(theme)).await?;
                let png = self.app.web().screenshot_as_png().await?;
                let name = format!("{page}-{}-{theme}-{width}x{height}.png", self.language);
                fs::write(self.folder.join(name), png)?;
            }
        }
        self.theme(None).await?;
        self.resize(1200, 800).await
    }

    async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.app.web().set_window_rect(0, 0, width, height).await?;
        self.app
            .becomes("the window has its size", async |app| {
                let size = app.script("return [innerWidth, innerHeight]").await?;
                Ok(size == serde_json::json!([width, height]))
            })
            .await
    }

    async fn theme(&self, theme: Option<&str>) -> Result<()> {
        let script = "if (arguments[0]) document.documentElement.dataset.theme = arguments[0];
            else delete document.documentElement.dataset.theme;
            // a motion without an end, such as a spinner's, has none to go to
            for (const motion of document.getAnimations()) if (motion.effect?.getComputedTiming().endTime < Infinity) motion.finish();
            const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => done(null)));";
        self.app
            .web()
            .execute_async(script, vec![theme.into()])
            .await?;
        Ok(())
    }

    /// What stands in the pictures of this language.
    pub fn in_language(&self, en: &'static str, ja: &'static str) -> &'static str {
        if self.language == "ja" { ja } else { en }
    }

    /// Goes to a page by its address.
    pub async fn go(&self, address: &str) -> Result<()> {
        self.app
            .script(&format!("location.hash = {address:?}"))
            .await?;
        Ok(())
    }
}

/// The README's own two, out of the album.
pub fn renew_docs(folder: &Path) -> Result<()> {
    let docs = places::root().join("docs");
    fs::create_dir_all(&docs)?;
    for (page, name) in [("03-users", "users"), ("11e-my-access", "my-access")] {
        let from = folder.join(format!("{page}-en-light-1200x800.png"));
        fs::copy(&from, docs.join(format!("{name}.png")))
            .with_context(|| from.display().to_string())?;
    }
    Ok(())
}
