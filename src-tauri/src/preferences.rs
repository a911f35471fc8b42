//! How this person likes the window, and what is remembered of each account. Nothing secret: it is a plain file.

use crate::{
    refusal::{Answer, Refusal},
    server::Record,
    view::{Color, Remembered, Tongue, Who},
};
use latchkey_api::Language;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{path::Path, sync::Arc};
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};
use ts_rs::TS;

/// How this person likes the window.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Preferences {
    pub language: LanguageChoice,
    pub theme: Theme,
    /// Per cent: 90, 100, 112 or 125.
    #[ts(type = "90 | 100 | 112 | 125")]
    pub text_size: u16,
    /// Rows of 36 instead of 44 pixels.
    pub compact: bool,
    /// Operation names beside their words.
    pub technical_names: bool,
    /// Shortcuts of one letter.
    pub single_keys: bool,
    /// Minutes without input until the window locks; 0 for never.
    #[ts(type = "0 | 1 | 5 | 10 | 15 | 30 | 60")]
    pub auto_lock_minutes: u16,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: LanguageChoice::System,
            theme: Theme::System,
            text_size: 100,
            compact: false,
            technical_names: false,
            single_keys: true,
            auto_lock_minutes: 10,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum LanguageChoice {
    System,
    En,
    Ja,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    System,
    Light,
    Dark,
}

/// What is remembered of an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Memory {
    /// The account's name when somebody was last signed in.
    pub name: Option<String>,
    pub remembered: Remembered,
    /// The recovery sheet was never confirmed as saved.
    pub recovery_open: bool,
    /// A mark that tells it apart from the others.
    pub color: Color,
    /// Changes are refused.
    pub read_only: bool,
    /// Who was signed in last, on a server: known again before it answers.
    pub who: Option<Who>,
}

const PREFERENCES: &str = "preferences";
const CURRENT: &str = "current";
const SERVERS: &str = "servers";
const LEFT: &str = "left";

/// The file behind them.
pub struct PreferenceFile(Arc<Store<Wry>>);

impl PreferenceFile {
    /// Opens the file, or starts with the defaults when there is none or it cannot be read.
    pub fn open(app: &AppHandle, folder: &Path) -> tauri_plugin_store::Result<Self> {
        Ok(Self(app.store(folder.join("preferences.json"))?))
    }

    pub fn preferences(&self) -> Preferences {
        self.get(PREFERENCES).unwrap_or_default()
    }

    /// Changes some of them; an unknown name or value changes none.
    pub fn change(&self, patch: Value) -> Answer<Preferences> {
        let unreadable = || {
            Refusal::new(
                "bad_request",
                "This preference does not exist. Nothing was changed.",
            )
        };
        let mut all = serde_json::to_value(self.preferences()).map_err(|_| unreadable())?;
        let (Value::Object(all_fields), Value::Object(fields)) = (&mut all, patch) else {
            return Err(unreadable());
        };
        all_fields.extend(fields);
        let changed: Preferences = serde_json::from_value(all).map_err(|_| unreadable())?;
        let sizes = [90, 100, 112, 125].contains(&changed.text_size);
        let minutes = [0, 1, 5, 10, 15, 30, 60].contains(&changed.auto_lock_minutes);
        if !sizes || !minutes {
            return Err(unreadable());
        }
        self.set(PREFERENCES, &changed);
        Ok(changed)
    }

    /// The account shown last.
    pub fn current(&self) -> Option<String> {
        self.get(CURRENT)
    }

    pub fn set_current(&self, id: Option<&str>) {
        self.set(CURRENT, &id);
    }

    pub fn memory(&self, id: &str) -> Memory {
        self.get(&key(id)).unwrap_or_default()
    }

    pub fn remember(&self, id: &str, change: impl FnOnce(&mut Memory)) {
        let mut memory = self.memory(id);
        change(&mut memory);
        self.set(&key(id), &memory);
    }

    /// Forgets all of it.
    pub fn forget(&self, id: &str) {
        self.0.delete(key(id));
        self.save();
    }

    /// The servers that connections were made to.
    pub fn servers(&self) -> Vec<Record> {
        self.get(SERVERS).unwrap_or_default()
    }

    /// Keeps a server in place of what was kept of it before.
    pub fn keep_server(&self, record: &Record) {
        let mut servers = self.servers();
        match servers.iter_mut().find(|known| known.id == record.id) {
            Some(known) => *known = record.clone(),
            None => servers.push(record.clone()),
        }
        self.set(SERVERS, &servers);
    }

    pub fn forget_server(&self, id: &str) {
        let mut servers = self.servers();
        servers.retain(|known| known.id != id);
        self.set(SERVERS, &servers);
    }

    /// UNIX milliseconds of the last use before the window closed; 0 if it was locked.
    pub fn left_at(&self) -> i64 {
        self.get(LEFT).unwrap_or_default()
    }

    pub fn leave(&self, at_ms: i64) {
        self.set(LEFT, &at_ms);
    }

    /// The window's language.
    pub fn tongue(&self) -> Tongue {
        match self.preferences().language {
            LanguageChoice::En => Tongue::En,
            LanguageChoice::Ja => Tongue::Ja,
            LanguageChoice::System => system_tongue(),
        }
    }

    pub fn language(&self) -> Language {
        match self.tongue() {
            Tongue::En => Language::En,
            Tongue::Ja => Language::Ja,
        }
    }

    fn get<T: for<'de> Deserialize<'de>>(&self, key: &str) -> Option<T> {
        self.0
            .get(key)
            .and_then(|value| serde_json::from_value(value).ok())
    }

    fn set<T: Serialize>(&self, key: &str, value: &T) {
        let Ok(value) = serde_json::to_value(value) else {
            return;
        };
        self.0.set(key, value);
        self.save();
    }

    fn save(&self) {
        // a full disk must not keep anybody from working: the preference holds until the window closes
        if let Err(error) = self.0.save() {
            tracing::warn!(%error, "preferences were not saved");
        }
    }
}

fn key(id: &str) -> String {
    format!("account {id}")
}

/// Japanese on a Japanese system, else English.
pub fn system_tongue() -> Tongue {
    match sys_locale::get_locale() {
        Some(locale) if locale.starts_with("ja") => Tongue::Ja,
        _ => Tongue::En,
    }
}
