//! `Email:sendTestEmail`: a message that proves nothing but that mail gets there.

use super::find;
use crate::{
    Engine, Fault, Handle, Work,
    mail::{self, Draft, Facts, Kind},
};
use latchkey_api::{Code, SendTestEmail};

impl Handle<SendTestEmail> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: SendTestEmail) -> Result<(), Fault> {
        let operator_id = op.operator_id.as_str();
        let row = find(&mut work.tx, operator_id, &op.email_id).await?;
        if !row.verified {
            return Err(Code::NotVerified.into());
        }
        let (to, now) = (row.address(), work.now_ms());
        let room = mail::reserve(&mut work.tx, Kind::Test, &to, now).await?;
        mail::not_before(&work.call, room.from_ms)?;
        let draft = Draft {
            kind: Kind::Test,
            to: &to,
            language: work.language(),
            subject: "",
            facts: Facts {
                email: Some(row.email.clone()),
                ..Facts::of(&work.call)
            },
        };
        mail::post(self, &mut work.tx, operator_id, draft, now).await?;
        work.note.target = Some(row.email);
        Ok(())
    }
}
