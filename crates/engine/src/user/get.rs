//! `User:getUser` and `User:listUsers`: users as the public API has them.

use super::contact;
use crate::{Engine, Fault, Handle, Tx, Work};
use latchkey_api::{AuthKey, Code, GetUser, ListUsers, RoleSummary, User};
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct Row {
    user_id: String,
    name: String,
    description: Option<String>,
    has_password: bool,
    permission: Option<String>,
    created_at: i64,
    updated_at: i64,
    created_by: Option<String>,
    password_changed_at: i64,
    must_change: bool,
    last_sign_in_at: i64,
}

#[derive(sqlx::FromRow)]
struct One {
    #[sqlx(flatten)]
    row: Row,
    /// Keys and roles.
    attached: i64,
    contacts: i64,
}

const ONE: &str = "SELECT user_id, name, description, has_password, permission, created_at, updated_at, created_by, password_changed_at, must_change, last_sign_in_at, \
    (SELECT count(*) FROM auth_keys k WHERE k.operator_id = u.operator_id AND k.user_id = u.user_id) + \
    (SELECT count(*) FROM user_roles m WHERE m.operator_id = u.operator_id AND m.user_id = u.user_id) AS attached, \
    (SELECT count(*) FROM user_contacts c WHERE c.operator_id = u.operator_id AND c.user_id = u.user_id) AS contacts \
    FROM users u WHERE operator_id = $1 AND name_key = $2";

#[derive(sqlx::FromRow)]
struct KeyRow {
    user_id: String,
    auth_key_id: String,
    created_at: i64,
    last_used_at: i64,
}

#[derive(sqlx::FromRow)]
struct RoleRow {
    user_id: String,
    role_id: String,
    description: Option<String>,
    created_at: i64,
    updated_at: i64,
}

/// What hangs on users, by user.
#[derive(Default)]
struct Attached {
    keys: HashMap<String, Vec<AuthKey>>,
    roles: HashMap<String, Vec<RoleSummary>>,
}

impl Handle<GetUser> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: GetUser) -> Result<User, Fault> {
        let operator_id = op.operator_id.as_str();
        let found: Option<One> = work
            .tx
            .sql(ONE)
            .bind(operator_id.to_owned())
            .bind(op.user_name.key())
            .fetch_optional()
            .await?;
        let One {
            row,
            attached,
            contacts,
        } = found.ok_or(Code::NotFound)?;
        // most have neither keys nor roles, and asking for them is two ways to the store and back
        let mut attached = if attached > 0 {
            self::attached(&mut work.tx, operator_id, &row.user_id).await?
        } else {
            Attached::default()
        };
        let now = work.now_ms();
        let contact = if contacts > 0 {
            contact::shown(
                &mut work.tx,
                operator_id,
                &row.user_id,
                row.has_password,
                now,
            )
            .await?
        } else {
            None
        };
        Ok(User {
            contact,
            ..attached.user(row)
        })
    }
}

impl Handle<ListUsers> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: ListUsers) -> Result<Vec<User>, Fault> {
        let operator_id = op.operator_id.as_str();
        let rows: Vec<Row> = work
            .tx
            .sql("SELECT user_id, name, description, has_password, permission, created_at, updated_at, created_by, password_changed_at, must_change, last_sign_in_at FROM users WHERE operator_id = $1 ORDER BY name_key")
            .bind(operator_id.to_owned())
            .fetch_all()
            .await?;
        let mut attached = attached(&mut work.tx, operator_id, "").await?;
        Ok(rows.into_iter().map(|row| attached.user(row)).collect())
    }
}

/// Keys and roles of one user, or of all.
async fn attached(tx: &mut Tx, operator_id: &str, user_id: &str) -> Result<Attached, Fault> {
    let keys: Vec<KeyRow> = tx
        .sql("SELECT user_id, auth_key_id, created_at, last_used_at FROM auth_keys WHERE operator_id = $1 AND user_id IS NOT NULL AND ($2 = '' OR user_id = $2) ORDER BY created_at, auth_key_id")
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .fetch_all()
        .await?;
    let roles: Vec<RoleRow> = tx
        .sql(
            "SELECT m.user_id, r.role_id, r.description, r.created_at, r.updated_at FROM user_roles m JOIN roles r ON r.operator_id = m.operator_id AND r.role_id = m.role_id \
             WHERE m.operator_id = $1 AND ($2 = '' OR m.user_id = $2) ORDER BY r.role_key",
        )
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .fetch_all()
        .await?;
    let mut attached = Attached::default();
    for key in keys {
        let last_used_date_time = (key.last_used_at > 0).then_some(key.last_used_at / 1000);
        attached.keys.entry(key.user_id).or_default().push(AuthKey {
            auth_key_id: key.auth_key_id,
            create_date_time: key.created_at / 1000,
            last_used_date_time,
        });
    }
    for role in roles {
        let summary = RoleSummary {
            role_name: Some(role.role_id.clone()),
            role_id: role.role_id,
            description: role.description,
            create_date_time: role.created_at / 1000,
            update_date_time: role.updated_at / 1000,
        };
        attached
            .roles
            .entry(role.user_id)
            .or_default()
            .push(summary);
    }
    Ok(attached)
}

impl Attached {
    fn user(&mut self, row: Row) -> User {
        let known = |time: i64| (time > 0).then_some(time / 1000);
        User {
            auth_key_list: self.keys.remove(&row.user_id).unwrap_or_default(),
            role_list: self.roles.remove(&row.user_id).unwrap_or_default(),
            user_name: row.name,
            description: row.description,
            has_password: row.has_password,
            permission: row.permission,
            create_date_time: row.created_at / 1000,
            update_date_time: row.updated_at / 1000,
            created_by: row.created_by,
            password_date_time: known(row.password_changed_at),
            must_change_password: row.must_change,
            last_sign_in_date_time: known(row.last_sign_in_at),
            contact: None,
        }
    }
}
