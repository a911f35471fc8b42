//! Signing in and out. Budgets for wrong passwords are in `tries.rs`, reading a session back in `call/authenticate.rs`.

mod devices;
mod form;
mod logout;
mod open;

pub(crate) use form::typed;

use crate::{Calling, Engine, Fault, Handle, Prepared, Work, keys::sha256, mail, tries::Account};
use form::Form;
use latchkey_api::{Auth, AuthResponse, Code, Error, Language, OperatorId, Secret, say};
use subtle::ConstantTimeEq as _;

const SHORTEST_SECONDS: i64 = 180;
const LONGEST_SECONDS: i64 = 172_800;
const USUAL_SECONDS: i64 = 86_400;

/// Who signed in, as the slow half of the sign-in found it.
#[derive(Debug)]
pub(crate) struct SignedIn {
    pub(crate) operator_id: String,
    user_id: Option<String>,
    user_name: Option<String>,
    must_change_password: bool,
    by_password: bool,
    seconds: i64,
}

impl Handle<Auth> for Engine {
    async fn prepare(&self, call: &Calling<'_>, op: &Auth) -> Result<Prepared, Fault> {
        let language = call.language();
        let form = Form::of(op, language)?;
        let seconds = lifetime(op.token_timeout_seconds, language)?;
        let (password, found) = match &form {
            Form::Root { email, password } => (*password, self.root_account(email).await?),
            Form::User {
                operator_id,
                name,
                password,
            } => (*password, self.user_account(operator_id, name).await?),
            Form::Key { id, secret } => {
                return self.sign_in_by_key(call, id, secret, seconds).await;
            }
        };
        let wrong = Error::new(Code::InvalidCredentials, language);
        self.check_password(call, "Auth:auth", &found.account, password, &wrong)
            .await?;
        let Account {
            operator_id, hash, ..
        } = found.account;
        let (Some(operator_id), Some(checked)) = (operator_id, hash) else {
            return Err(Fault::Bug("a right password is of somebody"));
        };
        // kept weaker than passwords are kept now: hashed again while it is at hand (R01)
        let hash = if self.inner.hasher.is_weaker(&checked) {
            Some(self.hash(password).await?)
        } else {
            None
        };
        let (user_id, user_name) = found.user.unzip();
        let signed_in = SignedIn {
            operator_id,
            user_id,
            user_name,
            must_change_password: found.must_change_password,
            by_password: true,
            seconds,
        };
        Ok(Prepared {
            hash,
            checked: Some(checked),
            signed_in: Some(signed_in),
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, _op: Auth) -> Result<AuthResponse, Fault> {
        let Prepared {
            hash,
            checked,
            signed_in,
            ..
        } = std::mem::take(&mut work.prepared);
        let signed_in = signed_in.ok_or(Fault::Bug("a sign-in was prepared"))?;
        still(work, &signed_in, checked.as_deref()).await?;
        let actor = signed_in.user_id.clone().unwrap_or_else(|| "root".into());
        work.note.actor = Some((
            actor,
            signed_in.user_name.clone().unwrap_or_else(|| "root".into()),
        ));
        note_sign_in(work, &signed_in, hash).await?;
        if signed_in.by_password {
            self.know_device(work, &signed_in).await?;
        }
        let pair = self.open_session(work, &signed_in).await?;
        let operator_id = OperatorId::try_from(signed_in.operator_id)
            .map_err(|_| Fault::Bug("a stored operator ID reads"))?;
        Ok(AuthResponse {
            api_key: pair.api_key,
            token: pair.token,
            operator_id,
            user_name: signed_in.user_name,
            must_change_password: signed_in.must_change_password,
        })
    }
}

impl Engine {
    /// A program's sign-in: nothing slow, for the key has more randomness than can be guessed.
    async fn sign_in_by_key(
        &self,
        call: &Calling<'_>,
        id: &str,
        secret: &Secret,
        seconds: i64,
    ) -> Result<Prepared, Fault> {
        type Row = (String, Option<String>, Vec<u8>, Option<String>);
        let mut tx = self.db().read().await?;
        let found: Option<Row> = tx
            .sql("SELECT k.operator_id, k.user_id, k.secret_hash, u.name FROM auth_keys k LEFT JOIN users u ON u.operator_id = k.operator_id AND u.user_id = k.user_id WHERE k.auth_key_id = $1")
            // PostgreSQL takes no NUL, and no key's ID has a space
            .bind(id.replace('\0', " "))
            .fetch_optional()
            .await?;
        drop(tx);
        let right = found.filter(|(_, _, hash, _)| hash.ct_eq(&sha256(secret.expose())).into());
        let Some((operator_id, user_id, _, user_name)) = right else {
            return Err(Error::new(Code::InvalidCredentials, call.language()).into());
        };
        let mut tx = self.db().write(&operator_id).await?;
        tx.sql(
            "UPDATE auth_keys SET last_used_at = $1 WHERE operator_id = $2 AND auth_key_id = $3",
        )
        .bind(call.now_ms())
        .bind(operator_id.clone())
        .bind(id.to_owned())
        .execute()
        .await?;
        tx.commit().await?;
        let signed_in = SignedIn {
            operator_id,
            user_id,
            user_name,
            must_change_password: false,
            by_password: false,
            seconds,
        };
        Ok(Prepared {
            signed_in: Some(signed_in),
            ..Prepared::default()
        })
    }
}

/// The password may have been changed while it was being checked.
async fn still(
    work: &mut Work<'_>,
    signed_in: &SignedIn,
    checked: Option<&str>,
) -> Result<(), Fault> {
    let Some(checked) = checked else {
        return Ok(());
    };
    let now: Option<(Option<String>,)> = match &signed_in.user_id {
        None => {
            work.tx
                .sql("SELECT password_hash FROM operators WHERE operator_id = $1")
                .bind(signed_in.operator_id.clone())
                .fetch_optional()
                .await?
        }
        Some(id) => {
            work.tx
                .sql("SELECT password_hash FROM users WHERE operator_id = $1 AND user_id = $2")
                .bind(signed_in.operator_id.clone())
                .bind(id.clone())
                .fetch_optional()
                .await?
        }
    };
    if now.and_then(|(hash,)| hash).as_deref() == Some(checked) {
        Ok(())
    } else {
        Err(Code::InvalidCredentials.into())
    }
}

async fn note_sign_in(
    work: &mut Work<'_>,
    signed_in: &SignedIn,
    hash: Option<String>,
) -> Result<(), Fault> {
    let now = work.now_ms();
    // a program's language is nobody's to read mail in
    let language = signed_in
        .by_password
        .then(|| mail::post::word_of(work.language()));
    if let Some(id) = &signed_in.user_id {
        work.tx
            .sql("UPDATE users SET last_sign_in_at = $1, password_hash = coalesce($2, password_hash), language = coalesce($3, language) WHERE operator_id = $4 AND user_id = $5")
            .bind(now)
            .bind(hash)
            .bind(language)
            .bind(signed_in.operator_id.clone())
            .bind(id.clone())
            .execute()
            .await?;
    } else {
        work.tx
            .sql("UPDATE operators SET password_hash = coalesce($1, password_hash), language = coalesce($2, language) WHERE operator_id = $3")
            .bind(hash)
            .bind(language)
            .bind(signed_in.operator_id.clone())
            .execute()
            .await?;
    }
    Ok(())
}

fn lifetime(asked: Option<i64>, language: Language) -> Result<i64, Fault> {
    let seconds = asked.unwrap_or(USUAL_SECONDS);
    if (SHORTEST_SECONDS..=LONGEST_SECONDS).contains(&seconds) {
        return Ok(seconds);
    }
    let message = say(
        language,
        "A session lasts 180 to 172,800 seconds. Nobody was signed in.",
        "セッションの有効期間は180秒から172,800秒までです。サインインしていません。",
    );
    Err(Error::with(Code::BadRequest, message)
        .at("tokenTimeoutSeconds")
        .into())
}
