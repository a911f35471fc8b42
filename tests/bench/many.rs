//! A hundred thousand users, or more: one is made by the engine, the others are its copies, made by the database itself.

use anyhow::{Result, ensure};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::path::Path;

pub const USERS: u32 = 100_000;

/// The one that is copied. Every form of its name that the engine stores holds the digits.
pub const PATTERN: &str = "person-000000";
pub const PERSON: &str = "Person 000000";

const COLUMNS: &str = "operator_id, has_password, password_hash, password_changed_at, permission, permission_version, permission_updated_at, permission_updated_by, access, can_grant, created_by, created_at, updated_at";

/// The digits of the copy, in each database's own words.
fn copies(digits: &str, numbers: &str) -> String {
    let replaced = |column: &str| format!("replace(u.{column}, '000000', {digits})");
    let words = ["name", "name_key", "description", "search_key", "sort_key"];
    let values: Vec<String> = words.iter().map(|word| replaced(word)).collect();
    format!(
        "INSERT INTO users (user_id, {}, {COLUMNS}) SELECT 'u' || n.i, {}, {} FROM {numbers} JOIN users u ON u.name = '{PATTERN}'",
        words.join(", "),
        values.join(", "),
        COLUMNS
            .split(", ")
            .map(|column| format!("u.{column}"))
            .collect::<Vec<_>>()
            .join(", "),
    )
}

/// In an account's file, which nobody else may have open.
pub async fn in_file(file: &Path, key: &[u8; 32]) -> Result<()> {
    let hex = key.iter().fold(String::new(), |text, byte| {
        text + format!("{byte:02x}").as_str()
    });
    let options = SqliteConnectOptions::new()
        .filename(file)
        .pragma("key", format!("\"x'{hex}'\""));
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let numbers = format!(
        "(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {}) SELECT i FROM c) n",
        USERS - 1
    );
    let text = copies("printf('%06d', n.i)", &numbers);
    let made = connection
        .execute(sqlx::AssertSqlSafe(text))
        .await?
        .rows_affected();
    ensure!(made == u64::from(USERS - 1), "{made} users were made");
    connection.execute("ANALYZE").await?;
    connection.close().await?;
    Ok(())
}

/// In a server's database, so many in all.
pub async fn in_database(url: &str, users: u32) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    let numbers = format!("generate_series(1, {}) AS n(i)", users - 1);
    let text = copies("lpad(n.i::text, 6, '0')", &numbers);
    let made = connection
        .execute(sqlx::AssertSqlSafe(text))
        .await?
        .rows_affected();
    ensure!(made == u64::from(users - 1), "{made} users were made");
    // what filling left behind is not done while something is measured
    connection.execute("VACUUM ANALYZE").await?;
    connection.execute("CHECKPOINT").await?;
    connection.close().await?;
    Ok(())
}
