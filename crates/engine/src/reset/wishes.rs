//! Granting wishes: the mail worker looks whom a stranger meant, and whether there is a mail to send. It goes to the
//! address that is stored, never to the one that was typed (R41).

mod root;
mod user;

use super::issue::COUNTED_MS;
use crate::{
    Engine, Fault, Tx, audit, auth,
    mail::{Facts, Kind, post::language_of, reserve, token},
};
use latchkey_api::{
    EmailAddress, IssuePasswordResetToken, IssueRecoveryToken, IssueUserPasswordResetToken,
    Language, Operation as _, OperatorId, TokenPurpose,
};

/// Wishes that are looked at in one turn.
const A_TURN: i64 = 200;

#[derive(sqlx::FromRow)]
struct Wish {
    #[sqlx(rename = "wish_id")]
    id: String,
    what: String,
    account: String,
    language: String,
    source: String,
    device: String,
    created_at: i64,
}

/// How a wish names a user: as signing in does, however it was typed (R15).
pub(super) fn of_user(operator_id: &OperatorId, user_name: &str) -> String {
    format!(
        "{operator_id}\n{}",
        auth::typed(user_name).replace('\0', "")
    )
}

impl Engine {
    /// Grants the wishes that wait, or not, and tells how many there were. Each of them in a transaction of its own, and
    /// once, however many servers do this.
    pub(crate) async fn grant_wishes(&self) -> Result<u64, Fault> {
        let now = self.inner.ports.clock.now_ms();
        let mut tx = self.db().read().await?;
        // who asked an hour ago and got nothing has asked again
        let wishes: Vec<Wish> = tx
            .sql("SELECT wish_id, what, account, language, source, device, created_at FROM mail_wishes WHERE NOT granted AND created_at > $1 ORDER BY created_at, wish_id LIMIT $2")
            .bind(now - COUNTED_MS)
            .bind(A_TURN)
            .fetch_all()
            .await?;
        drop(tx);
        let mut taken = 0;
        for wish in wishes {
            match self.grant(&wish, now).await {
                Ok(granted) => taken += u64::from(granted),
                // the others have nothing to do with it, nor has mail that waits
                Err(fault) => {
                    tracing::error!(%fault, wish = wish.id, "a wish was not granted");
                }
            }
        }
        Ok(taken)
    }

    async fn grant(&self, wish: &Wish, now: i64) -> Result<bool, Fault> {
        let purpose = token::purpose_of(&wish.what).ok_or(Fault::Bug("a stored wish reads"))?;
        let meant = match purpose {
            TokenPurpose::UserPassword => wish.account.split('\n').next().map(str::to_owned),
            _ => self.operator_of(&wish.account).await?,
        };
        // one that is nobody's keeps nobody waiting: who asks next would see by it that there is no such account
        let mut tx = self
            .db()
            .write(meant.as_deref().unwrap_or(&wish.id))
            .await?;
        // whom it meant is nobody's business any more
        let taken = tx
            .sql("UPDATE mail_wishes SET granted = $1, account = '' WHERE wish_id = $2 AND NOT granted")
            .bind(true)
            .bind(wish.id.clone())
            .execute()
            .await?;
        if taken != 1 {
            return Ok(false);
        }
        if let Some(operator_id) = meant {
            self.fulfil(&mut tx, &operator_id, purpose, wish, now)
                .await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// What is meant, in the transaction of the account that it is of: it may have changed since it was asked for.
    async fn fulfil(
        &self,
        tx: &mut Tx,
        operator_id: &str,
        purpose: TokenPurpose,
        wish: &Wish,
        now: i64,
    ) -> Result<(), Fault> {
        let (operation, target) = match purpose {
            TokenPurpose::ResetPassword => (
                IssuePasswordResetToken::NAME,
                self.reset_root(tx, operator_id, wish, now).await?,
            ),
            TokenPurpose::Recover => (
                IssueRecoveryToken::NAME,
                self.begin_recovery(tx, operator_id, wish, now).await?,
            ),
            TokenPurpose::UserPassword => (
                IssueUserPasswordResetToken::NAME,
                self.reset_user(tx, operator_id, wish, now).await?,
            ),
            _ => return Err(Fault::Bug("strangers wish for three things")),
        };
        // what sends nothing leaves no row: a stranger could fill the store with those
        let Some(target) = target else {
            return Ok(());
        };
        let asked = (wish.id.as_str(), wish.source(), wish.created_at);
        let entry = audit::Entry::for_stranger(operator_id, operation, Some(target), asked);
        audit::write(tx, &entry).await
    }

    async fn operator_of(&self, email_key: &str) -> Result<Option<String>, Fault> {
        let mut tx = self.db().read().await?;
        let found: Option<(String,)> = tx
            .sql("SELECT operator_id FROM operators WHERE email_key = $1")
            .bind(email_key.to_owned())
            .fetch_optional()
            .await?;
        Ok(found.map(|(id,)| id))
    }
}

impl Wish {
    fn source(&self) -> Option<String> {
        (!self.source.is_empty()).then(|| self.source.clone())
    }

    /// Mail that somebody asks for is in the language of whoever asks.
    fn language(&self) -> Language {
        language_of(&self.language)
    }

    /// With what, from where and when; by whom nobody knows.
    fn facts(&self) -> Facts {
        Facts {
            device: (!self.device.is_empty()).then(|| self.device.clone()),
            source: self.source(),
            at_ms: self.created_at,
            ..Facts::default()
        }
    }
}

/// The mailbox can take one more of these this hour (R44). Whoever asks is not told.
async fn has_room(tx: &mut Tx, kind: Kind, to: &EmailAddress, now: i64) -> Result<bool, Fault> {
    Ok(reserve(tx, kind, to, now).await?.from_ms <= now)
}
