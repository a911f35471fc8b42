//! Another primary address: what root signs in with, and where the account's mail goes, from the next moment on. Both
//! addresses are written to; the old one can take it back, see `undo.rs`. Changing it back by hand is taking it back, too.

use super::{Row, primary, roles::drop_roles, undo};
use crate::{
    Engine, Fault, Tx, Work,
    mail::{Facts, Kind, notice},
    reset, session,
    store::is_taken,
};
use latchkey_api::{Code, EmailAddress};

impl Engine {
    /// Makes a verified address the primary one. Sessions stay; the one that is primary already is left alone.
    pub(super) async fn change_primary(
        &self,
        work: &mut Work<'_>,
        operator_id: &str,
        new: &Row,
    ) -> Result<(), Fault> {
        let old = primary(&mut work.tx, operator_id).await?;
        if old.email_id == new.email_id {
            return Ok(());
        }
        let (from, to, now) = (old.address(), new.address(), work.now_ms());
        if !sign_in_with(&mut work.tx, operator_id, &to, now).await? {
            return Err(Fault::At(Code::EmailTaken, "emailIdList"));
        }
        // looked at now: before, somebody could have been about to let the address go
        if undo::is_held(&mut work.tx, operator_id, &to, now).await? {
            return Err(undo::held(work.language(), "emailIdList"));
        }
        let went = undo::replaced_at(&mut work.tx, operator_id, &to, now).await?;
        drop_roles(self, work, operator_id, &new.email_id).await?;
        reset::end_of_root(&mut work.tx, operator_id).await?;
        work.note.text = Some(format!("{from} -> {to}"));
        let told = Facts {
            email: Some(to.to_string()),
            old_email: Some(from.to_string()),
            ..Facts::of(&work.call)
        };
        // whoever stood in between gets no link out of it that would undo the owner's return
        let leaving = if let Some(since) = went {
            undo::end_since(&mut work.tx, operator_id, since).await?;
            let own = work.who()?.session_id.clone();
            session::end_all(&mut work.tx, operator_id, None, Some(&own)).await?;
            Kind::PrimaryUndone
        } else {
            Kind::PrimaryWasYou
        };
        let (tx, arriving) = (&mut work.tx, Kind::PrimaryIsYou);
        notice::to_primary(self, tx, operator_id, arriving, told.clone(), now).await?;
        notice::to_owner(self, tx, operator_id, &from, leaving, told, now).await
    }
}

/// Makes an address the one that root signs in with; false if another account's root does.
pub(super) async fn sign_in_with(
    tx: &mut Tx,
    operator_id: &str,
    email: &EmailAddress,
    now_ms: i64,
) -> Result<bool, Fault> {
    let changed = tx
        .sql("UPDATE operators SET email = $1, email_key = $2, primary_changed_at = $3, updated_at = $3 WHERE operator_id = $4")
        .bind(email.to_string())
        .bind(email.key())
        .bind(now_ms)
        .bind(operator_id.to_owned())
        .execute()
        .await;
    match changed {
        Ok(_) => Ok(true),
        Err(error) if is_taken(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
