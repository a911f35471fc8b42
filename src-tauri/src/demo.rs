//! `--demo`: a throw-away account with a dozen people in it, so that a newcomer sees a living application. It is
//! made through the same commands as a real one, in a folder that goes with the window.

use crate::{
    keeping::Keep,
    link,
    refusal::Answer,
    shell::{NewAccountForm, Shell},
};
use latchkey_api::{
    CreateUser, Email, EmailRole, IssueAddEmailToken, ListEmails, ListTemplates, MessageState,
    MessageText, Operation, OutboxPage, PermissionTemplate, ReadMessage, SearchOutbox, Secret,
    SetSystemNotification, VerifyAddEmailToken,
};
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

/// Addresses beside the owner's, and what they receive; the last one waits for its confirmation.
const ADDRESSES: [(&str, Option<EmailRole>); 3] = [
    ("haruka@mori-family.example", Some(EmailRole::Recovery)),
    ("accounts@kitahama.example", Some(EmailRole::Billing)),
    ("helpdesk@kitahama.example", None),
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

async fn people(shell: &Shell) -> Answer<()> {
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
    for (email, role) in ADDRESSES {
        let request = json!({"email": email, "password": PASSWORD});
        shell
            .call(&id, IssueAddEmailToken::NAME, request, None)
            .await?;
        if let Some(role) = role {
            confirm(shell, &id, &account.operator_id, email).await?;
            give(shell, &id, &account.operator_id, email, role).await?;
        }
    }
    Ok(())
}

/// Opens the link of the mail to this address, as its reader would: there is no mail server, so it is in the outbox.
async fn confirm(shell: &Shell, id: &str, operator_id: &str, email: &str) -> Answer<()> {
    let request = json!({"operatorId": operator_id, "state": MessageState::Waiting});
    let page = shell.call(id, SearchOutbox::NAME, request, None).await?;
    let page: Option<OutboxPage> = serde_json::from_value(page).ok();
    let messages = page.map(|page| page.messages).unwrap_or_default();
    let Some(message) = messages.into_iter().find(|message| message.to == email) else {
        return Ok(());
    };
    let request = json!({"operatorId": operator_id, "messageId": message.message_id});
    let read = shell.call(id, ReadMessage::NAME, request, None).await?;
    let text = serde_json::from_value(read).map(|read: MessageText| read.text);
    let words = text.ok();
    let mut words = words
        .iter()
        .flat_map(|text| text.expose().split_whitespace());
    let Some(link) = words.find_map(|word| link::read(word).ok()) else {
        return Ok(());
    };
    let request = json!({"token": link.token});
    shell
        .call(id, VerifyAddEmailToken::NAME, request, None)
        .await?;
    Ok(())
}

async fn give(
    shell: &Shell,
    id: &str,
    operator_id: &str,
    email: &str,
    role: EmailRole,
) -> Answer<()> {
    let request = json!({"operatorId": operator_id});
    let listed = shell.call(id, ListEmails::NAME, request, None).await?;
    let listed: Vec<Email> = serde_json::from_value(listed).unwrap_or_default();
    let ids: Vec<String> = listed
        .into_iter()
        .filter(|known| known.email == email)
        .map(|known| known.email_id)
        .collect();
    let request =
        json!({"operatorId": operator_id, "type": role, "emailIdList": ids, "password": PASSWORD});
    shell
        .call(id, SetSystemNotification::NAME, request, None)
        .await?;
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
