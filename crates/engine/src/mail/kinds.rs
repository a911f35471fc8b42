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
            on: kind.is_sent() && !(kind.is_optional() && off.contains(kind.word())),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Ports, StoreKey, local,
        mail::{Draft, Facts, post},
    };
    use latchkey_api::{CreateOperator, Language};

    #[test]
    fn an_address_receives_a_message_once_for_its_first_role() {
        let holders = BTreeMap::from([
            (EmailRole::Primary, vec!["a".to_owned()]),
            (EmailRole::Billing, vec!["b".to_owned(), "a".to_owned()]),
        ]);
        let received = receivers(Kind::Billing.roles(), &holders);
        let received: Vec<(&str, EmailRole)> = received
            .iter()
            .map(|receiver| (receiver.email_id.as_str(), receiver.role))
            .collect();
        assert_eq!(
            received,
            [("b", EmailRole::Billing), ("a", EmailRole::Billing)]
        );
        assert_eq!(receivers(Kind::Recover.roles(), &holders), []);
    }

    /// Whatever is in the table: what protects an account is sent.
    #[tokio::test]
    async fn what_is_switched_off_is_not_posted_and_what_must_be_sent_is() {
        let folder = tempfile::tempdir().unwrap();
        let ports = Ports::system();
        let key = StoreKey::generate(&*ports.randomness);
        let sign_up = CreateOperator {
            email: "owner@harbor-coffee.example".parse().unwrap(),
            password: "orbit-lemon-canoe-drum-7".into(),
            description: None,
            invitation: None,
        };
        let made = local::create(folder.path(), &key, ports, Language::En, sign_up).await;
        let (operator_id, engine) = made.unwrap();
        let operator_id = operator_id.to_string();
        let mut tx = engine.db().write(&operator_id).await.unwrap();
        for kind in Kind::ALL {
            tx.sql("INSERT INTO mail_switched_off (operator_id, kind) VALUES ($1, $2)")
                .bind(operator_id.clone())
                .bind(kind.word())
                .execute()
                .await
                .unwrap();
            let draft = Draft {
                kind,
                to: &"owner@harbor-coffee.example".parse().unwrap(),
                language: Language::En,
                subject: "",
                facts: Facts::default(),
            };
            post(&engine, &mut tx, &operator_id, draft, 1_000)
                .await
                .unwrap();
        }
        let posted: Vec<(String,)> = tx.sql("SELECT kind FROM outbox").fetch_all().await.unwrap();
        drop(tx);
        engine.close().await;
        for kind in Kind::ALL {
            let is_posted = posted.iter().any(|(word,)| word == kind.word());
            assert_eq!(is_posted, !kind.is_optional(), "{kind:?}");
        }
    }
}
