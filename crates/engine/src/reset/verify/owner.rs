//! The owner's new password, out of a mail to the primary or to a recovery address.

use crate::{
    Engine, Fault, Tx, Work, email,
    mail::{Facts, Kind, notice, token::Found},
    reset, session,
    tries::root_key,
};
use latchkey_api::{Code, EmailAddress, EmailRole, TokenPurpose};

impl Engine {
    pub(super) async fn reset_owner(
        &self,
        work: &mut Work<'_>,
        found: &Found,
        hash: String,
    ) -> Result<(), Fault> {
        let operator_id = found.operator_id.as_str();
        if !still_receives(&mut work.tx, found).await? {
            return Err(Code::BadToken.into());
        }
        let now = work.now_ms();
        let tx = &mut work.tx;
        let (email_key,): (String,) = tx
            .sql("UPDATE operators SET password_hash = $1, password_changed_at = $2, updated_at = $2 WHERE operator_id = $3 RETURNING email_key")
            .bind(hash)
            .bind(now)
            .bind(operator_id.to_owned())
            .fetch_one()
            .await?;
        session::end_all(tx, operator_id, None, None).await?;
        reset::end_of_root(tx, operator_id).await?;
        // whoever was locked out by somebody's guesses gets in with the new one
        let key = root_key(&email_key);
        self.forget_tries(tx, &key, now).await?;
        self.forget_codes(tx, &key, now).await?;
        let facts = Facts {
            email: Some(found.recipient.clone()),
            ..Facts::of(&work.call)
        };
        notice::to_primary(self, tx, operator_id, Kind::PasswordChanged, facts, now).await?;
        work.note.actor = Some(("root".into(), "root".into()));
        work.note.text = Some(found.purpose.clone());
        Ok(())
    }
}

/// The mailbox that the mail went to is still one that may open the account: a change of addresses ends older mail, and
/// this does not depend on it (R24).
async fn still_receives(tx: &mut Tx, found: &Found) -> Result<bool, Fault> {
    let role = match found.purpose()? {
        TokenPurpose::Recover => EmailRole::Recovery,
        _ => EmailRole::Primary,
    };
    let sent_to = EmailAddress::stored(found.recipient.clone());
    let holders = email::holders(tx, &found.operator_id, role).await?;
    Ok(holders.iter().any(|row| row.email_key == sent_to.key()))
}
