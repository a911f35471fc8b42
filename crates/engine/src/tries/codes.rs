//! The budget for codes out of mails that somebody enters who is not signed in: one of its own, so that nobody uses up the
//! one for passwords with it, or the other way round (R13, R31).

use super::{Account, Calling, Engine, FREE, Fault, Note, Try, audit, told};
use latchkey_api::{Code, Error, say};

impl Try {
    /// A code that strangers used up is still looked at for a source that is known, within its own budget: nobody
    /// elsewhere keeps the owner from the code (R18).
    pub(crate) const fn may_use_spent(&self) -> bool {
        self.known && self.failures <= FREE
    }
}

impl Engine {
    /// Counts a code as wrong before it is looked at, or refuses it during a pause.
    pub(crate) async fn count_code(
        &self,
        call: &Calling<'_>,
        account: &Account,
    ) -> Result<Try, Fault> {
        let key = budget(&account.key);
        let counted = self.count_try(&key, Some(&account.key), call).await;
        counted.map_err(|fault| match fault {
            Fault::Told(error) if error.code == Code::TooManyAttempts => paused(error, call).into(),
            other => other,
        })
    }

    /// It was right.
    pub(crate) async fn forgive_code(&self, counted: &Try, now: i64) -> Result<(), Fault> {
        self.forgive(counted, now).await
    }

    /// It was wrong: the row in the log, in the transaction that counts it against the message. What is told is the same
    /// for an account that does not exist, and so is the work.
    pub(crate) async fn keep_wrong_code(
        &self,
        mut tx: crate::Tx,
        call: &Calling<'_>,
        operation: &str,
        account: &Account,
        counted: &Try,
    ) -> Result<Error, Fault> {
        let wrong = Error::new(Code::WrongCode, call.language()).at("code");
        let error = told(wrong, counted.failures);
        // a transaction that writes nothing is faster than one that does: for everybody it writes this
        tx.sql("UPDATE sign_in_tries SET failures = failures WHERE account = $1 AND source = $2")
            .bind(counted.account.clone())
            .bind(counted.source.clone())
            .execute()
            .await?;
        if let Some(operator_id) = account.operator_id.clone() {
            let note = Note {
                operator_id: Some(operator_id),
                actor: Some(account.actor.clone()),
                ..Note::default()
            };
            let entry = audit::Entry::of(call.asked, call.who, operation, &note).refused(&error);
            audit::write(&mut tx, &entry).await?;
        }
        tx.commit().await?;
        Ok(error)
    }

    /// As [`Engine::forget_tries`], for codes.
    pub(crate) async fn forget_codes(
        &self,
        tx: &mut crate::Tx,
        account_key: &str,
        now: i64,
    ) -> Result<(), Fault> {
        self.forget_tries(tx, &budget(account_key), now).await
    }
}

fn budget(account_key: &str) -> String {
    format!("code\n{account_key}")
}

/// In words of its own: signing in with a password goes on.
fn paused(error: Error, call: &Calling<'_>) -> Error {
    let detail = error.detail.unwrap_or_default();
    let seconds = detail.retry_after_seconds.unwrap_or(0);
    let message = say(
        call.language(),
        format!(
            "Too many wrong codes. Codes are not looked at for {seconds} seconds. Wait, then try again."
        ),
        format!(
            "コードの誤りが多すぎます。{seconds}秒間コードを確認できません。時間をおいてもう一度お試しください。"
        ),
    );
    Error::with(Code::TooManyAttempts, message).detailed(*detail)
}
