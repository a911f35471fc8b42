//! `--demo`: a throw-away account with a dozen people in it, so that a newcomer sees a living application. It is
//! made through the same commands as a real one, in a folder that goes with the window.

use crate::{
    keeping::Keep,
    shell::{NewAccountForm, Shell},
};
use latchkey_api::{CreateUser, ListTemplates, Operation, PermissionTemplate, Secret};
use latchkey_engine::{Randomness as _, SystemRandomness};
use serde_json::json;
use std::{
    io,
    path::{Path, PathBuf},
};
use tokio::sync::Mutex;

/// User name, person, template, whether there is a password.
const PEOPLE: [(&str, &str, Option<&str>, bool); 12] = [
    ("d.reyes", "Daniel Reyes", Some("administrator"), true),
    ("m.sato", "Mei Sato", Some("billing"), true),
    ("y.tanaka", "Yui Tanaka", Some("billing"), true),
    ("k.mori", "Kenji Mori", Some("billing"), true),
    ("p.nair", "Priya Nair", Some("operate"), true),
    ("t.silva", "Tomás Silva", Some("read_only"), true),
    ("h.okada", "Hana Okada", Some("people"), true),
    ("l.meyer", "Lucas Meyer", Some("operate"), true),
    ("r.ito", "Ren Ito", Some("billing"), false),
    ("s.lindqvist", "Sofia Lindqvist", Some("read_only"), true),
    ("invoice-export", "Invoice export", Some("billing"), false),
    ("a.hayashi", "Aiko Hayashi", None, false),
];

/// The demonstration's folder; dropping it removes everything.
pub struct Place {
    folder: PathBuf,
    filled: Mutex<bool>,
}

impl Place {
    pub fn make() -> io::Result<Self> {
        let mut id = [0; 8];
        SystemRandomness.fill(&mut id);
        let folder =
            std::env::temp_dir().join(format!("latchkey-demo-{:016x}", u64::from_le_bytes(id)));
        std::fs::create_dir(&folder)?;
        Ok(Self {
            folder,
            filled: Mutex::new(false),
        })
    }

    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Makes the account and its people, the first time.
    pub async fn fill(&self, shell: &Shell) {
        let mut filled = self.filled.lock().await;
        if std::mem::replace(&mut *filled, true) {
            return;
        }
        if let Err(refusal) = people(shell).await {
            tracing::error!(code = refusal.code, "the demonstration is not complete");
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // left to the system's own cleaning when it fails
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn people(shell: &Shell) -> Result<(), crate::refusal::Refusal> {
    let form = NewAccountForm {
        name: "Kitahama Trading".to_owned(),
        email: "haruka@kitahama.example".to_owned(),
        password: Secret::from(Shell::suggest_passphrase()),
    };
    let account = shell.create_account(form, Keep::Session).await?;
    let Some(id) = account.state.current else {
        return Ok(());
    };
    shell.recovery_saved(&id).await?;
    let templates = shell
        .call(&id, ListTemplates::NAME, json!({}), None)
        .await?;
    let templates: Vec<PermissionTemplate> = serde_json::from_value(templates).unwrap_or_default();
    for (user_name, person, template, password) in PEOPLE {
        let document = templates
            .iter()
            .find(|known| Some(known.id.as_str()) == template)
            .map(|known| &known.document);
        let request = json!({
            "operatorId": account.operator_id,
            "userName": user_name,
            "description": person,
            "permission": document,
            "password": password.then(Shell::suggest_passphrase),
            "mustChangePassword": password,
        });
        shell.call(&id, CreateUser::NAME, request, None).await?;
    }
    Ok(())
}
