//! What goes wrong inside, on its way to words that people read. Nothing of the store's own texts gets there (R84).

use latchkey_api::{Code, Detail, Error, Language, say};

/// Why an operation did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Told already.
    #[error("{0}")]
    Told(Error),
    /// Told in the code's own words.
    #[error("{0:?}")]
    Code(Code),
    /// Told in the code's own words, about a field.
    #[error("{0:?} at {1}")]
    At(Code, &'static str),
    /// Too many passwords are being checked or made at once.
    #[error("too many passwords at once")]
    Crowded,
    /// The store failed.
    #[error("store: {0}")]
    Store(#[from] sqlx::Error),
    /// The store failed while it made a change last: nobody knows whether it did.
    #[error("commit: {0}")]
    Unsettled(sqlx::Error),
    /// The audit row could not be written, so nothing was changed (R85).
    #[error("audit: {0}")]
    Audit(sqlx::Error),
    /// Something that cannot be.
    #[error("bug: {0}")]
    Bug(&'static str),
}

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Self::Code(code)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Told(error)
    }
}

impl Fault {
    /// In the caller's language. What is no one's business goes to the log under the incident's name.
    pub(crate) fn told(self, language: Language, operation: &str, request: &str) -> Error {
        let mut words = None;
        let code = match self {
            Self::Told(error) => return error,
            Self::Code(code) => return Error::new(code, language),
            Self::At(code, field) => return Error::new(code, language).at(field),
            Self::Crowded => return crowded(language),
            Self::Store(ref error) => of_store(error),
            Self::Unsettled(ref error) => {
                let code = of_store(error);
                words = (code == Code::StoreUnavailable).then(|| unsettled(language));
                code
            }
            Self::Audit(_) => Code::StoreUnavailable,
            Self::Bug(_) => Code::Internal,
        };
        tracing::error!(operation, incident = request, fault = %self, "an operation failed");
        let mut error = Error::new(code, language);
        if let Some(words) = words {
            words.clone_into(&mut error.message);
        }
        error.incident = Some(request.to_owned());
        error
    }
}

/// "Nothing was changed" would be a guess. The same request with its idempotency key finds out, and does it once.
const fn unsettled(language: Language) -> &'static str {
    match language {
        Language::En => {
            "The account's data went out of reach while this was saved. It may be saved or not: look before you do it again."
        }
        Language::Ja => {
            "保存の途中でアカウントのデータに接続できなくなりました。保存されたかどうかは分かりません。やり直す前に内容を確認してください。"
        }
    }
}

fn crowded(language: Language) -> Error {
    let message = say(
        language,
        "Too many people are signing in or changing passwords at the moment. Nothing was changed. Try again in a few seconds.",
        "サインインやパスワードの変更が集中しています。何も変更されていません。数秒待ってからもう一度お試しください。",
    );
    Error::with(Code::TooManyAttempts, message).detailed(Detail {
        retry_after_seconds: Some(2),
        ..Detail::default()
    })
}

fn of_store(error: &sqlx::Error) -> Code {
    let code = match error {
        sqlx::Error::PoolTimedOut => return Code::Busy,
        sqlx::Error::Io(_)
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Tls(_) => return Code::StoreUnavailable,
        sqlx::Error::Database(inner) => inner
            .code()
            .map(std::borrow::Cow::into_owned)
            .unwrap_or_default(),
        _ => return Code::Internal,
    };
    // PostgreSQL's codes have five characters, SQLite's are numbers with the kind in the low byte
    match (code.len() == 5, code.as_str()) {
        (true, "25P03" | "40001" | "40P01" | "55P03" | "57014" | "53300") => Code::Busy,
        (true, "25006") => Code::ReadOnly,
        (true, other)
            if other.starts_with("08")
                || other.starts_with("53")
                || other.starts_with("57")
                || other.starts_with("58") =>
        {
            Code::StoreUnavailable
        }
        // a NUL in a text
        (true, "22021") => Code::BadRequest,
        (true, _) => Code::Internal,
        (false, _) => match code.parse::<i64>().map(|code| code & 0xff) {
            Ok(5 | 6) => Code::Busy,
            Ok(8) => Code::ReadOnly,
            Ok(7 | 10 | 11 | 13 | 14 | 26) => Code::StoreUnavailable,
            _ => Code::Internal,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(fault: Fault) -> String {
        fault.told(Language::En, "User:createUser", "1").message
    }

    // F11
    #[test]
    fn what_nobody_knows_is_not_claimed() {
        let gone = || sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into());
        assert!(message(Fault::Store(gone())).contains("Nothing was changed"));
        assert!(message(Fault::Audit(gone())).contains("Nothing was changed"));
        assert!(message(Fault::Unsettled(gone())).contains("may be saved or not"));
        // no connection was there to lose
        let busy = message(Fault::Unsettled(sqlx::Error::PoolTimedOut));
        assert!(busy.contains("Nothing was changed"));
    }
}
