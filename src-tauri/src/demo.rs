//! `--demo`: a throw-away account with a dozen people in it, so that a newcomer sees a living application. It is
//! made through the same commands as a real one, in a folder that goes with the window.

use crate::{
    keeping::Keep,
    shell::{NewAccountForm, Shell},
};
use latchkey_api::{CreateUser, ListTemplates, Operation, PermissionTemplate, Secret};
use latchkey_engine::{Randomness as _, SystemRandomness};
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{
    io,
    path::{Path, PathBuf},
};
use tokio::sync::Mutex;

/// Everybody's password, the owner's too: the window says it, so that a newcomer can be anybody.
const PASSWORD: &str = "seven kites over a quiet harbour";

/// User name, person, template, how far they came.
const PEOPLE: [(&str, &str, Option<&str>, Sign); 12] = [
    (
        "d.reyes",
        "Daniel Reyes",
        Some("administrator"),
        Sign::InOnce,
    ),
    ("m.sato", "Mei Sato", Some("billing"), Sign::InOnce),
    ("y.tanaka", "Yui Tanaka", Some("billing"), Sign::InOnce),
    ("k.mori", "Kenji Mori", Some("billing"), Sign::Never),
    ("p.nair", "Priya Nair", Some("operate"), Sign::Never),
    ("t.silva", "Tomás Silva", Some("read_only"), Sign::Never),
    ("h.okada", "Hana Okada", Some("people"), Sign::Never),
    ("l.meyer", "Lucas Meyer", Some("operate"), Sign::Never),
    ("r.ito", "Ren Ito", Some("billing"), Sign::NoPassword),
    (
        "s.lindqvist",
        "Sofia Lindqvist",
        Some("read_only"),
        Sign::Never,
    ),
    (
        "invoice-export",
        "Invoice export",
        Some("billing"),
        Sign::NoPassword,
    ),
    ("a.hayashi", "Aiko Hayashi", None, Sign::NoPassword),
];

/// How far somebody came with signing in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    NoPassword,
    Never,
    InOnce,
}

/// The demonstration's folder.
pub struct Place {
    folder: PathBuf,
    filled: Mutex<bool>,
    shown: AtomicBool,
}

impl Place {
    pub fn make() -> io::Result<Self> {
        let mut id = [0; 8];
        SystemRandomness.fill(&mut id);
        let folder =
            std::env::temp_dir().join(format!("latchkey-demo-{:016x}", u64::from_le_bytes(id)));
        let mut builder = std::fs::DirBuilder::new();
        // the system's folder for temporary files is everybody's
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder)?;
        Ok(Self {
            folder,
            filled: Mutex::new(false),
            shown: AtomicBool::new(false),
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
        self.shown.store(true, Ordering::Release);
    }

    /// Whether the window may be told: not while people are still being made.
    pub fn is_shown(&self) -> bool {
        self.shown.load(Ordering::Acquire)
    }

    /// Takes everything away.
    pub fn remove(&self) {
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            tracing::warn!(kind = ?error.kind(), "the demonstration is left to the system's own cleaning");
        }
    }
}

async fn people(shell: &Shell) -> Result<(), crate::refusal::Refusal> {
    let form = NewAccountForm {
        name: "Kitahama Trading".to_owned(),
        email: "haruka@kitahama.example".to_owned(),
        password: Secret::from(PASSWORD),
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
    for (user_name, person, template, sign) in PEOPLE {
        let document = templates
            .iter()
            .find(|known| Some(known.id.as_str()) == template)
            .map(|known| &known.document);
        let request = json!({
            "operatorId": account.operator_id,
            "userName": user_name,
            "description": person,
            "permission": document,
            "password": (sign != Sign::NoPassword).then_some(PASSWORD),
            "mustChangePassword": sign == Sign::Never,
        });
        shell.call(&id, CreateUser::NAME, request, None).await?;
        if sign == Sign::InOnce {
            shell.visit(&id, user_name, Secret::from(PASSWORD)).await?;
        }
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    // R75: everybody may look into the folder for temporary files
    #[test]
    fn nobody_else_looks_into_the_demonstration() {
        let place = super::Place::make().unwrap();
        let mode = std::fs::metadata(place.path())
            .unwrap()
            .permissions()
            .mode();
        place.remove();
        assert_eq!(mode & 0o777, 0o700);
        assert!(!place.path().exists());
    }
}
