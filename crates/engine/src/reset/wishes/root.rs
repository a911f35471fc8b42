//! What the owner is sent: to the primary address a way to a new password, or to the recovery addresses one that opens
//! later, while the primary address is told and can object.

use super::{Wish, has_room};
use crate::{
    Engine, Fault, Tx, email,
    mail::{Draft, Facts, Kind, notice, obsolete, post},
};
use latchkey_api::{EmailRole, TokenPurpose};

/// How long the primary address can object.
const OBJECTION_MS: i64 = 24 * 60 * 60 * 1000;

impl Engine {
    /// Tells what the audit row names as done to: `root`; nothing if nothing was sent.
    pub(super) async fn reset_root(
        &self,
        tx: &mut Tx,
        operator_id: &str,
        wish: &Wish,
        now: i64,
    ) -> Result<Option<String>, Fault> {
        let Some(primary) = still_primary(tx, operator_id, wish).await? else {
            return Ok(None);
        };
        let to = primary.address();
        if !has_room(tx, Kind::ResetPassword, &to, now).await? {
            return Ok(None);
        }
        let draft = Draft {
            kind: Kind::ResetPassword,
            to: &to,
            language: wish.language(),
            subject: "",
            facts: Facts {
                email: Some(primary.email),
                ..wish.facts()
            },
        };
        post(self, tx, operator_id, draft, now).await?;
        Ok(Some("root".into()))
    }

    /// While one is under way nothing is begun anew: the time to object would begin anew with it.
    pub(super) async fn begin_recovery(
        &self,
        tx: &mut Tx,
        operator_id: &str,
        wish: &Wish,
        now: i64,
    ) -> Result<Option<String>, Fault> {
        let Some(primary) = still_primary(tx, operator_id, wish).await? else {
            return Ok(None);
        };
        if is_under_way(tx, operator_id, now).await? {
            return Ok(None);
        }
        let opens_ms = wish.created_at + OBJECTION_MS;
        let mut told = vec![];
        let mut recovering = email::holders(tx, operator_id, EmailRole::Recovery).await?;
        // mailboxes are reserved in one order, whoever reserves several
        recovering.sort_by(|a, b| a.email_key.cmp(&b.email_key));
        for recovery in recovering {
            let to = recovery.address();
            if !recovery.verified || !has_room(tx, Kind::Recover, &to, now).await? {
                continue;
            }
            if told.is_empty() {
                obsolete(tx, operator_id, TokenPurpose::Recover, "").await?;
            }
            let draft = Draft {
                kind: Kind::Recover,
                to: &to,
                language: wish.language(),
                subject: "",
                facts: Facts {
                    email: Some(primary.email.clone()),
                    opens_ms,
                    ..wish.facts()
                },
            };
            post(self, tx, operator_id, draft, now).await?;
            told.push(recovery.email);
        }
        if told.is_empty() {
            return Ok(None);
        }
        let facts = Facts {
            email: Some(told.join(", ")),
            opens_ms,
            ..wish.facts()
        };
        notice::to_primary(self, tx, operator_id, Kind::RecoveryBegun, facts, now).await?;
        Ok(Some("root".into()))
    }
}

/// The primary address, if it is still the one that was asked about.
async fn still_primary(
    tx: &mut Tx,
    operator_id: &str,
    wish: &Wish,
) -> Result<Option<email::Row>, Fault> {
    let primary = email::primary(tx, operator_id).await?;
    Ok((primary.email_key == wish.account).then_some(primary))
}

/// A link that works or will, or a message that will carry one.
async fn is_under_way(tx: &mut Tx, operator_id: &str, now: i64) -> Result<bool, Fault> {
    let (count,): (i64,) = tx
        .sql(
            "SELECT (SELECT count(*) FROM mail_tokens WHERE operator_id = $1 AND purpose = 'recover' AND expires_at > $2) + \
             (SELECT count(*) FROM outbox WHERE operator_id = $1 AND purpose = 'recover' AND state IN ('waiting', 'sending'))",
        )
        .bind(operator_id.to_owned())
        .bind(now)
        .fetch_one()
        .await?;
    Ok(count > 0)
}
