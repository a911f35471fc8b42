//! `Mail:listMailKinds`, `Mail:updateMailKind`: what is sent, to whom, and whether.

use super::{Kind, letter};
use crate::{Engine, Fault, Handle, Tx, Work, email};
use latchkey_api::{Code, EmailRole, ListMailKinds, MailKind, Receiver, UpdateMailKind};
use std::collections::{BTreeMap, BTreeSet};

impl Handle<ListMailKinds> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: ListMailKinds) -> Result<Vec<MailKind>, Fault> {
        let operator_id = op.operator_id.as_str();
        let off = switched_off(&mut work.tx, operator_id).await?;
        let holders = holders(&mut work.tx, operator_id).await?;
        let language = work.language();
        let kinds = Kind::ALL.into_iter().map(|kind| MailKind {
            kind: kind.word().to_owned(),
            title: letter::title(kind, &super::Facts::default(), language),
            explanation: letter::explanation(kind, language).to_owned(),
            roles: kind.roles().to_vec(),
            receivers: receivers(kind.roles(), &holders),
            optional: kind.is_optional(),
            on: !(kind.is_optional() && off.contains(kind.word())),
        });
        Ok(kinds.collect())
    }
}

impl Handle<UpdateMailKind> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: UpdateMailKind) -> Result<(), Fault> {
        let kind = Kind::of(&op.kind).ok_or(Code::NotFound)?;
        work.note.text = Some(if op.on { "on" } else { "off" }.to_owned());
        let statement = match (op.on, kind.is_optional()) {
            (true, _) => "DELETE FROM mail_switched_off WHERE operator_id = $1 AND kind = $2",
            (false, true) => {
                "INSERT INTO mail_switched_off (operator_id, kind) VALUES ($1, $2) ON CONFLICT DO NOTHING"
            }
            (false, false) => return Err(Code::AlwaysSent.into()),
        };
        work.tx
            .sql(statement)
            .bind(op.operator_id.to_string())
            .bind(kind.word())
            .execute()
            .await?;
        Ok(())
    }
}

async fn switched_off(tx: &mut Tx, operator_id: &str) -> Result<BTreeSet<String>, Fault> {
    let rows: Vec<(String,)> = tx
        .sql("SELECT kind FROM mail_switched_off WHERE operator_id = $1")
        .bind(operator_id.to_owned())
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(kind,)| kind).collect())
}

/// The addresses of every role.
async fn holders(
    tx: &mut Tx,
    operator_id: &str,
) -> Result<BTreeMap<EmailRole, Vec<String>>, Fault> {
    let mut holders = BTreeMap::new();
    for role in EmailRole::ALL {
        let rows = email::holders(tx, operator_id, role).await?;
        holders.insert(role, rows.into_iter().map(|row| row.email_id).collect());
    }
    Ok(holders)
}

/// Each address once, for the first of its roles that the kind names.
fn receivers(roles: &[EmailRole], holders: &BTreeMap<EmailRole, Vec<String>>) -> Vec<Receiver> {
    let mut receivers: Vec<Receiver> = vec![];
    for role in roles {
        for email_id in holders.get(role).into_iter().flatten() {
            if receivers.iter().all(|there| there.email_id != *email_id) {
                receivers.push(Receiver {
                    email_id: email_id.clone(),
                    role: *role,
                });
            }
        }
    }
    receivers
}
