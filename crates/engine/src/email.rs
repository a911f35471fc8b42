//! The account's email addresses. The primary one is where `operators.email_key` says; the other roles are rows.

use crate::{Fault, Tx, Who};
use latchkey_api::{EmailAddress, EmailRole};

/// An address as most rules need it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) email_id: String,
    pub(crate) email: String,
    pub(crate) email_key: String,
    pub(crate) verified: bool,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row {
    pub(crate) fn address(&self) -> Result<EmailAddress, Fault> {
        EmailAddress::try_from(self.email.clone()).map_err(|_| Fault::Bug("a stored address reads"))
    }
}

/// The addresses that have a role, in the order in which they were added.
pub(crate) async fn holders(
    tx: &mut Tx,
    operator_id: &str,
    role: EmailRole,
) -> Result<Vec<Row>, Fault> {
    let statement = if role == EmailRole::Primary {
        tx.sql(
            "SELECT e.email_id, e.email, e.email_key, e.verified, e.created_at, e.updated_at FROM operators o \
             JOIN emails e ON e.operator_id = o.operator_id AND e.email_key = o.email_key WHERE o.operator_id = $1",
        )
        .bind(operator_id.to_owned())
    } else {
        tx.sql(
            "SELECT e.email_id, e.email, e.email_key, e.verified, e.created_at, e.updated_at FROM email_roles r \
             JOIN emails e ON e.operator_id = r.operator_id AND e.email_id = r.email_id WHERE r.operator_id = $1 AND r.role = $2 ORDER BY e.created_at, e.email_id",
        )
        .bind(operator_id.to_owned())
        .bind(role.as_str())
    };
    Ok(statement.fetch_all().await?)
}

/// The primary address.
pub(crate) async fn primary(tx: &mut Tx, operator_id: &str) -> Result<Row, Fault> {
    holders(tx, operator_id, EmailRole::Primary)
        .await?
        .into_iter()
        .next()
        .ok_or(Fault::Bug("there is a primary address"))
}

/// The caller's own address: root's primary one, a user's contact address if it is verified.
pub(crate) async fn of_caller(tx: &mut Tx, who: &Who) -> Result<Option<EmailAddress>, Fault> {
    let Some(user_id) = who.user_id() else {
        return Ok(Some(primary(tx, &who.operator_id).await?.address()?));
    };
    let found: Option<(String,)> = tx
        .sql("SELECT email FROM user_contacts WHERE operator_id = $1 AND user_id = $2 AND verified")
        .bind(who.operator_id.clone())
        .bind(user_id.to_owned())
        .fetch_optional()
        .await?;
    found
        .map(|(email,)| EmailAddress::try_from(email))
        .transpose()
        .map_err(|_| Fault::Bug("a stored address reads"))
}
