//! What a command answers instead of its result: the contract's error, or one of the shell's own kinds.

use crate::keychain::KeychainProblem;
use latchkey_api::{Code, Detail, Error, Language, say};
use serde::Serialize;
use ts_rs::TS;

/// An error as the window gets it: the contract's shape, with the shell's own codes beside the contract's.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Refusal {
    /// What the window acts on.
    pub code: String,
    /// What a person reads.
    pub message: String,
    /// The field it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Names the occurrence in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// More, as the contract has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Box<Detail>>,
}

/// What a command answers.
pub type Answer<T> = Result<T, Refusal>;

impl Refusal {
    /// One of the shell's own kinds.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            field: None,
            incident: None,
            detail: None,
        }
    }

    pub fn locked(language: Language) -> Self {
        Self::new(
            "locked",
            say(
                language,
                "Latchkey is locked. Enter your password to go on.",
                "Latchkeyはロックされています。続けるにはパスワードを入力してください。",
            ),
        )
    }

    pub fn unknown_connection(language: Language) -> Self {
        Self::new(
            "unknown_connection",
            say(
                language,
                "This account is not on this computer any more.",
                "このアカウントはこのコンピューターにありません。",
            ),
        )
    }

    pub fn not_signed_in(language: Language) -> Self {
        Error::new(Code::NotSignedIn, language).into()
    }
}

/// The code's word on the wire.
fn word(code: Code) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(word)) => word,
        _ => "unknown".to_owned(),
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self {
            code: word(error.code),
            message: error.message,
            field: error.field,
            incident: error.incident,
            detail: error.detail,
        }
    }
}

impl KeychainProblem {
    /// In words, with what to do.
    pub fn refusal(self, language: Language) -> Refusal {
        let (code, en, ja) = match self {
            Self::Missing => (
                "keychain_missing",
                "This computer has no keychain that Latchkey can use. Start or install one (on Linux: GNOME Keyring or KWallet), or choose another way to keep the key.",
                "このコンピューターには、Latchkeyが使えるキーチェーンがありません。キーチェーン (LinuxではGNOME KeyringまたはKWallet) を起動またはインストールするか、別の方法で鍵を保管してください。",
            ),
            Self::Locked => (
                "keychain_locked",
                "Your keychain is locked. Unlock it and try again.",
                "キーチェーンがロックされています。ロックを解除してからもう一度お試しください。",
            ),
            Self::Slow => (
                "keychain_slow",
                "Your keychain does not answer. It may be waiting for you to unlock it in another window.",
                "キーチェーンが応答しません。別のウィンドウでロックの解除を待っている可能性があります。",
            ),
            Self::Denied => (
                "keychain_denied",
                "Your keychain did not let Latchkey in. Allow it there and try again.",
                "キーチェーンがLatchkeyのアクセスを許可しませんでした。許可してからもう一度お試しください。",
            ),
            Self::NoEntry => (
                "key_gone",
                "Your keychain holds no key for this account. The account is safe: the recovery key opens it.",
                "キーチェーンにこのアカウントの鍵がありません。アカウントは無事です。復旧キーで開けます。",
            ),
        };
        Refusal::new(code, say(language, en, ja))
    }
}
