//! What a person does at the window: look, press, type. Everything waits for what it needs and
//! fails with what was there instead.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use thirtyfour::prelude::*;

use crate::app::App;

/// How long a page may take on a busy machine. A password hash alone takes a tenth of a second.
const PATIENCE: Duration = Duration::from_secs(15);
const GLANCE: Duration = Duration::from_millis(40);
/// How often a field is typed into until it holds what was typed.
const FILLS: u32 = 3;

impl App {
    /// The element with this `data-testid`, once it is visible.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn at(&self, id: &str) -> Result<WebElement> {
        self.visible(&format!("[data-testid={id:?}]")).await
    }

    /// The first visible element that a CSS selector finds.
    ///
    /// # Errors
    /// When none comes.
    pub async fn visible(&self, selector: &str) -> Result<WebElement> {
        let start = Instant::now();
        loop {
            for element in self
                .web()
                .find_all(By::Css(selector))
                .await
                .unwrap_or_default()
            {
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(element);
                }
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "{selector} did not come; the page reads:\n{}",
                    self.words().await?
                );
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Presses it, once it can be pressed and nothing lies over it.
    ///
    /// # Errors
    /// When it stays disabled or covered.
    pub async fn click(&self, id: &str) -> Result<()> {
        self.click_on(&format!("[data-testid={id:?}]")).await
    }

    /// Presses the first visible element that a CSS selector finds.
    ///
    /// # Errors
    /// When it stays disabled or covered.
    pub async fn click_on(&self, selector: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            let element = self.visible(selector).await?;
            let enabled = can_be_pressed(&element).await;
            // replaced while it was looked at, or still covered: look again
            if enabled && element.click().await.is_ok() {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "{selector} could not be pressed (enabled: {enabled}):\n{}",
                    self.words().await?
                );
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Whether the element with this `data-testid` can be pressed now.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn can_press(&self, id: &str) -> Result<bool> {
        Ok(can_be_pressed(&self.at(id).await?).await)
    }

    /// Presses the button, link, tab or menu item that is called `name`.
    ///
    /// # Errors
    /// When there is none to press.
    pub async fn press(&self, name: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            for element in self.named(name).await? {
                if can_be_pressed(&element).await && element.click().await.is_ok() {
                    return Ok(());
                }
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "nothing called {name:?} to press; the page reads:\n{}",
                    self.words().await?
                );
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Visible things to press whose text or label is exactly `name`.
    async fn named(&self, name: &str) -> Result<Vec<WebElement>> {
        let script = r"
            const kinds = 'button, a, [role=button], [role=link], [role=tab], [role=menuitem], [role=menuitemradio], [role=option], [role=radio], [role=switch], label, summary';
            const plain = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
            // a key cap inside a button is not part of its name
            const text = (one) => { const copy = one.cloneNode(true); copy.querySelectorAll('kbd, svg').forEach((part) => part.remove()); return plain(copy.textContent); };
            return [...document.querySelectorAll(kinds)].filter((one) =>
                one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert]') &&
                (text(one) === arguments[0] || plain(one.getAttribute('aria-label')) === arguments[0]));";
        let found = self.web().execute(script, vec![name.into()]).await?;
        Ok(found.elements().unwrap_or_default())
    }

    /// Replaces what a field holds. Not `clear`: the driver's own fires no input event.
    ///
    /// # Errors
    /// When the field does not come or does not take it.
    pub async fn fill(&self, id: &str, text: &str) -> Result<()> {
        self.fill_in(&format!("[data-testid={id:?}]"), text).await
    }

    /// Replaces what the field that a CSS selector finds holds.
    ///
    /// # Errors
    /// When the field does not come or does not take it.
    pub async fn fill_in(&self, selector: &str, text: &str) -> Result<()> {
        let mut held = String::new();
        // a form that has just come may still be filling in what it remembers: look, and type over it
        for _ in 0..FILLS {
            let field = self.visible(selector).await?;
            replace(&field, text).await?;
            held = field.prop("value").await?.unwrap_or_default();
            if held == text {
                return Ok(());
            }
        }
        // a secret stays out of the message
        bail!(
            "{selector} holds {} characters of {}",
            held.len(),
            text.len()
        )
    }

    /// Replaces what the field with this label holds.
    ///
    /// # Errors
    /// When there is no such field, or it does not take the text.
    pub async fn type_into(&self, label: &str, text: &str) -> Result<()> {
        let field = self.field(label).await?;
        replace(&field, text).await?;
        let held = field.prop("value").await?.unwrap_or_default();
        // a secret stays out of the message
        ensure!(
            held == text,
            "{label:?} holds {} characters of {}",
            held.len(),
            text.len()
        );
        Ok(())
    }

    /// What the field with this label holds.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn held_by(&self, label: &str) -> Result<String> {
        Ok(self
            .field(label)
            .await?
            .prop("value")
            .await?
            .unwrap_or_default())
    }

    /// The visible field that a label names.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn field(&self, label: &str) -> Result<WebElement> {
        let start = Instant::now();
        loop {
            if let Some(field) = self.field_now(label).await? {
                return Ok(field);
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "no field called {label:?}; the page reads:\n{}",
                    self.words().await?
                );
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// The visible field that a label names, if it is there now.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn field_now(&self, label: &str) -> Result<Option<WebElement>> {
        let script = r"
            const plain = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
            const named = (one) => plain(one.getAttribute('aria-label')) === arguments[0] ||
                [...(one.labels ?? [])].some((label) => { const copy = label.cloneNode(true);
                    copy.querySelectorAll('.opt').forEach((part) => part.remove()); return plain(copy.textContent) === arguments[0]; });
            return [...document.querySelectorAll('input, textarea, select')].filter((one) =>
                one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert]') && named(one));";
        let found = self.web().execute(script, vec![label.into()]).await?;
        Ok(found.elements().unwrap_or_default().into_iter().next())
    }

    /// What a command of the shell answers, asked past the page as a hostile script would: its output, or
    /// what it was rejected with. `arguments` is the text of a JavaScript object.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn asks(&self, command: &str, arguments: &str) -> Result<serde_json::Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
            window.__TAURI_INTERNALS__.invoke({command:?}, {arguments}).then(done, done);"
        );
        Ok(self
            .web()
            .execute_async(&script, vec![])
            .await?
            .json()
            .clone())
    }

    /// Keys to whatever has the focus.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> Result<()> {
        self.web().active_element().await?.send_keys(keys).await?;
        Ok(())
    }

    /// The text of an element.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn text(&self, id: &str) -> Result<String> {
        Ok(self.at(id).await?.text().await?)
    }

    /// Waits until the page reads so, anywhere.
    ///
    /// # Errors
    /// When it does not.
    pub async fn reads(&self, text: &str) -> Result<()> {
        self.becomes(&format!("the page reads {text:?}"), async |app| {
            Ok(app.words().await?.contains(text))
        })
        .await
    }

    /// Waits until the page no longer reads so.
    ///
    /// # Errors
    /// When it still does.
    pub async fn reads_no(&self, text: &str) -> Result<()> {
        self.becomes(&format!("the page no longer reads {text:?}"), async |app| {
            Ok(!app.words().await?.contains(text))
        })
        .await
    }

    /// Waits until no visible element has this `data-testid`.
    ///
    /// # Errors
    /// When one stays.
    pub async fn gone(&self, id: &str) -> Result<()> {
        self.becomes(&format!("{id} is gone"), async |app| {
            Ok(!app.shows(id).await?)
        })
        .await
    }

    /// Whether such an element is visible now.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn shows(&self, id: &str) -> Result<bool> {
        // in one question: an element that is found and then asked may be gone in between
        let script = "return [...document.querySelectorAll(`[data-testid=${JSON.stringify(arguments[0])}]`)]
            .some((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))";
        let shown = self.web().execute(script, vec![id.into()]).await?;
        Ok(shown.json().as_bool() == Some(true))
    }

    /// Waits until something holds.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn becomes(
        &self,
        what: &str,
        holds: impl AsyncFn(&Self) -> Result<bool>,
    ) -> Result<()> {
        self.becomes_within(PATIENCE, what, holds).await
    }

    /// Waits until something holds that takes its time.
    ///
    /// # Errors
    /// When it does not within `limit`.
    pub async fn becomes_within(
        &self,
        limit: Duration,
        what: &str,
        holds: impl AsyncFn(&Self) -> Result<bool>,
    ) -> Result<()> {
        let start = Instant::now();
        while !holds(self).await? {
            if start.elapsed() > limit {
                bail!(
                    "it did not become true that {what}; the page reads:\n{}",
                    self.words().await?
                );
            }
            tokio::time::sleep(GLANCE).await;
        }
        Ok(())
    }

    /// Everything that can be read in the window; nothing before there is a page.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn words(&self) -> Result<String> {
        let read = self
            .web()
            .execute("return document.body?.innerText", vec![])
            .await?;
        Ok(read.json().as_str().unwrap_or_default().to_owned())
    }

    /// What a script in the page returns.
    ///
    /// # Errors
    /// When it throws.
    pub async fn script(&self, script: &str) -> Result<serde_json::Value> {
        Ok(self.web().execute(script, vec![]).await?.json().clone())
    }

    /// The hash part of the address: which page is shown.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn address(&self) -> Result<String> {
        let hash = self.script("return location.hash").await?;
        Ok(hash.as_str().context("no address")?.to_owned())
    }
}

/// Selects all and types over it, as a person does.
async fn replace(field: &WebElement, text: &str) -> Result<()> {
    field.send_keys(Key::Control + "a").await?;
    if text.is_empty() {
        field.send_keys(Key::Backspace + "").await?;
    } else {
        field.send_keys(text).await?;
    }
    Ok(())
}

/// A button with a reason for being off, or one that is busy, stays enabled to the browser and takes no press.
async fn can_be_pressed(element: &WebElement) -> bool {
    for attribute in ["aria-disabled", "aria-busy"] {
        if element.attr(attribute).await.ok().flatten().as_deref() == Some("true") {
            return false;
        }
    }
    element.is_enabled().await.unwrap_or(false)
}
