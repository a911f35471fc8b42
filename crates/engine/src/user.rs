//! SAM users: finding one, and the rules that every change to one keeps. One file per operation below.

pub(crate) mod contact;
mod create;
mod delete;
mod get;
pub(crate) mod invite;
mod passwords;
mod permission;
mod search;
mod update;

use crate::{
    Calling, Engine, Fault, Tx, Work,
    rights::{self, Documents},
    tries::{Account, root_key, user_key},
};
use latchkey_api::{Code, OperatorId, UserName, fold};
use latchkey_permission::PermissionSet;

/// A user as most rules need it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) user_id: String,
    pub(crate) name: String,
    pub(crate) name_key: String,
    pub(crate) description: Option<String>,
    pub(crate) password_hash: Option<String>,
    pub(crate) permission: Option<String>,
    pub(crate) permission_version: i64,
}

impl Row {
    /// It can sign in with a password.
    pub(crate) const fn has_password(&self) -> bool {
        self.password_hash.is_some()
    }

    /// Whom a message is for.
    fn person<'p>(&'p self, operator_id: &'p str) -> contact::Person<'p> {
        contact::Person {
            operator_id,
            user_id: &self.user_id,
            name: &self.name,
            description: self.description.as_deref(),
        }
    }
}

/// The user of that name, however it is written.
pub(crate) async fn find(
    tx: &mut Tx,
    operator_id: &OperatorId,
    name: &UserName,
) -> Result<Row, Fault> {
    let found = by_key(tx, operator_id.as_str(), &name.key()).await?;
    found.ok_or(Fault::Code(Code::NotFound))
}

/// The user of that folded name, if there is one.
pub(crate) async fn by_key(
    tx: &mut Tx,
    operator_id: &str,
    name_key: &str,
) -> Result<Option<Row>, Fault> {
    Ok(tx
        .sql("SELECT user_id, name, name_key, description, password_hash, permission, permission_version FROM users WHERE operator_id = $1 AND name_key = $2")
        .bind(operator_id.to_owned())
        .bind(name_key.to_owned())
        .fetch_optional()
        .await?)
}

/// The user of that ID, which no other user ever gets.
pub(crate) async fn by_id(
    tx: &mut Tx,
    operator_id: &str,
    user_id: &str,
) -> Result<Option<Row>, Fault> {
    Ok(tx
        .sql("SELECT user_id, name, name_key, description, password_hash, permission, permission_version FROM users WHERE operator_id = $1 AND user_id = $2")
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .fetch_optional()
        .await?)
}

/// Everything that decides what the user may do.
pub(crate) async fn documents(
    tx: &mut Tx,
    operator_id: &str,
    user: &Row,
) -> Result<Documents, Fault> {
    Ok(Documents {
        own: user.permission.clone(),
        roles: rights::roles_of(tx, operator_id, &user.user_id).await?,
        default: rights::default_of(tx, operator_id).await?,
    })
}

/// Refuses to act on a user who may do more than the caller. Oneself is always within reach.
pub(crate) async fn within_reach(work: &mut Work<'_>, user: &Row) -> Result<(), Fault> {
    reach(&work.call, &mut work.tx, user).await
}

/// The same before the call's own transaction.
async fn reach(call: &Calling<'_>, tx: &mut Tx, user: &Row) -> Result<(), Fault> {
    let who = call.who()?;
    if who.rights().is_none() || who.user_id() == Some(&user.user_id) {
        return Ok(());
    }
    let documents = documents(tx, &who.operator_id, user).await?;
    rights::within(who, &documents.compiled(&user.name), call.language())
}

/// Refuses what nobody does to its own user.
pub(crate) fn not_oneself(call: &Calling<'_>, user: &Row) -> Result<(), Fault> {
    if call.who()?.user_id() == Some(&user.user_id) {
        Err(Code::OwnUser.into())
    } else {
        Ok(())
    }
}

/// The hash of a password that is stored now.
pub(crate) async fn stored_hash(
    tx: &mut Tx,
    operator_id: &str,
    user_id: Option<&str>,
) -> Result<Option<String>, Fault> {
    let found: Option<(Option<String>,)> = match user_id {
        None => {
            tx.sql("SELECT password_hash FROM operators WHERE operator_id = $1")
                .bind(operator_id.to_owned())
                .fetch_optional()
                .await?
        }
        Some(id) => {
            tx.sql("SELECT password_hash FROM users WHERE operator_id = $1 AND user_id = $2")
                .bind(operator_id.to_owned())
                .bind(id.to_owned())
                .fetch_optional()
                .await?
        }
    };
    Ok(found.and_then(|(hash,)| hash))
}

/// Writes what a list is sorted and searched by. One form for every script and case.
pub(crate) fn list_keys(name: &str, description: Option<&str>) -> (String, String) {
    let shown = description.filter(|text| !text.is_empty()).unwrap_or(name);
    let mut sort_key = fold(shown);
    // an index row of PostgreSQL has a size limit
    while sort_key.len() > 200 {
        sort_key.pop();
    }
    (
        sort_key,
        fold(&format!("{name}\n{}", description.unwrap_or_default())),
    )
}

/// Whether the user surely may change permissions: kept beside it, so that finding helpers is no scan.
pub(crate) fn can_grant(set: &PermissionSet) -> bool {
    set.surely(rights::GRANT)
}

impl Engine {
    /// The account whose password the caller's own is.
    pub(crate) async fn own_account(&self, call: &Calling<'_>) -> Result<Account, Fault> {
        let who = call.who()?;
        let mut tx = self.db().read().await?;
        let key = match who.user_id() {
            None => {
                let (email_key,): (String,) = tx
                    .sql("SELECT email_key FROM operators WHERE operator_id = $1")
                    .bind(who.operator_id.clone())
                    .fetch_one()
                    .await?;
                root_key(&email_key)
            }
            Some(_) => user_key(&who.operator_id, &fold(who.name())),
        };
        let hash = stored_hash(&mut tx, &who.operator_id, who.user_id()).await?;
        let actor = (
            who.user_id().unwrap_or("root").to_owned(),
            who.name().to_owned(),
        );
        Ok(Account {
            key,
            operator_id: Some(who.operator_id.clone()),
            actor,
            hash,
        })
    }
}
