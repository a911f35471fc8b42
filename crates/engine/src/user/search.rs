//! `User:searchUsers`: one page of a list of any length, with the counts of every filter.

use crate::{Engine, Fault, Handle, Work, rights::access_of};
use latchkey_api::{
    OwnAccess, SearchUsers, UserCounts, UserFilter, UserPage, UserRow, UserSort, fold,
};
use latchkey_permission::parse;

const USUAL: u32 = 100;
const MOST: u32 = 200;
const LONGEST_SEARCH: usize = 64;

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    description: Option<String>,
    has_password: bool,
    mfa: bool,
    auth_key_count: i64,
    last_sign_in_at: i64,
    access: String,
    permission: Option<String>,
    roles: Option<String>,
}

/// The page's users come from an index alone; the rest of their rows is read for the page only. `$2` is the pattern,
/// `$3` the filter's number.
macro_rules! page {
    ($order:literal, $outer:literal) => {
        concat!(
            "SELECT u.name, u.description, u.has_password, u.mfa, u.auth_key_count, u.last_sign_in_at, u.access, u.permission, \
             (SELECT string_agg(r.role_id, '/') FROM user_roles r WHERE r.operator_id = u.operator_id AND r.user_id = u.user_id) AS roles \
             FROM (SELECT user_id FROM users WHERE operator_id = $1 AND ($2 = '' OR search_key LIKE $2 ESCAPE '!') \
             AND ($3 = 0 OR ($3 = 1 AND NOT has_password) OR ($3 = 2 AND last_sign_in_at = 0) OR ($3 = 3 AND auth_key_count > 0) OR ($3 = 4 AND has_password AND NOT mfa)) \
             ORDER BY ", $order, " LIMIT $4 OFFSET $5) p JOIN users u ON u.operator_id = $1 AND u.user_id = p.user_id ORDER BY ", $outer
        )
    };
}

const COUNTS: &str = "SELECT count(*), count(*) FILTER (WHERE NOT has_password), count(*) FILTER (WHERE last_sign_in_at = 0), \
    count(*) FILTER (WHERE auth_key_count > 0), count(*) FILTER (WHERE has_password AND NOT mfa) \
    FROM users WHERE operator_id = $1 AND ($2 = '' OR search_key LIKE $2 ESCAPE '!')";

/// Every order has its own text: columns are never put together at run time (R62).
const fn order(sort: UserSort, descending: bool) -> &'static str {
    match (sort, descending) {
        (UserSort::Name, false) => page!("sort_key, name_key", "u.sort_key, u.name_key"),
        (UserSort::Name, true) => page!(
            "sort_key DESC, name_key DESC",
            "u.sort_key DESC, u.name_key DESC"
        ),
        (UserSort::LastSignIn, false) => {
            page!("last_sign_in_at, name_key", "u.last_sign_in_at, u.name_key")
        }
        (UserSort::LastSignIn, true) => page!(
            "last_sign_in_at DESC, name_key",
            "u.last_sign_in_at DESC, u.name_key"
        ),
        (UserSort::Created, false) => page!("created_at, name_key", "u.created_at, u.name_key"),
        (UserSort::Created, true) => {
            page!("created_at DESC, name_key", "u.created_at DESC, u.name_key")
        }
    }
}

impl Handle<SearchUsers> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: SearchUsers) -> Result<UserPage, Fault> {
        let operator_id = op.operator_id.to_string();
        let pattern = pattern(op.search.as_deref().unwrap_or_default());
        let (all, no_password, never_signed_in, has_auth_keys, mfa_off): (i64, i64, i64, i64, i64) =
            work.tx
                .sql(COUNTS)
                .bind(operator_id.clone())
                .bind(pattern.clone())
                .fetch_one()
                .await?;
        let counts = UserCounts {
            all,
            no_password,
            never_signed_in,
            has_auth_keys,
            mfa_off,
        };
        let (filter, matching) = match op.filter {
            None => (0_i64, all),
            Some(UserFilter::NoPassword) => (1, no_password),
            Some(UserFilter::NeverSignedIn) => (2, never_signed_in),
            Some(UserFilter::HasAuthKeys) => (3, has_auth_keys),
            Some(UserFilter::MfaOff) => (4, mfa_off),
        };
        let offset = i64::from(op.offset.unwrap_or(0));
        // a page with nobody on it would search the whole account once more
        if matching <= offset {
            return Ok(UserPage {
                users: vec![],
                matching,
                counts,
            });
        }
        let rows: Vec<Row> = work
            .tx
            .sql(order(
                op.sort.unwrap_or(UserSort::Name),
                op.descending.unwrap_or(false),
            ))
            .bind(operator_id)
            .bind(pattern)
            .bind(filter)
            .bind(i64::from(op.limit.unwrap_or(USUAL).clamp(1, MOST)))
            .bind(offset)
            .fetch_all()
            .await?;
        Ok(UserPage {
            users: rows.into_iter().map(user).collect(),
            matching,
            counts,
        })
    }
}

/// What a user typed as a LIKE pattern that means exactly that; empty for everything.
fn pattern(search: &str) -> String {
    let search: String = search
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_SEARCH)
        .collect();
    let folded = fold(search.trim());
    if folded.is_empty() {
        return folded;
    }
    let mut pattern = String::from("%");
    for c in folded.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn user(row: Row) -> UserRow {
    let mut roles: Vec<String> = row
        .roles
        .unwrap_or_default()
        .split('/')
        .filter(|role| !role.is_empty())
        .map(str::to_owned)
        .collect();
    roles.sort_unstable();
    // a document that broke in the store shows as that, not as what it was when it was saved
    let broken = row.permission.is_some_and(|text| parse(&text).is_err());
    let access = if broken {
        OwnAccess::Broken
    } else {
        access_of(&row.access)
    };
    UserRow {
        user_name: row.name,
        description: row.description,
        has_password: row.has_password,
        mfa: row.mfa,
        auth_key_count: row.auth_key_count,
        last_sign_in_date_time: (row.last_sign_in_at > 0).then_some(row.last_sign_in_at / 1000),
        roles,
        access,
    }
}
