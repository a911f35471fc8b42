//! The code of a mail instead of its link, entered by somebody who is not signed in. Unknown accounts, wrong codes,
//! expired ones and none at all are one answer, after the same work (R12).

use crate::{
    Calling, Engine, Fault, Tx,
    keys::hex,
    mail::token::{Found, normal, word},
    tries::{Account, Try},
};
use latchkey_api::{Code, Error, Operation as _, TokenPurpose, VerifyPasswordResetCode, say};
use subtle::ConstantTimeEq as _;

impl Engine {
    /// The token whose code this is. It is not used up yet.
    pub(super) async fn reset_code(
        &self,
        call: &Calling<'_>,
        op: &VerifyPasswordResetCode,
    ) -> Result<Found, Fault> {
        let named = self.named(call, op).await?;
        let subject = named.user.map_or_else(
            || if named.of_root { "" } else { "-" }.to_owned(),
            |(user_id, _)| user_id,
        );
        let counted = self.count_code(call, &named.account).await?;
        let mut tx = self.db().write(&self.lock_of(&named.account)).await?;
        let tokens = Tokens {
            operator_id: named.account.operator_id.as_deref().unwrap_or("-"),
            subject: &subject,
            purposes: if named.of_root {
                [TokenPurpose::ResetPassword, TokenPurpose::Recover]
            } else {
                [TokenPurpose::UserPassword, TokenPurpose::Invitation]
            },
        };
        let hash = self.inner.keys.mail_hash(&normal(op.code.expose()));
        if let Some(found) = tokens
            .of_code(&mut tx, &hash, &counted, call.now_ms())
            .await?
        {
            drop(tx);
            self.forgive_code(&counted, call.now_ms()).await?;
            return Ok(found);
        }
        tokens.count_wrong(&mut tx).await?;
        let operation = VerifyPasswordResetCode::NAME;
        let wrong = self
            .keep_wrong_code(tx, call, operation, &named.account, &counted)
            .await?;
        Err(wrong.into())
    }

    /// An account that does not exist is locked like one that does: by itself. What everybody who asks for a way back in
    /// waits for would be slow for the unknown ones only (R12).
    fn lock_of(&self, account: &Account) -> String {
        let of_nobody = || {
            let bucket = self.inner.keys.bucket(&["account", &account.key]);
            format!("code {}", hex(&bucket))
        };
        account.operator_id.clone().unwrap_or_else(of_nobody)
    }

    async fn named(
        &self,
        call: &Calling<'_>,
        op: &VerifyPasswordResetCode,
    ) -> Result<Named, Fault> {
        let (of_root, found) = match (&op.email, &op.operator_id, &op.user_name) {
            (Some(email), None, None) => (true, self.root_account(email).await?),
            (None, Some(operator_id), Some(name)) => {
                (false, self.user_account(operator_id, name).await?)
            }
            _ => {
                let message = say(
                    call.language(),
                    "Say whose code it is: an email address, or an operator ID and a username. Nothing was changed.",
                    "だれのコードかを、メールアドレス、またはオペレーターIDとユーザー名で指定してください。何も変更されていません。",
                );
                return Err(Error::with(Code::BadRequest, message).into());
            }
        };
        Ok(Named {
            of_root,
            account: found.account,
            user: found.user,
        })
    }
}

/// Whose code somebody says it is; there may be nobody.
struct Named {
    of_root: bool,
    account: Account,
    user: Option<(String, String)>,
}

/// The tokens that a code is looked for among; none, where there is no such account.
struct Tokens<'t> {
    operator_id: &'t str,
    subject: &'t str,
    purposes: [TokenPurpose; 2],
}

impl Tokens<'_> {
    async fn of_code(
        &self,
        tx: &mut Tx,
        hash: &[u8],
        counted: &Try,
        now: i64,
    ) -> Result<Option<Found>, Fault> {
        let [one, other] = self.purposes.map(word);
        let found: Vec<Found> = tx
            .sql("SELECT operator_id, token_id, purpose, subject, recipient, facts, code_hash, opens_at, expires_at, tries_left FROM mail_tokens WHERE operator_id = $1 AND subject = $2 AND purpose IN ($3, $4)")
            .bind(self.operator_id.to_owned())
            .bind(self.subject.to_owned())
            .bind(one)
            .bind(other)
            .fetch_all()
            .await?;
        let usable = |found: &Found| {
            now < found.expires_at && (found.tries_left > 0 || counted.may_use_spent())
        };
        Ok(found
            .into_iter()
            .filter(usable)
            .find(|found| found.code_hash.ct_eq(hash).into()))
    }

    /// Of all of them: nobody can tell which one was meant (R31).
    async fn count_wrong(&self, tx: &mut Tx) -> Result<(), Fault> {
        let [one, other] = self.purposes.map(word);
        tx.sql("UPDATE mail_tokens SET tries_left = tries_left - 1 WHERE operator_id = $1 AND subject = $2 AND purpose IN ($3, $4) AND tries_left > 0")
            .bind(self.operator_id.to_owned())
            .bind(self.subject.to_owned())
            .bind(one)
            .bind(other)
            .execute()
            .await?;
        Ok(())
    }
}
