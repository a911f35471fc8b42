//! Who is it: the session that a token belongs to, with everything that decides, as it is at this moment (R27, R55).

use super::Asked;
use crate::{Engine, Fault, Principal, Tx, Who, keys::sha256, rights::Documents, token};
use latchkey_api::{Code, fold};
use subtle::ConstantTimeEq as _;

/// How long a session may lie unused.
pub(crate) const IDLE_MS: i64 = 12 * 60 * 60 * 1000;

#[derive(sqlx::FromRow)]
struct Row {
    session_id: String,
    user_id: Option<String>,
    token_hash: Vec<u8>,
    api_key_hash: Vec<u8>,
    last_used_at: i64,
    expires_at: i64,
    confirmed_at: i64,
    name: Option<String>,
    must_change: Option<bool>,
    permission: Option<String>,
    default_permission: Option<String>,
    roles: i64,
    meant: Option<String>,
}

const SESSION: &str = "SELECT s.session_id, s.user_id, s.token_hash, s.api_key_hash, s.last_used_at, s.expires_at, s.confirmed_at, \
    u.name, u.must_change, u.permission, d.permission AS default_permission, \
    (SELECT count(*) FROM user_roles r WHERE r.operator_id = s.operator_id AND r.user_id = s.user_id) AS roles, \
    (SELECT m.name FROM users m WHERE m.operator_id = s.operator_id AND m.name_key = $3) AS meant \
    FROM sessions s \
    LEFT JOIN users u ON u.operator_id = s.operator_id AND u.user_id = s.user_id \
    LEFT JOIN default_permissions d ON d.operator_id = s.operator_id \
    WHERE s.operator_id = $1 AND s.token_hash = $2";

impl Engine {
    /// Only the exact pair is accepted (R20), expiry is checked at use (R23).
    ///
    /// On the same way to the store the path's user is read, and written as it is stored: rules find it in any case and
    /// width, and a statement that denies `root-helper` means `ROOT-HELPER` too (R53). A name that nobody has stays.
    pub(super) async fn authenticate(
        &self,
        tx: &mut Tx,
        asked: &mut Asked<'_>,
    ) -> Result<Who, Fault> {
        let now_ms = asked.now_ms;
        let mut path = asked.path.iter_mut();
        let typed = path.find(|(known, _)| *known == "user_name");
        let credentials = asked
            .caller
            .envelope
            .credentials
            .as_ref()
            .ok_or(Code::NotSignedIn)?;
        let over = || Fault::Code(Code::SessionExpired);
        // says where to look only: what is found has to match as a whole
        let operator_id = token::operator_of(credentials.token.expose()).ok_or_else(over)?;
        let token_hash = sha256(credentials.token.expose());
        let row: Option<Row> = tx
            .sql(SESSION)
            .bind(operator_id.clone())
            .bind(token_hash.clone())
            .bind(typed.as_ref().map(|(_, name)| fold(name)))
            .fetch_optional()
            .await?;
        let row = row.ok_or_else(over)?;
        let same = row.token_hash.ct_eq(&token_hash)
            & row.api_key_hash.ct_eq(&sha256(&credentials.api_key));
        if !bool::from(same) || now_ms >= row.expires_at || now_ms - row.last_used_at >= IDLE_MS {
            return Err(over());
        }
        if let (Some((_, name)), Some(stored)) = (typed, row.meant) {
            *name = stored;
        }
        let roles = match &row.user_id {
            Some(user_id) if row.roles > 0 => {
                crate::rights::roles_of(tx, &operator_id, user_id).await?
            }
            _ => vec![],
        };
        let documents = Documents {
            own: row.permission,
            roles,
            default: row.default_permission,
        };
        let principal = match (row.user_id, row.name) {
            (None, _) => Principal::Root,
            (Some(id), Some(name)) => Principal::User {
                id,
                rights: Box::new(documents.compiled(&name)),
                name,
            },
            // a session goes with its user
            (Some(_), None) => return Err(over()),
        };
        Ok(Who {
            operator_id,
            principal,
            session_id: row.session_id,
            must_change_password: row.must_change.unwrap_or(false),
            confirmed_at: row.confirmed_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            documents,
        })
    }
}
