//! The three forms of a sign-in, and the account that each means.

use crate::{
    Engine, Fault,
    tries::{Account, root_key, user_key},
};
use latchkey_api::{Auth, Code, EmailAddress, Error, Language, OperatorId, Secret, fold, say};

/// Exactly one form, complete.
pub(super) enum Form<'a> {
    Root {
        email: &'a str,
        password: &'a Secret,
    },
    User {
        operator_id: &'a str,
        name: &'a str,
        password: &'a Secret,
    },
    Key {
        id: &'a str,
        secret: &'a Secret,
    },
}

/// The account that a sign-in means, whether or not there is one.
pub(crate) struct Found {
    pub(crate) account: Account,
    /// ID and name; none for root.
    pub(crate) user: Option<(String, String)>,
    pub(super) must_change_password: bool,
}

impl<'a> Form<'a> {
    pub(super) fn of(op: &'a Auth, language: Language) -> Result<Self, Fault> {
        match op {
            Auth {
                email: Some(email),
                password: Some(password),
                operator_id: None,
                user_name: None,
                auth_key_id: None,
                auth_key: None,
                ..
            } => Ok(Self::Root { email, password }),
            Auth {
                email: None,
                password: Some(password),
                operator_id: Some(operator_id),
                user_name: Some(name),
                auth_key_id: None,
                auth_key: None,
                ..
            } => Ok(Self::User {
                operator_id,
                name,
                password,
            }),
            Auth {
                email: None,
                password: None,
                operator_id: None,
                user_name: None,
                auth_key_id: Some(id),
                auth_key: Some(secret),
                ..
            } => Ok(Self::Key { id, secret }),
            _ => {
                let message = say(
                    language,
                    "Sign in with an email address and a password, or an operator ID, username and password, or an auth key.",
                    "メールアドレスとパスワード、またはオペレーターIDとユーザー名とパスワード、または認証キーでサインインしてください。",
                );
                Err(Error::with(Code::BadRequest, message).into())
            }
        }
    }
}

/// One key however a name is typed (R15). What is no name at all has one too: it fails like any other.
pub(crate) fn typed(text: &str) -> String {
    fold(text.chars().take(400).collect::<String>().trim())
}

impl Engine {
    pub(crate) async fn root_account(&self, email: &str) -> Result<Found, Fault> {
        let email_key = email
            .parse::<EmailAddress>()
            .map_or_else(|_| typed(email), |email| email.key());
        let mut tx = self.db().read().await?;
        let row: Option<(String, String)> = tx
            .sql("SELECT operator_id, password_hash FROM operators WHERE email_key = $1")
            .bind(email_key.replace('\0', ""))
            .fetch_optional()
            .await?;
        let (operator_id, hash) = row.unzip();
        let account = Account {
            key: root_key(&email_key),
            operator_id,
            actor: ("root".into(), "root".into()),
            hash,
        };
        Ok(Found {
            account,
            user: None,
            must_change_password: false,
        })
    }

    pub(crate) async fn user_account(&self, operator_id: &str, name: &str) -> Result<Found, Fault> {
        type Row = (String, String, Option<String>, bool);
        let (operator_id, name_key) = (operator_id.trim().to_uppercase(), typed(name));
        let mut account = Account {
            key: user_key(&operator_id, &name_key),
            operator_id: None,
            actor: ("-".into(), "-".into()),
            hash: None,
        };
        let Ok(operator) = operator_id.parse::<OperatorId>() else {
            return Ok(Found {
                account,
                user: None,
                must_change_password: false,
            });
        };
        let mut tx = self.db().read().await?;
        let known: Option<(String,)> = tx
            .sql("SELECT operator_id FROM operators WHERE operator_id = $1")
            .bind(operator.to_string())
            .fetch_optional()
            .await?;
        account.operator_id = known.map(|(id,)| id);
        let row: Option<Row> = tx.sql("SELECT user_id, name, password_hash, must_change FROM users WHERE operator_id = $1 AND name_key = $2").bind(operator.to_string()).bind(name_key.replace('\0', "")).fetch_optional().await?;
        let Some((id, name, hash, must_change_password)) = row else {
            return Ok(Found {
                account,
                user: None,
                must_change_password: false,
            });
        };
        account.hash = hash;
        account.actor = (id.clone(), name.clone());
        Ok(Found {
            account,
            user: Some((id, name)),
            must_change_password,
        })
    }
}
