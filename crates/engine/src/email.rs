//! The account's email addresses. The primary one is where `operators.email_key` says; the other roles are rows.
//! One file per rule below.

mod add;
mod delete;
mod likeness;
mod list;
mod primary;
mod roles;
mod test;
mod undo;
mod verify;
mod way_back;

pub(crate) use undo::{held, is_held};

use crate::{Fault, Tx, Who, Work};
use latchkey_api::{Code, EmailAddress, EmailRole, Error, Language, say};

/// Addresses that an account has at most, and that a role has.
const MOST: usize = 20;

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
    pub(crate) fn address(&self) -> EmailAddress {
        EmailAddress::stored(self.email.clone())
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

/// One of the account's addresses.
async fn find(tx: &mut Tx, operator_id: &str, email_id: &str) -> Result<Row, Fault> {
    let found: Option<Row> = tx
        .sql("SELECT email_id, email, email_key, verified, created_at, updated_at FROM emails WHERE operator_id = $1 AND email_id = $2")
        .bind(operator_id.to_owned())
        // PostgreSQL takes no NUL, and no ID has a space
        .bind(email_id.replace('\0', " "))
        .fetch_optional()
        .await?;
    found.ok_or(Fault::Code(Code::NotFound))
}

/// What a request names in `field` is none of the account's addresses: the request is wrong, its path is there.
fn no_address(field: &str, language: Language) -> Fault {
    let message = say(
        language,
        "This account has no such address. Nothing was changed. Read the list of addresses again and choose one of it.",
        "このアカウントにそのアドレスはありません。何も変更されていません。アドレスの一覧を読み直して、その中から選んでください。",
    );
    Error::with(Code::BadRequest, message).at(field).into()
}

/// The account's address of that key, however it was typed.
async fn by_key(tx: &mut Tx, operator_id: &str, key: &str) -> Result<Option<Row>, Fault> {
    Ok(tx
        .sql("SELECT email_id, email, email_key, verified, created_at, updated_at FROM emails WHERE operator_id = $1 AND email_key = $2")
        .bind(operator_id.to_owned())
        .bind(key.to_owned())
        .fetch_optional()
        .await?)
}

/// What an address receives besides being primary, in the order of the screens.
async fn roles_of(tx: &mut Tx, operator_id: &str, email_id: &str) -> Result<Vec<EmailRole>, Fault> {
    let found: Vec<(String,)> = tx
        .sql("SELECT role FROM email_roles WHERE operator_id = $1 AND email_id = $2")
        .bind(operator_id.to_owned())
        .bind(email_id.to_owned())
        .fetch_all()
        .await?;
    let has = |role: &EmailRole| found.iter().any(|(word,)| word == role.as_str());
    Ok(EmailRole::ALL.into_iter().filter(has).collect())
}

/// Addresses in one line, for a message or an audit row.
fn line(rows: &[Row]) -> String {
    let addresses: Vec<&str> = rows.iter().map(|row| row.email.as_str()).collect();
    addresses.join(", ")
}

/// The caller's account.
fn account(work: &Work<'_>) -> Result<String, Fault> {
    Ok(work.who()?.operator_id.clone())
}

/// The caller's own address: root's primary one, a user's contact address if it is verified.
pub(crate) async fn of_caller(tx: &mut Tx, who: &Who) -> Result<Option<EmailAddress>, Fault> {
    let Some(user_id) = who.user_id() else {
        return Ok(Some(primary(tx, &who.operator_id).await?.address()));
    };
    let found: Option<(String,)> = tx
        .sql("SELECT email FROM user_contacts WHERE operator_id = $1 AND user_id = $2 AND verified")
        .bind(who.operator_id.clone())
        .bind(user_id.to_owned())
        .fetch_optional()
        .await?;
    Ok(found.map(|(email,)| EmailAddress::stored(email)))
}
