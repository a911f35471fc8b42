//! `Email:listEmails`, `Email:getEmail`: the addresses, and where the confirmation of each stands.

use super::{Row, find};
use crate::{
    Engine, Fault, Handle, Tx, Work,
    mail::{self, Kind},
};
use latchkey_api::{Email, GetEmail, ListEmails};

impl Handle<ListEmails> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: ListEmails) -> Result<Vec<Email>, Fault> {
        let now = work.now_ms();
        let rows: Vec<Row> = work
            .tx
            .sql("SELECT email_id, email, email_key, verified, created_at, updated_at FROM emails WHERE operator_id = $1 ORDER BY created_at, email_id")
            .bind(op.operator_id.to_string())
            .fetch_all()
            .await?;
        let mut emails = Vec::with_capacity(rows.len());
        for row in rows {
            emails.push(shown(&mut work.tx, op.operator_id.as_str(), row, now).await?);
        }
        Ok(emails)
    }
}

impl Handle<GetEmail> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: GetEmail) -> Result<Email, Fault> {
        let now = work.now_ms();
        let row = find(&mut work.tx, op.operator_id.as_str(), &op.email_id).await?;
        shown(&mut work.tx, op.operator_id.as_str(), row, now).await
    }
}

async fn shown(tx: &mut Tx, operator_id: &str, row: Row, now_ms: i64) -> Result<Email, Fault> {
    let pending = if row.verified {
        None
    } else {
        let to = row.address();
        let kind = Kind::VerifyAddress;
        Some(mail::pending(tx, operator_id, kind, &row.email_id, &to, now_ms).await?)
    };
    Ok(Email {
        email_id: row.email_id,
        email: row.email,
        verified: row.verified,
        create_date_time: row.created_at / 1000,
        update_date_time: row.updated_at / 1000,
        pending,
    })
}
