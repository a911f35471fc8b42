//! Where the key of an account's store is kept: the keychain, a file that a passphrase opens, or nowhere.

use crate::{
    key_file::{self, KeyFileProblem},
    keychain,
    refusal::{Answer, Refusal},
};
use latchkey_api::{Language, Secret, say};
use latchkey_engine::password;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A person's choice of where the key is kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", tag = "by", deny_unknown_fields)]
pub enum Keep {
    /// In the OS keychain.
    Keychain,
    /// In memory until the window closes; the recovery key is asked for at every start.
    Session,
    /// In a file beside the store, opened by a passphrase at every start.
    Passphrase {
        /// At least 12 characters.
        passphrase: Secret,
    },
}

impl Keep {
    /// The OS keychain has it.
    pub const fn in_keychain(&self) -> bool {
        matches!(self, Self::Keychain)
    }
}

/// Refuses a passphrase that is easy to guess: the file can be taken away and tried elsewhere.
pub fn require_good(choice: &Keep, language: Language) -> Answer<()> {
    let Keep::Passphrase { passphrase } = choice else {
        return Ok(());
    };
    let strength = password::assess(passphrase.expose(), &[], language);
    if strength.acceptable {
        return Ok(());
    }
    Err(Refusal {
        field: Some("passphrase".into()),
        ..Refusal::new("weak_password", strength.message)
    })
}

/// Keeps the key as chosen. When this fails, nothing is kept.
pub async fn keep(
    folder: &Path,
    account: &str,
    key: &[u8; 32],
    choice: &Keep,
    language: Language,
) -> Answer<()> {
    require_good(choice, language)?;
    match choice {
        Keep::Keychain => {
            keychain::set(account, key)
                .await
                .map_err(|p| p.refusal(language))?;
            forget_file(folder, account, language)
        }
        Keep::Session => forget_file(folder, account, language),
        Keep::Passphrase { passphrase } => {
            let (path, account) = (key_file_of(folder, account), account.to_owned());
            let (key, passphrase) = (Zeroizing::new(*key), passphrase.clone());
            apart(
                move || key_file::write(&path, &account, key.as_ref(), passphrase.expose()),
                language,
            )
            .await
        }
    }
}

/// An earlier passphrase opens nothing any more once another way was chosen.
fn forget_file(folder: &Path, account: &str, language: Language) -> Answer<()> {
    match std::fs::remove_file(key_file_of(folder, account)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(KeyFileProblem::Disk(error).refusal(language))
        }
        _ => Ok(()),
    }
}

/// The key out of the keychain, unless the account is one that a passphrase opens.
pub async fn from_keychain(
    folder: &Path,
    account: &str,
    language: Language,
) -> Answer<Zeroizing<Vec<u8>>> {
    if key_file_of(folder, account).exists() {
        let words = say(
            language,
            "Enter the passphrase of this account.",
            "このアカウントのパスフレーズを入力してください。",
        );
        return Err(Refusal::new("passphrase_needed", words));
    }
    keychain::get(account)
        .await
        .map_err(|p| p.refusal(language))
}

/// The key out of the file.
pub async fn from_passphrase(
    folder: &Path,
    account: &str,
    passphrase: &Secret,
    language: Language,
) -> Answer<Zeroizing<Vec<u8>>> {
    let (path, account, passphrase) = (
        key_file_of(folder, account),
        account.to_owned(),
        passphrase.clone(),
    );
    apart(
        move || key_file::read(&path, &account, passphrase.expose()),
        language,
    )
    .await
}

/// The file that a passphrase opens.
pub fn key_file_of(folder: &Path, account: &str) -> PathBuf {
    folder.join(format!("{account}.key"))
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeyFileProblem> + Send + 'static,
    language: Language,
) -> Answer<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(problem)) => Err(problem.refusal(language)),
        Err(_) => Err(KeyFileProblem::Damaged.refusal(language)),
    }
}

impl KeyFileProblem {
    fn refusal(&self, language: Language) -> Refusal {
        let (code, en, ja) = match self {
            Self::WrongPassphrase => (
                "wrong_passphrase",
                "That passphrase does not open this account. Nothing was changed.",
                "このパスフレーズではアカウントを開けません。何も変更されていません。",
            ),
            Self::Damaged => (
                "key_gone",
                "The file that holds this account's key is damaged. The account is safe: the recovery key opens it.",
                "アカウントの鍵のファイルが壊れています。アカウントは無事です。復旧キーで開けます。",
            ),
            Self::Disk(error) => {
                tracing::warn!(kind = ?error.kind(), "key file");
                (
                    "folder_unwritable",
                    "Latchkey's folder cannot be read or written. Check the disk and its permissions. Nothing was changed.",
                    "Latchkeyのフォルダーを読み書きできません。ディスクと権限を確認してください。何も変更されていません。",
                )
            }
        };
        Refusal::new(code, say(language, en, ja))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_earlier_passphrase_goes_with_the_choice_of_another_way() {
        let folder = tempfile::tempdir().unwrap();
        let (account, language) = ("OP0000000001", Language::En);
        let choice = Keep::Passphrase {
            passphrase: "five plain words in here".into(),
        };
        let keep =
            async |choice: &Keep| keep(folder.path(), account, &[7; 32], choice, language).await;
        keep(&choice).await.unwrap();
        assert!(key_file_of(folder.path(), account).exists());
        keep(&Keep::Session).await.unwrap();
        assert!(!key_file_of(folder.path(), account).exists());
        keep(&Keep::Session).await.unwrap();
    }

    // whoever opens an account with its recovery key chooses anew
    #[tokio::test]
    async fn a_passphrase_that_is_easy_to_guess_keeps_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for passphrase in ["", "password1234"] {
            let choice = Keep::Passphrase {
                passphrase: passphrase.into(),
            };
            let refusal = keep(
                folder.path(),
                "OP0000000001",
                &[7; 32],
                &choice,
                Language::En,
            )
            .await
            .unwrap_err();
            assert_eq!(refusal.code, "weak_password");
            assert_eq!(refusal.field.as_deref(), Some("passphrase"));
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
