//! A user's new password, out of an invitation or because the old one was forgotten.

use crate::{
    Engine, Fault, Work,
    mail::{self, Facts, Kind, notice, token::Found},
    reset, session,
    tries::user_key,
    user::{self, contact, invite},
};
use latchkey_api::{Code, TokenPurpose};

impl Engine {
    pub(super) async fn reset_sam(
        &self,
        work: &mut Work<'_>,
        found: &Found,
        hash: String,
    ) -> Result<(), Fault> {
        let (operator_id, now) = (found.operator_id.as_str(), work.now_ms());
        // by its ID: who has the same name after this one was deleted is somebody else
        let user = user::by_id(&mut work.tx, operator_id, &found.subject).await?;
        let user = user.ok_or(Code::BadToken)?;
        if found.purpose()? == TokenPurpose::Invitation {
            invite::still_stands(work, &user, found).await?;
        } else {
            contact::must_stand(&mut work.tx, operator_id, &user).await?;
        }
        let tx = &mut work.tx;
        // whoever redeems this reads the mail of that address
        if !contact::confirm(tx, operator_id, &user.user_id, &found.recipient, now).await? {
            return Err(Code::BadToken.into());
        }
        tx.sql("UPDATE users SET password_hash = $1, has_password = $2, password_changed_at = $3, must_change = $4, updated_at = $3 WHERE operator_id = $5 AND user_id = $6")
            .bind(hash)
            .bind(true)
            .bind(now)
            .bind(false)
            .bind(operator_id.to_owned())
            .bind(user.user_id.clone())
            .execute()
            .await?;
        session::end_all(tx, operator_id, Some(&user.user_id), None).await?;
        reset::end_of_user(tx, operator_id, &user.user_id).await?;
        mail::obsolete(tx, operator_id, TokenPurpose::Contact, &user.user_id).await?;
        let key = user_key(operator_id, &user.name_key);
        self.forget_tries(tx, &key, now).await?;
        self.forget_codes(tx, &key, now).await?;
        let facts = Facts {
            email: Some(found.recipient.clone()),
            user_name: Some(user.name.clone()),
            person: user.description.clone(),
            ..Facts::of(&work.call)
        };
        notice::to_user(
            self,
            tx,
            operator_id,
            &user.user_id,
            Kind::UserPasswordChanged,
            facts,
            now,
        )
        .await?;
        work.note.target = Some(user.name.clone());
        work.note.actor = Some((user.user_id, user.name));
        work.note.text = Some(found.purpose.clone());
        Ok(())
    }
}
